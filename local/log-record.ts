import type * as z from 'zod';

/** A record that a function logged, if the line is one and of this shape. */
export function readRecord<T>(line: string, shape: z.ZodType<T>): T | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return shape.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
