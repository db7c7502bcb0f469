import { styleText } from 'node:util';
import * as z from 'zod';
import { readRecord } from './log-record.ts';
import { shown } from './names.ts';

const Count = z.int().catch(0);
/** What the import logs of a file that was put. */
const Logged = z.discriminatedUnion('message', [
  z.object({ message: z.literal('upload.refused'), code: z.string().optional().catch(undefined) }),
  z.object({
    message: z.literal('upload.finished'),
    create: Count,
    update: Count,
    unchanged: Count,
    refused: Count,
  }),
]);

/** `file imported  3 created, 0 updated ...`, `file refused  file.is_zip`: what a log line tells of a file, if it does. */
export function describeUpload(line: string): string | undefined {
  const logged = readRecord(line, Logged);
  if (!logged) return undefined;
  if (logged.message === 'upload.refused') {
    return [styleText('red', 'file refused'), shown(logged.code)].join('  ');
  }
  const { create, update, unchanged, refused } = logged;
  const rows = `${create} created, ${update} updated, ${unchanged} unchanged, ${refused} refused`;
  return [styleText(refused > 0 ? 'red' : 'green', 'file imported'), rows].join('  ');
}
