import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { spreadOf } from '#bench/measure/spread.ts';
import { obligationId } from '#bench/scale/payment.ts';
import { type Sample, SizedLedger } from '#bench/scale/sized-ledger.ts';

const ENTRIES = [1_000, 100_000];
const QUICK_ENTRIES = [100, 1_000];
const PERIODS = 20;
const QUICK_PERIODS = 3;
const FIRST_AT = Date.parse('2026-01-01T00:00:00.000Z');
const MINUTE_MS = 60_000;

/** An entry a minute. */
const at = (sequence: number) => new Date(FIRST_AT + sequence * MINUTE_MS).toISOString();

/** Calls that one of them may take of a ledger of n entries, the head among them; undefined: whatever it takes. */
const KINDS = {
  'first page of a period': (digits: number) => 2 * digits + 2,
  'later page of it': () => 5,
  'balance known at a moment': (digits: number) => digits + 2,
  'balance as of three days before the end': () => undefined,
} satisfies Record<string, (digits: number) => number | undefined>;
type Kind = keyof typeof KINDS;
type Samples = Readonly<Record<Kind, readonly Sample[]>>;

/** Periods all over a ledger, of pages of 100; and what the same takes of a short one. */
export async function run({ quick, progress }: BenchOptions): Promise<readonly Row[]> {
  const [small = 0, large = 0] = quick ? QUICK_ENTRIES : ENTRIES;
  const periods = quick ? QUICK_PERIODS : PERIODS;
  await using stack = new AsyncDisposableStack();
  const ledger = new SizedLedger();
  stack.defer(() => ledger.close());
  await ledger.create();
  const taken: Samples[] = [];
  for (const [index, entries] of [small, large].entries()) {
    const id = obligationId(`statement${index}x`);
    await ledger.fill(async (filler) => {
      await filler.openObligation(id);
      await filler.extendLedger(id, entries, at);
    });
    taken.push(
      await read(ledger, id, entries, periods, (done) =>
        progress(index * periods + done, 2 * periods),
      ),
    );
  }
  const [ofSmall, ofLarge] = taken as [Samples, Samples];
  return (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
    rowsOf(kind, { small, large }, [ofSmall[kind], ofLarge[kind]]),
  );
}

async function read(
  ledger: SizedLedger,
  id: string,
  entries: number,
  periods: number,
  progress: (done: number) => void,
): Promise<Samples> {
  const samples: Record<Kind, Sample[]> = {
    'first page of a period': [],
    'later page of it': [],
    'balance known at a moment': [],
    'balance as of three days before the end': [],
  };
  for (let index = 0; index < periods; index += 1) {
    const from = Math.floor((entries * index) / (periods + 1));
    const to = Math.floor((entries * (index + 2)) / (periods + 1));
    const period = { from: at(from), to: at(to), limit: quickLimit(to - from) };
    const first = await ledger.read('statement', id, period);
    samples['first page of a period'].push(first);
    const next = { ...period, cursor: first.cursor ?? '' };
    samples['later page of it'].push(await ledger.read('statement', id, next));
    const known = { known_at: at(from + index) };
    samples['balance known at a moment'].push(await ledger.read('balance', id, known));
    const asOf = { as_of: at(entries - 3 * 1440 + index) };
    samples['balance as of three days before the end'].push(await ledger.read('balance', id, asOf));
    progress(index + 1);
  }
  return samples;
}

/** Of a short ledger a page has fewer than its default, so that there is a second one. */
function quickLimit(entries: number): string {
  return String(Math.min(100, Math.floor(entries / 2)));
}

function rowsOf(
  kind: Kind,
  { small, large }: { readonly small: number; readonly large: number },
  [ofSmall, ofLarge]: readonly [readonly Sample[], readonly Sample[]],
): readonly Row[] {
  const most = (samples: readonly Sample[], cost: 'calls' | 'readUnits') =>
    Math.max(...samples.map((sample) => sample[cost]));
  const median = (samples: readonly Sample[]) =>
    spreadOf(samples.map(({ milliseconds }) => milliseconds)).median;
  const what = `${kind}, ${large.toLocaleString('en')} entries`;
  const name = `of ${small.toLocaleString('en')}`;
  const calls = most(ofLarge, 'calls');
  const limit = KINDS[kind](Math.ceil(Math.log2(large)));
  return [
    {
      what: `${what}, SDK calls at most`,
      unit: '',
      ours: calls,
      peer: { name, value: most(ofSmall, 'calls') },
      ...(limit !== undefined && {
        reach: { text: `at most ${limit}`, met: calls <= limit },
      }),
    },
    {
      what: `${what}, read units at most`,
      unit: '',
      ours: most(ofLarge, 'readUnits'),
      peer: { name, value: most(ofSmall, 'readUnits') },
    },
    { what, unit: 'ms', ours: median(ofLarge), peer: { name, value: median(ofSmall) } },
  ];
}
