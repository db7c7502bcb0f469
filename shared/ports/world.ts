export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface Randomness {
  uuid(): string;
  /** In [0, 1). */
  fraction(): number;
}

export interface Logger {
  info(message: string, members?: Record<string, unknown>): void;
  warn(message: string, members?: Record<string, unknown>): void;
  error(message: string, members?: Record<string, unknown>): void;
}

export interface Metrics {
  count(name: string, value: number, dimensions: Readonly<Record<string, string>>): void;
  milliseconds(name: string, value: number, dimensions: Readonly<Record<string, string>>): void;
}
