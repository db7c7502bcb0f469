import { parseArgs } from 'node:util';
import { Breach } from './oracle.ts';
import { type Report, simulate } from './simulate.ts';

const USAGE = `npm run simulate -- [--seed N] [--events N] [--minutes M]

Plays hostile worlds against the production handlers, one after the other, until so many deliveries of
events were made or so many minutes went by. Each world follows from its seed alone.

  --seed N      the first world's seed; the next world has the next one. Any, unless told
  --events N    deliveries to make, 100000 unless told
  --minutes M   stop after so long, even if fewer were made`;

const TRACED_MAX = 60;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    events: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '1000' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else
  process.exitCode = await play(wholeNumber('seed'), wholeNumber('events'), wholeNumber('minutes'));

async function play(firstSeed: number, events: number, minutes: number): Promise<number> {
  const startedAt = Date.now();
  const totals = { worlds: 0, deliveries: 0, entries: 0, held: 0, deadLetters: 0, faults: 0 };
  for (let seed = firstSeed; totals.deliveries < events; seed += 1) {
    if (Date.now() - startedAt > minutes * 60_000) break;
    try {
      add(totals, await simulate({ seed }));
    } catch (error) {
      if (!(error instanceof Breach)) throw error;
      await explain(seed, error);
      return 1;
    }
    if (totals.worlds % 100 === 0) console.log(`  ${summary(totals, startedAt)}`);
  }
  console.log(`Every promise held: ${summary(totals, startedAt)}, seeds from ${firstSeed}`);
  return 0;
}

type Totals = Record<
  'worlds' | 'deliveries' | 'entries' | 'held' | 'deadLetters' | 'faults',
  number
>;

function add(totals: Totals, report: Report): void {
  totals.worlds += 1;
  totals.deliveries += report.deliveries;
  totals.entries += report.entries;
  totals.held += report.held;
  totals.deadLetters += report.deadLetters;
  totals.faults += Object.values(report.faults).reduce((sum, count) => sum + count, 0);
}

function summary(totals: Totals, startedAt: number): string {
  const { worlds, deliveries, entries, held, deadLetters, faults } = totals;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  return `${deliveries} deliveries in ${worlds} worlds, ${faults} faults, ${entries} entries, ${held} held, ${deadLetters} dead letters redriven, ${seconds} s`;
}

/** Plays the world again, and shows what concerned the obligation. */
async function explain(seed: number, breach: Breach): Promise<void> {
  const lines: string[] = [];
  const concerns = breach.obligationId ?? '';
  const trace = (line: string) => {
    if (line.includes(concerns)) lines.push(line.slice(0, 400));
  };
  await simulate({ seed, trace }).catch(() => undefined);
  console.error(
    [
      ...lines.slice(-TRACED_MAX),
      '',
      `A promise was broken: ${breach.message}${concerns && `, obligation ${concerns}`}`,
      `Play it again: npm run simulate -- --seed ${seed} --events 1`,
    ].join('\n'),
  );
}

function wholeNumber(name: 'seed' | 'events' | 'minutes'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`--${name} must be a whole number, not ${values[name]}`);
}
