import type { Spread } from './spread.ts';

/** One figure of ours, and that of whoever does the same job. */
export type Row = {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** Absent where the figure has no peer. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** How many times better ours is, above 1 being better, taken round by round. */
  readonly times?: Spread;
  /** What is defended. */
  readonly reach?: { readonly text: string; readonly met: boolean };
};

export type Progress = (done: number, total: number) => void;

export type Environment = Readonly<Record<string, string | undefined>>;

export type BenchOptions = {
  /** Of the program, for what it starts. */
  readonly environment: Environment;
  /** Little work, to see that everything runs; the figures mean nothing. */
  readonly quick: boolean;
  readonly progress: Progress;
};

export type Run = (options: BenchOptions) => Promise<readonly Row[]>;

/** The reach of a ratio: its median must be at least this. */
export function atLeast(times: Spread, least: number): Pick<Row, 'times' | 'reach'> {
  return { times, reach: { text: `at least ${least}x`, met: times.median >= least } };
}
