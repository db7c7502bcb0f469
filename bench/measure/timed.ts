import type { Contestant } from './interleave.ts';
import { atLeast, type Row } from './row.ts';
import { quantile, ratios, spreadOf } from './spread.ts';

/** One after the other; each is one invocation. */
export type Invocation = () => Promise<unknown>;

/** Times invocations one by one, and keeps every time for the percentiles, but those of the first round. */
export class Timed {
  readonly #milliseconds: number[] = [];
  #rounds = 0;

  /** @param prepare a round's invocations; what it does itself is not timed */
  contestant(prepare: () => readonly Invocation[]): Contestant {
    return async () => {
      const invocations = prepare();
      const isWarmingUp = this.#rounds === 0;
      this.#rounds += 1;
      let sum = 0;
      for (const invoke of invocations) {
        const startedAt = performance.now();
        await invoke();
        const took = performance.now() - startedAt;
        if (!isWarmingUp) this.#milliseconds.push(took);
        sum += took;
      }
      return sum / invocations.length;
    };
  }

  percentile(share: number): number {
    return quantile(this.#milliseconds, share);
  }
}

/** What two contestants took, in milliseconds an invocation, as rows: how many a second, and percentiles. */
export function timedRows(
  what: string,
  {
    taken,
    timed,
    perInvocation,
    unit,
    least,
  }: {
    readonly taken: Readonly<Record<'ours' | 'peer', readonly number[]>>;
    readonly timed: Readonly<Record<'ours' | 'peer', Timed>>;
    readonly perInvocation: number;
    readonly unit: string;
    readonly least: number | undefined;
  },
): Row[] {
  const perSecond = (side: 'ours' | 'peer') =>
    (1000 * perInvocation) / spreadOf(taken[side]).median;
  const times = ratios(taken.peer, taken.ours);
  const percentile = (share: number): Row => ({
    what: `${what}, p${share * 100}`,
    unit: 'ms',
    ours: timed.ours.percentile(share),
    peer: { name: 'the parts', value: timed.peer.percentile(share) },
  });
  return [
    {
      what,
      unit,
      ours: perSecond('ours'),
      peer: { name: 'the parts', value: perSecond('peer') },
      times,
      ...(least !== undefined && atLeast(times, least)),
    },
    percentile(0.5),
    percentile(0.99),
  ];
}
