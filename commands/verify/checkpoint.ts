import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import type { SavedAudit } from '#shared/ledger/audit/saved-audit.ts';
import type { SavedScan } from './verify-ledger.ts';

const Pairs = z.array(z.tuple([z.string(), z.string()]));
const isObject = (value: unknown) => typeof value === 'object' && value !== null;

const Checkpoint = z.object({
  format: z.literal(6),
  /** Which ledger, in words. */
  source: z.string(),
  scan: z.object({
    cursor: z.string().optional(),
    items: z.int(),
    unseen: z.array(z.custom<SavedScan['unseen'][number]>(isObject)),
    audit: z.object({
      obligations: z.array(z.string()),
      sums: z.object({ secret: z.string(), sums: Pairs }),
      adjusted: z.array(z.string()),
      references: z.array(z.custom<SavedAudit['references'][number]>(Array.isArray)),
      waiting: z.array(z.custom<SavedAudit['waiting'][number]>(isObject)),
      balances: Pairs,
      breaches: z.array(z.custom<SavedAudit['breaches'][number]>(isObject)),
      breachCount: z.int(),
      entries: z.int(),
      heldEvents: z.int(),
      rawEvents: z.object({
        hashed: z.int(),
        gone: z.int(),
        recorded: z.array(z.string()),
        redacted: z.array(z.object({ of: z.string(), at: z.string() })),
      }),
      decisions: z.object({
        entries: z.array(z.string()),
        marked: z.array(z.string()),
        named: z.array(z.string()),
        elsewhere: z.array(z.string()),
      }),
      reconciled: z.object({ marks: z.array(z.string()), entries: z.array(z.string()) }),
    }),
  }),
});

/** Keeps where a scan is. Whoever stops while it is written finds the one before. */
export function writeCheckpoint(path: string, source: string, scan: SavedScan): void {
  const unfinished = `${path}.tmp`;
  // Ids and references of customers are in it.
  writeFileSync(unfinished, JSON.stringify({ format: 6, source, scan }), { mode: 0o600 });
  renameSync(unfinished, path);
}

/** @throws Error if it is no checkpoint, or one of another ledger */
export function readCheckpoint(path: string, source: string): SavedScan {
  const checkpoint = Checkpoint.safeParse(readJson(path));
  if (!checkpoint.success) {
    throw new Error(`${path} is no checkpoint of this version; start again without --resume`);
  }
  const { source: saved, scan } = checkpoint.data;
  if (saved === source) return scan;
  throw new Error(`${path} is a checkpoint of ${saved}, not of ${source}`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
