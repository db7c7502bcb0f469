import { statSync } from 'node:fs';
import { interleave } from '#bench/measure/interleave.ts';
import { atLeast, type BenchOptions, type Row } from '#bench/measure/row.ts';
import { ratios, spreadOf } from '#bench/measure/spread.ts';
import { bundlePeerLikeOurs } from '#bench/peer/bundle.ts';
import { measureFirstInvocation } from '#bench/probe/first-invocation.ts';
import { FIRST_EVENTS, REFUSED_AT_FIRST } from '#bench/world/first-events.ts';
import { type FunctionWorld, startFunctionWorld } from '#bench/world/function-world.ts';
import { obligationId, type Side } from '#bench/world/payments.ts';
import type { LambdaDefinition } from '#emulator/aws/lambda-definition.ts';
import { findModule } from '#emulator/aws/load-handler.ts';
import { startSandbox } from '#local/sandbox/sandbox.ts';
import { SIGNING_SECRET } from '#test/support/signing.ts';

const API_KEY = 'sk_test_bench';
/** Loads at most 60 % as long as the peer. */
const LOAD_TIMES = 1.67;

type Subject = {
  readonly definition: LambdaDefinition;
  readonly eventOf: (number: number) => unknown;
};

/** Bundle, load and first invocation of every function, each time in a new process, and of the peer's two. */
export async function run({ environment, quick, progress }: BenchOptions): Promise<readonly Row[]> {
  const sandbox = await startSandbox({
    port: 0,
    apiKey: API_KEY,
    signingSecret: SIGNING_SECRET,
    directory: undefined,
  });
  const world = await startFunctionWorld(environment, { url: sandbox.url, apiKey: API_KEY });
  try {
    await world.ledgers.open([obligationId(0)]);
    const subjects = await subjectsOf(world);
    const taken = await measureAll(subjects, quick ? 1 : 7, progress);
    return Object.keys(FIRST_EVENTS).flatMap((id) => rowsOf(id, subjects, taken));
  } finally {
    await world.close();
    await sandbox.close();
  }
}

const PEERS: Readonly<Record<string, 'webhook' | 'reconcile'>> = {
  ReconciliationWebhook: 'webhook',
  ReconciliationReconcile: 'reconcile',
};

async function subjectsOf(world: FunctionWorld): Promise<Record<string, Subject>> {
  const subjects: Record<string, Subject> = {};
  for (const [id, makeEvent] of Object.entries(FIRST_EVENTS)) {
    const eventFor = (side: Side) => (number: number) => makeEvent(number, side);
    subjects[id] = { definition: world.ourDefinition(id), eventOf: eventFor('ours') };
    const peer = PEERS[id];
    if (!peer) continue;
    const definition = world.peerDefinitions[peer];
    subjects[`${id}, peer`] = { definition, eventOf: eventFor('peer') };
    subjects[`${id}, peer like ours`] = {
      definition: {
        ...definition,
        taskRoot: await bundlePeerLikeOurs(peer),
        environment: { ...definition.environment, NODE_OPTIONS: '' },
      },
      eventOf: eventFor('peer'),
    };
  }
  return subjects;
}

type Taken = Readonly<Record<string, readonly number[]>>;

/** Loads and first invocations side by side: each round is one process for each subject. */
async function measureAll(
  subjects: Readonly<Record<string, Subject>>,
  rounds: number,
  progress: BenchOptions['progress'],
): Promise<{ readonly load: Taken; readonly first: Taken }> {
  let number = 0;
  const first: Record<string, number[]> = {};
  const contestants = Object.fromEntries(
    Object.entries(subjects).map(([name, { definition, eventOf }]) => {
      const measure = async () => {
        number += 1;
        const { load, firstInvocation } = await measureFirstInvocation(
          definition,
          eventOf(number),
          REFUSED_AT_FIRST.has(name),
        );
        first[name] = [...(first[name] ?? []), firstInvocation];
        return load;
      };
      return [name, measure];
    }),
  );
  const load = await interleave(contestants, rounds, progress);
  // The round that warms the disk's cache up does not count for either.
  for (const values of Object.values(first)) values.shift();
  return { load, first };
}

function rowsOf(
  id: string,
  subjects: Readonly<Record<string, Subject>>,
  { load, first }: { readonly load: Taken; readonly first: Taken },
): Row[] {
  const name = subjects[id]?.definition.environment['POWERTOOLS_SERVICE_NAME'] ?? id;
  const kilobytes = (subject: string) => {
    const { definition } = subjects[subject] ?? {};
    const path = definition && findModule(definition);
    return statSync(path ?? '').size / 1000;
  };
  const bundle: Row = { what: `${name}, bundle`, unit: 'kB', ours: kilobytes(id) };
  const timed = (what: string, taken: Taken, peer?: string, least?: number): Row => {
    const ours = taken[id] ?? [];
    const row = { what: `${name}, ${what}`, unit: 'ms', ours: spreadOf(ours).median };
    if (peer === undefined) return row;
    const theirs = taken[`${id}, ${peer}`] ?? [];
    const times = ratios(theirs, ours);
    const named = peer === 'peer' ? 'the parts' : 'the parts, bundled like ours';
    return {
      ...row,
      peer: { name: named, value: spreadOf(theirs).median },
      ...(least === undefined ? { times } : atLeast(times, least)),
    };
  };
  if (PEERS[id] === undefined) return [bundle, timed('load', load), timed('first', first)];
  const theirs = kilobytes(`${id}, peer`);
  const reach = { text: "at most the parts'", met: bundle.ours <= theirs };
  return [
    { ...bundle, peer: { name: 'the parts', value: theirs }, reach },
    timed('load', load, 'peer', LOAD_TIMES),
    timed('load', load, 'peer like ours'),
    timed('first', first, 'peer', 1),
    timed('first', first, 'peer like ours'),
  ];
}
