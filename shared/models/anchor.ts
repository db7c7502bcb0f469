import * as z from 'zod/mini';
import { ChainHash } from './chain.ts';
import { ObligationId } from './obligation-id.ts';

/** What was true of all obligations on one UTC day, kept where nobody can change it. Named by the day. */
export const AnchorName = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

const Count = z.int().check(z.nonnegative());

/** The head of one obligation: its id, the number of its newest entry, and the hash of that. */
export const AnchorLeaf = z.tuple([ObligationId, z.int().check(z.positive()), ChainHash]);
export type AnchorLeaf = z.infer<typeof AnchorLeaf>;

/** Some of the heads, in no order. */
export const AnchorPart = z.object({
  format: z.literal(1),
  /** When the first of them was read. */
  startedAt: z.iso.datetime(),
  leaves: z.readonly(z.array(AnchorLeaf)),
  /** Where the next part begins; null in the last one. */
  next: z.nullable(z.string()),
});
export type AnchorPart = z.infer<typeof AnchorPart>;

/** SHA-256 of a Merkle tree (shared/ledger/merkle.ts), base64url. */
const Root = ChainHash;

export const PartSummary = z.object({
  /** `part-00000`, counted up. */
  name: z.string().check(z.regex(/^part-\d{5}$/)),
  /** Over the JSON text of each leaf. */
  root: Root,
  count: Count,
});
export type PartSummary = z.infer<typeof PartSummary>;

/** An anchor as a later one names it. */
export const AnchorLink = z.object({ name: AnchorName, root: Root });
export type AnchorLink = z.infer<typeof AnchorLink>;

/** Written last: an anchor without one is not finished. */
export const AnchorManifest = z.object({
  format: z.literal(1),
  name: AnchorName,
  /** When the first head was read: of what came later an anchor may know nothing. */
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  obligations: Count,
  parts: z.readonly(z.array(PartSummary)),
  /** The finished anchor before this one. */
  previous: z.nullable(AnchorLink),
  /** Over all that is said above but `format`: see `anchorRoot`. */
  root: Root,
});
export type AnchorManifest = z.infer<typeof AnchorManifest>;
