import { describe, expect, test } from 'vitest';
import { BrokenPlay, everyChoice } from '#test/support/every-choice.ts';
import {
  BlindEntry,
  BlindHold,
  BlindPost,
  BlindRecord,
  LateIntents,
  MarkerAfter,
  MarkerBefore,
} from '#test/support/planted-bugs.ts';
import { faultAtAnyPoint, goesOn } from '#test/support/suspension-points.ts';
import { SOUND, type Stores } from './crash-world.ts';
import { playRace } from './play-race.ts';
import { playScenario } from './play-scenario.ts';
import { RACES } from './races.ts';
import { SCENARIOS } from './scenarios.ts';

const PLAYS_MAX = 50_000;
const NO_DEATHS = { deaths: 0, preemptions: Number.POSITIVE_INFINITY };
const ledger = (make: Stores['ledger']): Stores => ({ ...SOUND, ledger: make });
const LATE_INTENTS: Stores = { ...SOUND, intents: (table) => new LateIntents(table) };

// Each goes well as long as nothing goes wrong: it is the enumeration that finds it.

describe('a crash at every point shows that', () => {
  test.each([
    [
      'the marker is written after the balance',
      'a payment',
      ledger((table, pause) => new MarkerAfter(table, pause)),
    ],
    [
      'the marker is written before the balance',
      'a payment',
      ledger((table, pause) => new MarkerBefore(table, pause)),
    ],
    [
      'the intent of a Payment Request is stored after the call to Moment',
      'a balance that is presented, and again after a payment',
      LATE_INTENTS,
    ],
  ])('%s', async (_bug, name, stores) => {
    const scenario = find(SCENARIOS, name);
    await playScenario(scenario, goesOn, stores);
    const plays = everyChoice(
      (choose) => playScenario(scenario, faultAtAnyPoint(choose, 1), stores),
      PLAYS_MAX,
    );
    await expect(plays).rejects.toThrow(BrokenPlay);
  });
});

describe('every order of two runs shows that', () => {
  test.each([
    [
      'an event is held as unmatched without a look at its obligation',
      'a payment and the creation of its customer',
      ledger((...args) => new BlindHold(...args)),
    ],
    [
      'a balance is written without a look at who wrote since',
      'two consumers of two payments of one customer',
      ledger((...args) => new BlindPost(...args)),
    ],
    [
      'an entry is written without a look at whether it is there',
      'two consumers of one message',
      ledger((...args) => new BlindEntry(...args)),
    ],
    [
      'the marker is written after the balance',
      'two consumers of one message',
      ledger((table, pause) => new MarkerAfter(table, pause)),
    ],
    [
      'the intent of a Payment Request is stored after the call to Moment',
      'one balance presented twice with one Idempotency-Key',
      LATE_INTENTS,
    ],
    [
      'a push ignores what came in between',
      'a push, and a payment that comes while Moment is told',
      { ...SOUND, untold: (table) => new BlindRecord(table) },
    ],
  ] satisfies [string, string, Stores][])('%s', async (_bug, name, stores) => {
    const race = find(RACES, name);
    await playRace(race, oneAfterTheOther, NO_DEATHS, stores);
    const plays = everyChoice(async (choose) => {
      await playRace(race, choose, NO_DEATHS, stores);
    }, PLAYS_MAX);
    await expect(plays).rejects.toThrow(BrokenPlay);
  });
});

function oneAfterTheOther<T>([first]: readonly T[]): T {
  return first as T;
}

function find<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`Nothing is called "${name}"`);
  return found;
}
