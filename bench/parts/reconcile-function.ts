import { interleave } from '#bench/measure/interleave.ts';
import type { BenchOptions, Row } from '#bench/measure/row.ts';
import { Timed, timedRows } from '#bench/measure/timed.ts';
import type { FunctionWorld } from '#bench/world/function-world.ts';
import {
  batchOf,
  obligationId,
  type PaymentEvent,
  payment,
  type Side,
} from '#bench/world/payments.ts';

type Load = {
  readonly what: string;
  /** Events of one invocation, and the obligations that they are shared out among. */
  readonly events: number;
  readonly obligations: number;
  readonly invocationsPerRound: number;
  readonly rounds: number;
  /** Each invocation repeats what another one has settled. */
  readonly repeats?: boolean;
  readonly least: number | undefined;
};

const OBLIGATIONS = 200;

const LOADS: readonly Load[] = [
  {
    what: 'reconcile, a lone event',
    events: 1,
    obligations: 1,
    invocationsPerRound: 60,
    rounds: 20,
    least: 1,
  },
  {
    what: 'reconcile, 50 on 5 obligations',
    events: 50,
    obligations: 5,
    invocationsPerRound: 4,
    rounds: 15,
    least: 3,
  },
  {
    what: 'reconcile, 50 on 50 obligations',
    events: 50,
    obligations: 50,
    invocationsPerRound: 4,
    rounds: 10,
    least: undefined,
  },
  {
    what: 'reconcile, 50 duplicates',
    events: 50,
    obligations: 5,
    invocationsPerRound: 4,
    rounds: 10,
    repeats: true,
    least: undefined,
  },
];

export async function measureReconcile(
  world: FunctionWorld,
  { quick, progress }: Omit<BenchOptions, 'environment'>,
): Promise<readonly Row[]> {
  await world.ledgers.open(Array.from({ length: OBLIGATIONS }, (_, index) => obligationId(index)));
  const rows: Row[] = [];
  for (const [index, load] of LOADS.entries()) {
    const scaled = quick ? { ...load, invocationsPerRound: 2, rounds: 1 } : load;
    // Numbers of payments, so that no load repeats those of another.
    const firstPayment = (index + 1) * 10_000_000;
    rows.push(
      ...(await measureLoad(world, scaled, firstPayment, (done, total) =>
        progress(index * total + done, LOADS.length * total),
      )),
    );
  }
  return rows;
}

async function measureLoad(
  { functions: { reconcile } }: FunctionWorld,
  load: Load,
  firstPayment: number,
  progress: BenchOptions['progress'],
): Promise<Row[]> {
  const { what, events, rounds, invocationsPerRound, least } = load;
  const timed = { ours: new Timed(), peer: new Timed() };
  const loggedBefore = { ours: reconcile.ours.logged().bytes, peer: reconcile.peer.logged().bytes };
  const contestant = (side: Side) => {
    const batches = batchesOf(load, firstPayment);
    const invoke = async (batch: readonly PaymentEvent[]) => {
      const answer = await reconcile[side].invoke(batchOf(batch, side));
      const { batchItemFailures } = answer as { batchItemFailures?: readonly unknown[] };
      if (batchItemFailures?.length !== 0) {
        throw new Error(`${side} failed with ${JSON.stringify(answer)}: ${what}`);
      }
    };
    return timed[side].contestant(() =>
      Array.from({ length: invocationsPerRound }, () => {
        const { value } = batches.next();
        return () => invoke(value);
      }),
    );
  };
  const taken = await interleave(
    { ours: contestant('ours'), peer: contestant('peer') },
    rounds,
    progress,
  );
  const settled = (rounds + 1) * invocationsPerRound * events;
  const bytes = (side: Side) => (reconcile[side].logged().bytes - loggedBefore[side]) / settled;
  return [
    ...timedRows(what, { taken, timed, perInvocation: events, unit: 'events/s', least }),
    {
      what: `${what}, logged`,
      unit: 'B/event',
      ours: bytes('ours'),
      peer: { name: 'the parts', value: bytes('peer') },
    },
  ];
}

/** Batch after batch without end; each side is dealt the same ones. */
function* batchesOf(
  { events, obligations, repeats = false }: Load,
  firstPayment: number,
): Generator<readonly PaymentEvent[], never> {
  for (let batch = 0; ; batch += 1) {
    const number = firstPayment + (repeats ? 0 : batch * events);
    const firstObligation = repeats ? 0 : (batch * obligations) % OBLIGATIONS;
    yield Array.from({ length: events }, (_, index) =>
      payment(
        number + index,
        obligationId((firstObligation + (index % obligations)) % OBLIGATIONS),
      ),
    );
  }
}
