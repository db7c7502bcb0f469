import * as z from 'zod';
import { MetricsRecord } from './metrics-record.ts';

const LogRecord = z.looseObject({
  level: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL']),
  message: z.union([
    z
      .string()
      .min(1)
      .refine((text) => !text.includes('"_aws"'), 'Metrics in a message are not looked for'),
    // What AWS's client writes of an error.
    z.looseObject({ errorType: z.string() }),
  ]),
  timestamp: z.iso.datetime(),
});

/**
 * What CloudWatch would make nothing of: each line that is written to standard output is one event, and of an event
 * only a JSON object has fields to search, and only a well-formed one of metrics is counted.
 */
export function faultsIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const record = toObject(line);
    if (!record) return [`not a JSON object: ${line}`];
    const schema = '_aws' in record ? MetricsRecord : LogRecord;
    const { error } = schema.safeParse(record);
    return error ? [`${z.prettifyError(error)}: ${line}`] : [];
  });
}

function toObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
