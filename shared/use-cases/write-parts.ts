import { partName } from '#shared/models/part-name.ts';

/** Whatever is written part by part, so that a run without time left is gone on with by the next one. */
type Resumable = {
  readonly startedAt: string;
  /** Where the next part begins; null in the last one. */
  readonly next: string | null;
};

export type PartsJob<P extends Resumable, S> = {
  /** Names of the parts that are there, the first one first. */
  readonly there: readonly string[];
  readonly read: (name: string) => Promise<P>;
  /** False if another run has written it. */
  readonly write: (name: string, part: P) => Promise<boolean>;
  readonly gather: (from: string | undefined) => Promise<P>;
  /** What is kept in mind of a part, once it is written. */
  readonly summarise: (name: string, part: P) => S;
  readonly isOver: () => boolean;
};

export type PartsRun<S> =
  /** `overtaken`: another run is at the same, and goes on with it. */
  | { readonly outcome: 'unfinished' | 'overtaken' }
  | { readonly outcome: 'whole'; readonly startedAt: string; readonly parts: readonly S[] };

type Begun<S> = {
  readonly startedAt: string;
  readonly parts: readonly S[];
  readonly next: string | null;
};

/** Each part is written once; goes on after the one that was written last. */
export async function writeParts<P extends Resumable, S>({
  there,
  read,
  write,
  gather,
  summarise,
  isOver,
}: PartsJob<P, S>): Promise<PartsRun<S>> {
  let begun: Begun<S> | undefined;
  const add = (name: string, part: P) => {
    begun = withPart(begun, part, summarise(name, part));
  };
  for (const name of there) add(name, await read(name));
  while (begun?.next !== null) {
    if (isOver()) return { outcome: 'unfinished' };
    const name = partName(begun?.parts.length ?? 0);
    const part = await gather(begun?.next);
    if (!(await write(name, part))) return { outcome: 'overtaken' };
    add(name, part);
  }
  return { outcome: 'whole', startedAt: begun.startedAt, parts: begun.parts };
}

function withPart<S>(before: Begun<S> | undefined, part: Resumable, summary: S): Begun<S> {
  return {
    startedAt: before?.startedAt ?? part.startedAt,
    parts: [...(before?.parts ?? []), summary],
    next: part.next,
  };
}
