import type { Clock, Logger, Metrics, Randomness } from '#shared/ports/world.ts';

export const NOON = Date.parse('2026-06-18T12:00:00.000Z');

/** For settling that may take as long as it likes. */
export const NO_DEADLINE = Number.POSITIVE_INFINITY;

const SLEEPS_MAX = 100_000;

/** A clock that moves only when told, or when somebody sleeps. */
export class TestClock implements Clock {
  #now: number;
  #sleeps = 0;

  constructor(now = NOON) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.#sleeps += 1;
    // A loop that waits for nothing ends a test, and hangs none.
    if (this.#sleeps > SLEEPS_MAX) throw new Error(`Somebody slept ${SLEEPS_MAX} times`);
    this.advance(milliseconds);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

/** Uuids that count up; fractions that are always a half. */
export class TestRandomness implements Randomness {
  #count = 0;

  uuid(): string {
    this.#count += 1;
    return `00000000-0000-4000-8000-${String(this.#count).padStart(12, '0')}`;
  }

  fraction(): number {
    return 0.5;
  }
}

export type LogLine = {
  readonly level: string;
  readonly message: string;
  readonly members: Record<string, unknown>;
};

/** Keeps what was logged and counted, to be read by a test. */
export class Recorder implements Logger, Metrics {
  readonly lines: LogLine[] = [];
  readonly metrics: {
    readonly name: string;
    readonly value: number;
    readonly dimensions: Record<string, string>;
  }[] = [];

  info(message: string, members: Record<string, unknown> = {}): void {
    this.lines.push({ level: 'info', message, members });
  }

  warn(message: string, members: Record<string, unknown> = {}): void {
    this.lines.push({ level: 'warn', message, members });
  }

  error(message: string, members: Record<string, unknown> = {}): void {
    this.lines.push({ level: 'error', message, members });
  }

  count(name: string, value: number, dimensions: Readonly<Record<string, string>>): void {
    this.metrics.push({ name, value, dimensions });
  }

  milliseconds(name: string, value: number, dimensions: Readonly<Record<string, string>>): void {
    this.metrics.push({ name, value, dimensions });
  }
}

/** Hears nothing, where nobody asks what was logged. */
export const SILENT: Logger & Metrics = {
  info: () => {},
  warn: () => {},
  error: () => {},
  count: () => {},
  milliseconds: () => {},
};
