import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Found, ImportedLedger, Standing } from '#shared/ports/importing.ts';
import type { Pace } from './pace.ts';

/** What was listed, until the rows are planned. */
export interface KeptStandings {
  find(reference: string): Promise<Standing | undefined>;
  put(reference: string, standing: Standing): Promise<void>;
}

export type ListDeps = {
  readonly ledger: ImportedLedger;
  readonly kept: KeptStandings;
  /** Whether the file has a row of it: of others nothing is kept. */
  readonly isWanted: (reference: string) => Promise<boolean>;
  readonly pace: Pace;
  readonly stop?: AbortSignal | undefined;
};

/** A page tells of a hundred; whoever asks for each row of the file asks as often as it has rows. */
const CHEAPER_BY = 2;

/**
 * The ledger, asked in as few calls as it takes: by pages where it is not much larger than the file, and row by row
 * where it is. A list may lag behind: what it does not have yet is found when it is to be created.
 */
export async function listStandings(
  kind: ObligationKind,
  rowCount: number,
  { ledger, kept, isWanted, pace, stop }: ListDeps,
): Promise<Pick<ImportedLedger, 'find'>> {
  let cursor: string | undefined;
  let isWhole = false;
  for (let pages = 0; pages < Math.ceil(rowCount / CHEAPER_BY) && !isWhole; pages += 1) {
    if (stop?.aborted) break;
    const page = await pace.call(() => ledger.list(kind, cursor));
    if (page.kind === 'later') break;
    for (const { reference, standing } of page.data) {
      if (await isWanted(reference)) await kept.put(reference, standing);
    }
    cursor = page.next;
    isWhole = cursor === undefined;
  }
  return {
    async find(of, reference): Promise<Found> {
      if (of !== kind) return ledger.find(of, reference);
      const standing = await kept.find(reference);
      if (standing) return { kind: 'found', standing };
      return isWhole ? { kind: 'found', standing: undefined } : ledger.find(of, reference);
    },
  };
}
