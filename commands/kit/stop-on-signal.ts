/** Aborted by the first signal that asks the process to end. */
export function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  // A second one finds no listener, and ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => stop.abort());
  }
  return stop.signal;
}
