import type { Contestant } from '#bench/measure/interleave.ts';
import { atLeast, type Row } from '#bench/measure/row.ts';
import { ratios, spreadOf } from '#bench/measure/spread.ts';
import { LINES_PER_PAGE, type Sample, type SizedLedger } from './sized-ledger.ts';

/** A ledger, and which obligation of it to take for a call of a round. */
type World = {
  readonly ledger: SizedLedger;
  readonly longest: (round: number) => string;
  readonly any: (round: number, call: number) => string;
};

const KINDS = {
  'payment on the longest ledger': ({ ledger, longest }: World, round: number) =>
    ledger.settle(longest(round)),
  'payment on any obligation': ({ ledger, any }: World, round: number, call: number) =>
    ledger.settle(any(round, call)),
  'newest page of the longest ledger': ({ ledger, longest }: World, round: number) =>
    ledger.page(longest(round)),
  'oldest page of the longest ledger': ({ ledger, longest }: World, round: number) =>
    ledger.page(longest(round), LINES_PER_PAGE + 1),
};
export type Kind = keyof typeof KINDS;

const SIDES = ['small', 'large'] as const;
type Side = (typeof SIDES)[number];
type Contest = `${Kind}, ${Side}`;

const COSTS = {
  writeUnits: 'write units',
  readUnits: 'read units',
  calls: 'SDK calls',
  bytes: 'bytes',
} as const;

/** The largest may take this much of the speed of the smallest. */
const SPEED_LEAST = 0.5;
/** A sequence has up to seven digits instead of two, in each line of a page and some places of a payment. */
const LONGER_BYTES = 5 * (LINES_PER_PAGE + 6);

/** The same calls to a small and to a large ledger; keeps what each cost. */
export class Comparison {
  readonly kinds = Object.keys(KINDS) as Kind[];
  readonly #samples = new Map<Contest, Sample[]>();
  readonly #callsPerRound: number;

  constructor(callsPerRound: number) {
    this.#callsPerRound = callsPerRound;
  }

  samples(kind: Kind, side: Side): readonly Sample[] {
    return this.#samples.get(`${kind}, ${side}`) ?? [];
  }

  contestants(worlds: Readonly<Record<Side, World>>): Readonly<Record<Contest, Contestant>> {
    const all = this.kinds.flatMap((kind) =>
      SIDES.map((side) => {
        let round = 0;
        const contestant = async () => {
          const samples: Sample[] = [];
          for (let call = 0; call < this.#callsPerRound; call += 1) {
            samples.push(await KINDS[kind](worlds[side], round, call));
          }
          round += 1;
          const contest: Contest = `${kind}, ${side}`;
          this.#samples.set(contest, [...(this.#samples.get(contest) ?? []), ...samples]);
          return spreadOf(samples.map(({ milliseconds }) => milliseconds)).median;
        };
        return [`${kind}, ${side}`, contestant] as const;
      }),
    );
    return Object.fromEntries(all) as Record<Contest, Contestant>;
  }
}

/** How long it takes at this size; the peer is the same at the smallest. */
export function timeRow(
  kind: Kind,
  { entries, obligations }: { readonly entries: number; readonly obligations: number },
  {
    taken,
    isLargest,
  }: {
    readonly taken: Readonly<Record<Contest, readonly number[]>>;
    readonly isLargest: boolean;
  },
): Row {
  const [small, large] = [taken[`${kind}, small`], taken[`${kind}, large`]];
  const times = ratios(small, large);
  return {
    what: `${kind}, ${count(entries)} entries, ${count(obligations)} obligations`,
    unit: 'ms',
    ours: spreadOf(large).median,
    peer: { name: 'at the smallest', value: spreadOf(small).median },
    ...(isLargest ? atLeast(times, SPEED_LEAST) : { times }),
  };
}

/** What DynamoDB and the network charge: over all sizes, calls and units are equal; bytes may not grow. */
export function costRows(comparison: Comparison): readonly Row[] {
  return comparison.kinds.flatMap((kind) =>
    (Object.keys(COSTS) as (keyof typeof COSTS)[]).flatMap((cost): readonly Row[] => {
      const [small, large] = SIDES.map((side) =>
        comparison.samples(kind, side).map((sample) => sample[cost]),
      );
      const [least, most] = [Math.min(...(small ?? [])), Math.max(...(large ?? []))];
      if (most === 0) return [];
      const tolerated = cost === 'bytes' ? LONGER_BYTES : 0;
      const grown =
        cost === 'bytes'
          ? most - Math.max(...(small ?? []))
          : spread([...(small ?? []), ...(large ?? [])]);
      return [
        {
          what: `${kind}, ${COSTS[cost]}`,
          unit: cost === 'bytes' ? 'B' : '',
          ours: most,
          peer: { name: 'at the smallest', value: least },
          reach: {
            text: tolerated === 0 ? 'the same at each size' : `at most ${tolerated} B more`,
            met: grown <= tolerated,
          },
        },
      ];
    }),
  );
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function count(value: number): string {
  return value.toLocaleString('en');
}
