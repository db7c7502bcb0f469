import * as z from 'zod';
import type { StackResources } from './stack-resources.ts';

const ScheduleProperties = z.object({
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.object({ Arn: z.string(), Input: z.string().optional() }),
});

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export type Schedules = { close(): void };

/** Runs the template's schedules; only rates, since nothing here asks for more. */
export function startSchedules(
  resources: StackResources,
  invoke: (functionArn: string, event: unknown) => Promise<unknown>,
  onWarning: (text: string) => void,
): Schedules {
  const timers: NodeJS.Timeout[] = [];
  for (const id of resources.ids('AWS::Scheduler::Schedule')) {
    const { ScheduleExpression, State, Target } = resources.properties(id, ScheduleProperties);
    if (State === 'DISABLED') continue;
    const intervalMs = parseRate(ScheduleExpression);
    if (intervalMs === undefined) {
      onWarning(`${id} does not run here: ${ScheduleExpression} is not a rate`);
      continue;
    }
    const event: unknown = JSON.parse(Target.Input ?? '{}');
    // The pool tells the log why a run failed, and the next one comes anyway.
    const run = () => void invoke(Target.Arn, event).catch(() => undefined);
    timers.push(setInterval(run, intervalMs));
  }
  return { close: () => timers.forEach(clearInterval) };
}

export function parseRate(expression: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  return unit === undefined ? undefined : Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}
