import { watchParents } from './parents.ts';

/** Long enough to close everything; what does not close by then ends with the process. */
const CLOSE_MS_MAX = 5_000;

export type Stopping = {
  /** Aborted once this process is to end. */
  readonly signal: AbortSignal;
  /** Runs before the end, what was added last first. */
  defer(stop: () => void | Promise<void>): void;
};

/** Ends this process, and with it all it started, by any signal or with whoever started it. */
export function stopInTheEnd(startedByNpm: boolean): Stopping {
  const stopping = new AbortController();
  const stops: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => process.exit(0), CLOSE_MS_MAX);
    for (const each of stops.toReversed()) {
      await Promise.resolve(each()).catch(() => undefined);
    }
    process.exit(0);
  };
  // A second one finds no listener, and ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  watchParents(startedByNpm, stop);
  return { signal: stopping.signal, defer: (each) => void stops.push(each) };
}
