import { Presets, SingleBar } from 'cli-progress';

/** How far the scan is, for whoever waits. */
export type ProgressView = {
  scanned(items: number, readUnits: number): void;
  rechecked(done: number, all: number): void;
  close(): void;
};

const LINE_EVERY_MS = 5000;

/** A bar on a terminal, and elsewhere a line every few seconds. */
export function createProgressView(
  stream: NodeJS.WriteStream,
  estimate: number,
  now: () => number,
): ProgressView {
  return stream.isTTY ? createBar(stream, estimate) : createLines(stream, estimate, now);
}

function createBar(stream: NodeJS.WriteStream, estimate: number): ProgressView {
  const bar = new SingleBar(
    {
      stream,
      // A new table's own count is 0 for hours, and always so on this machine.
      format:
        estimate === 0
          ? '{value} items  {units} read units  {step}'
          : '{bar} {percentage}%  {value} of about {total} items  {units} read units  {step}',
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(estimate, 0, { units: 0, step: '' });
  return {
    scanned(items, readUnits) {
      bar.setTotal(Math.max(estimate, items));
      bar.update(items, { units: Math.round(readUnits) });
    },
    rechecked(done, all) {
      bar.setTotal(all);
      bar.update(done, { step: 'obligations read again' });
    },
    close: () => bar.stop(),
  };
}

function createLines(
  stream: NodeJS.WriteStream,
  estimate: number,
  now: () => number,
): ProgressView {
  let printedAt = Number.NEGATIVE_INFINITY;
  const print = (line: string) => {
    if (now() - printedAt < LINE_EVERY_MS) return;
    printedAt = now();
    stream.write(`${line}\n`);
  };
  return {
    scanned(items, readUnits) {
      const of = estimate === 0 ? '' : ` of about ${Math.max(estimate, items)}`;
      print(`  ${items}${of} items, ${Math.round(readUnits)} read units`);
    },
    rechecked: (done, all) => print(`  ${done} of ${all} obligations read again`),
    close: () => {},
  };
}

/** How many of the rows are done, and how long the rest will take. */
export type CountView = {
  count(done: number, all: number): void;
  close(): void;
};

/** @param step what is done with them */
export function createCountView(
  stream: NodeJS.WriteStream,
  step: string,
  now: () => number,
): CountView {
  return stream.isTTY ? createCountBar(stream, step) : createCountLines(stream, step, now);
}

function createCountBar(stream: NodeJS.WriteStream, step: string): CountView {
  const bar = new SingleBar(
    {
      stream,
      format: `${step}  {bar} {percentage}%  {value} of {total} rows, {eta_formatted} left`,
      hideCursor: true,
      // The pace of the last few seconds, and not that of a few rows.
      etaBuffer: 500,
      fps: 4,
    },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    count(done, all) {
      if (!isStarted) bar.start(all, 0);
      isStarted = true;
      bar.update(done);
    },
    close: () => bar.stop(),
  };
}

function createCountLines(stream: NodeJS.WriteStream, step: string, now: () => number): CountView {
  let printedAt = now();
  return {
    count(done, all) {
      if (now() - printedAt < LINE_EVERY_MS) return;
      printedAt = now();
      stream.write(`  ${step} ${done} of ${all} rows\n`);
    },
    close: () => {},
  };
}
