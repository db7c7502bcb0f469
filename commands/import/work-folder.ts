import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { hashBytes } from '#shared/models/bytes.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type {
  EnteredBefore,
  ImportJournal,
  Seen,
  SeenRows,
  Standing,
} from '#shared/ports/importing.ts';
import type { RowDecision } from '#shared/use-cases/importing/decide-row.ts';
import type { KeptStandings } from '#shared/use-cases/importing/list-standings.ts';
import { KeptPart } from './kept-part.ts';

/** What was decided about the row of a line, and its content then: the file may have changed meanwhile. */
export type KeptPlan = { readonly content: string; readonly decision: RowDecision };

/** What an import keeps on disk, so that it needs as much memory for a million rows as for one. */
export type WorkFolder = {
  readonly seen: SeenRows;
  readonly standings: KeptStandings;
  readonly plan: {
    find(line: number): Promise<KeptPlan | undefined>;
    put(line: number, plan: KeptPlan): Promise<void>;
  };
  /** It outlasts the run: what the batch has entered. It tells who somebody is by their reference alone. */
  readonly journal: ImportJournal;
  close(): Promise<void>;
};

/** A folder for each batch, kind and stack. */
export function workName(kind: ObligationKind, batch: string, stack: string): string {
  const hash = hashBytes(JSON.stringify([kind, batch, stack])).slice(0, 12);
  const shown = batch.replaceAll(/[^a-zA-Z0-9.-]/g, '_').slice(0, 40);
  return `${kind}-${shown}-${hash}`;
}

/** Opens the folder of one batch. @throws Error where another import has it open */
export async function openWorkFolder(folder: string, name: string): Promise<WorkFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const db = new ClassicLevel(join(folder, name));
  try {
    await db.open();
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    if (code !== 'LEVEL_LOCKED') throw error;
    throw new Error(`Another import of this batch runs: wait for it, or name another --batch`, {
      cause: error,
    });
  }
  const seen = new KeptPart<Seen>(db, 'seen');
  const standings = new KeptPart<Standing>(db, 'standings');
  const plan = new KeptPart<KeptPlan>(db, 'plan');
  // Each is on disk before the next row is: it is what a run that is killed leaves.
  const journal = db.sublevel<string, EnteredBefore>('journal', { valueEncoding: 'json' });
  const forget = () => Promise.all([seen.clear(), standings.clear(), plan.clear()]);
  // What a run that was killed left there.
  await forget();
  return {
    seen,
    standings,
    plan: {
      find: (line) => plan.find(String(line)),
      put: (line, decided) => plan.put(String(line), decided),
    },
    journal: {
      find: (kind, reference) => journal.get(`${kind} ${reference}`),
      put: (kind, reference, entered) => journal.put(`${kind} ${reference}`, entered),
    },
    async close() {
      await forget();
      await db.close();
    },
  };
}
