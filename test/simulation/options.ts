import { parseArgs } from 'node:util';
import { describeFault, FAULT_KINDS, type FaultKind } from './faults.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { sizeOf, type WorldOptions } from './simulate.ts';

/** The worlds to play: the first one, and how far to go on from there. */
export type Options = WorldOptions & { readonly events: number; readonly minutes: number };

export class OptionError extends Error {}

const EVENTS = 100_000;
const WHOLE_NUMBERS = ['seed', 'events', 'minutes', 'payments', 'customers'] as const;

export const USAGE = `npm run simulate -- [--seed N] [--events N] [--minutes M]

Plays hostile worlds against the production handlers, one after the other, until so many deliveries of
events were made or so many minutes went by. Each world follows from its seed alone.

  --seed N        the first world's seed; the next world has the next one. Any, unless told
  --events N      deliveries to make, ${EVENTS} unless told
  --minutes M     stop after so long, even if fewer were made

A world may be made smaller, as the command that a failure prints does:

  --payments N    payments in each world
  --customers N   customers in each world
  --faults LIST   what may go wrong, parted by commas; none, or all unless told

${FAULT_KINDS.map((kind) => `    ${kind.padEnd(18)}${describeFault(kind)}`).join('\n')}

To see that it finds mistakes, plant one:

  --bug NAME      ${Object.keys(PLANTED_BUGS)
    .join(', ')
    .replaceAll(/(.{1,80})(?:, |$)/g, '$1,\n                  ')
    .trim()
    .slice(0, -1)}`;

/** @throws OptionError with one line that says what is wrong */
export function readOptions(args: readonly string[], anySeed: number): Options | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const numbers = new Map(WHOLE_NUMBERS.map((name) => [name, wholeNumber(name, values[name])]));
  for (const name of ['payments', 'customers'] as const) {
    if (numbers.get(name) === 0) throw new OptionError(`--${name} must be at least 1`);
  }
  if (values.bug !== undefined && !Object.hasOwn(PLANTED_BUGS, values.bug)) {
    throw new OptionError(
      `--bug must be one of ${Object.keys(PLANTED_BUGS).join(', ')}, not ${values.bug}`,
    );
  }
  return {
    seed: numbers.get('seed') ?? anySeed,
    events: numbers.get('events') ?? EVENTS,
    minutes: numbers.get('minutes') ?? Number.POSITIVE_INFINITY,
    payments: numbers.get('payments'),
    customers: numbers.get('customers'),
    faults: values.faults === undefined ? undefined : readFaults(values.faults),
    bug: values.bug,
  };
}

/** The one command that plays exactly this world. */
export function commandFor(options: WorldOptions): string {
  const { payments, customers } = sizeOf(options);
  const faults = options.faults?.join(',') || 'none';
  return [
    `npm run simulate -- --seed ${options.seed} --payments ${payments} --customers ${customers}`,
    ...(options.faults ? [`--faults ${faults}`] : []),
    ...(options.bug ? [`--bug ${options.bug}`] : []),
    '--events 1',
  ].join(' ');
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ seed: text, events: text, minutes: text, payments: text, customers: text },
        ...{ faults: text, bug: text, help: { type: 'boolean' } },
      },
    });
    return values;
  } catch (error) {
    const [firstLine = ''] = (error as Error).message.split('. ');
    throw new OptionError(`${firstLine}; see --help`);
  }
}

function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new OptionError(`--${name} must be a whole number, not ${value}`);
}

function readFaults(list: string): readonly FaultKind[] {
  if (list === 'none') return [];
  const kinds = list.split(',');
  const unknown = kinds.find((kind) => !FAULT_KINDS.includes(kind as FaultKind));
  if (unknown !== undefined) {
    throw new OptionError(`--faults knows no "${unknown}"; see --help for those that it knows`);
  }
  return kinds as FaultKind[];
}
