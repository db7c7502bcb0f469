import { stderr, stdout } from '#commands/kit/print.ts';
import { Breach } from './breach.ts';
import { explain, isWhole } from './explain.ts';
import { OptionError, type Options, readOptions, USAGE } from './options.ts';
import { simulate } from './simulate.ts';
import { Totals } from './totals.ts';

const PROGRESS_EVERY_MS = 10_000;
const ANY_SEED_MAX = 1_000_000_000;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args, Date.now() % ANY_SEED_MAX);
    if (options !== 'help') return await play(options);
    stdout.lines(USAGE);
    return 0;
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    stderr.line(error.message);
    return 2;
  }
}

async function play(options: Options): Promise<number> {
  const { seed: firstSeed, events, minutes } = options;
  const startedAt = Date.now();
  const totals = new Totals();
  const summary = () => totals.summary((Date.now() - startedAt) / 1000);
  let isStopped = false;
  process.once('SIGINT', () => {
    isStopped = true;
  });
  let toldAt = startedAt;
  for (let seed = firstSeed; totals.deliveries < events && !isStopped; seed += 1) {
    if (Date.now() - startedAt >= minutes * 60_000) break;
    try {
      totals.add(await simulate({ ...options, seed }));
    } catch (error) {
      if (!(error instanceof Breach)) throw error;
      const broken = { ...options, seed };
      if (!isWhole(broken)) stdout.line(`Seed ${seed} breaks a promise; looking for a small world`);
      stderr.lines(await explain(broken));
      return 1;
    }
    if (Date.now() - toldAt < PROGRESS_EVERY_MS) continue;
    toldAt = Date.now();
    stdout.line(`  ${summary()}`);
  }
  stdout.lines(totals.table());
  const stopped = isStopped ? 'Stopped. ' : '';
  stdout.line(`${stopped}Every promise held: ${summary()}, seeds from ${firstSeed}`);
  return 0;
}
