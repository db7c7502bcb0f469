import { styleText } from 'node:util';
import * as z from 'zod';
import { readRecord } from './log-record.ts';
import { shown } from './names.ts';

const Text = z.string().optional().catch(undefined);
/** What the push logs of an obligation that Moment has to be told of. */
const Logged = z.object({
  message: z.enum(['push.pushed', 'push.drift', 'push.refused']),
  obligation_id: Text,
  drift: Text,
  status: z.int().optional().catch(undefined),
});

/** `Moment told  bcus_...`, `drift  changed_at_moment  bcus_...  ...`: what a log line tells of a push, if it does. */
export function describePush(line: string): string | undefined {
  const logged = readRecord(line, Logged);
  if (!logged) return undefined;
  const { obligation_id, drift, status } = logged;
  switch (logged.message) {
    case 'push.pushed':
      return [styleText('green', 'Moment told'), shown(obligation_id)].join('  ');
    case 'push.refused':
      return [styleText('red', 'Moment refuses'), String(status), shown(obligation_id)].join('  ');
    case 'push.drift':
      return [
        styleText('red', 'drift'),
        shown(drift),
        shown(obligation_id),
        'docs/operations.md#alarm-drift',
      ].join('  ');
  }
}
