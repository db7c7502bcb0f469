import { describe, expect, test } from 'vitest';
import { playScenario } from '#test/crash/play-scenario.ts';
import { SCENARIOS, type Scenario } from '#test/crash/scenarios.ts';
import { everyChoice } from '#test/support/every-choice.ts';
import { fatesAt, faultAtAnyPoint, type SuspensionPoint } from '#test/support/suspension-points.ts';

const PLAYS_MAX = 50_000;
const visited = new Set<string>();

describe.each(SCENARIOS)('$name', (scenario) => {
  test('keeps every promise, wherever it dies or loses an answer, and wherever it does so again', async () => {
    const calm = await playCalmly(scenario);
    expect([...new Set(calm.map(({ call }) => call))].toSorted()).toEqual(
      [...scenario.calls, 'answer'].toSorted(),
    );

    const once = await playWithOneFault(scenario);
    expect(once.plays).toBe(1 + faultsAt(calm));

    const twice = await everyChoice(
      (choose) => playScenario(scenario, faultAtAnyPoint(choose, 2)),
      PLAYS_MAX,
    );
    expect(twice).toBe(once.plays + once.faultsThatMayFollow);
  }, 60_000);
});

test('every call of a port that a function makes was hit', () => {
  expect([...visited].toSorted()).toEqual([
    'answer',
    'changes.findDone',
    'changes.findReconciled',
    'changes.findUndoable',
    'changes.findUndoing',
    'changes.keepUnchanged',
    'changes.link',
    'intents.begin',
    'intents.discard',
    'intents.find',
    'intents.finish',
    'intents.listDue',
    'intents.markTried',
    'intents.replaceMomentKey',
    'keys.read',
    'keys.reread',
    'ledger.changeProfile',
    'ledger.findObligation',
    'ledger.findReference',
    'ledger.findWithProfile',
    'ledger.hold',
    'ledger.keepDoubt',
    'ledger.keepTelling',
    'ledger.open',
    'ledger.post',
    'ledger.readLedger',
    'ledger.release',
    'moment.createAccount',
    'moment.createBill',
    'moment.createCustomer',
    'moment.createPaymentRequest',
    'moment.expirePaymentRequest',
    'moment.findAtMoment',
    'moment.findPaymentRequest',
    'moment.updateAtMoment',
    'presented.keepExpiry',
    'presented.keepPresented',
    'presented.listPresented',
    'queue.put',
    'resolutions.findHeld',
    'resolutions.listBeside',
    'resolutions.resolve',
    'rest of a Moment call',
    'rest of a ledger call',
    'statements.listLines',
    'untold.claim',
    'untold.countDrifts',
    'untold.listDue',
    'untold.record',
    'waiting.listDue',
    'waiting.listWaiting',
    'waiting.postpone',
    'waiting.summariseWaiting',
    // `clock.sleep` needs a conflict, and so a second run: interleavings.test.ts.
  ]);
});

async function playCalmly(scenario: Scenario): Promise<readonly SuspensionPoint[]> {
  const points: SuspensionPoint[] = [];
  await playScenario(scenario, (point) => {
    points.push(point);
    return 'goes on';
  });
  return points;
}

/** Each point in each of its ways, and how many faults may follow each of them. */
async function playWithOneFault(scenario: Scenario) {
  let faultsThatMayFollow = 0;
  const plays = await everyChoice((choose) => {
    const gate = faultAtAnyPoint(choose, 1);
    let isOver = false;
    return playScenario(scenario, (point) => {
      visited.add(point.call);
      if (isOver) faultsThatMayFollow += faultsAt([point]);
      const fate = gate(point);
      isOver ||= fate !== 'goes on';
      return fate;
    });
  }, PLAYS_MAX);
  return { plays, faultsThatMayFollow };
}

function faultsAt(points: readonly SuspensionPoint[]): number {
  return points.reduce((sum, point) => sum + fatesAt(point).length - 1, 0);
}
