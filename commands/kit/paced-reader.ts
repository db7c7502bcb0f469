import type { LedgerPage, LedgerReader } from '#shared/ports/ledger-reader.ts';
import type { Clock } from '#shared/ports/world.ts';

const SLEEP_MS_MAX = 200;

/**
 * Reads pages of a table no faster than it may.
 *
 * @param unitsPerSecond as many as there are, unless told
 * @param stop ends the wait for the next page
 */
export function pacedPages(
  reader: Pick<LedgerReader, 'readPage' | 'readUnits'>,
  { clock, unitsPerSecond, stop }: PaceDeps,
): Pick<LedgerReader, 'readPage'> {
  if (unitsPerSecond === undefined) return reader;
  const startedAt = clock.now();
  return {
    async readPage(cursor: string | undefined): Promise<LedgerPage> {
      const dueAt = startedAt + (reader.readUnits / unitsPerSecond) * 1000;
      while (clock.now() < dueAt && !stop?.aborted) {
        await clock.sleep(Math.min(SLEEP_MS_MAX, dueAt - clock.now()));
      }
      return reader.readPage(cursor);
    },
  };
}

type PaceDeps = {
  readonly clock: Clock;
  readonly unitsPerSecond: number | undefined;
  readonly stop?: AbortSignal | undefined;
};
