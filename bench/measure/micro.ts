import { Bench } from 'tinybench';
import type { Contestant } from './interleave.ts';

/** A short function, called for `milliseconds` a round. Measures microseconds a call, the median of many samples. */
export function micro(call: () => unknown, milliseconds: number): Contestant {
  // The clock reads in steps about as long as a call takes, so a sample is of several.
  const CALLS_PER_SAMPLE = 16;
  return () => {
    const bench = new Bench({ time: milliseconds, warmup: false, throws: true });
    bench.add('calls', () => {
      for (let calls = 0; calls < CALLS_PER_SAMPLE; calls += 1) call();
    });
    const result = bench.runSync()[0]?.result;
    if (result?.state !== 'completed') throw new Error(`Not measured: ${result?.state}`);
    return (result.latency.p50 * 1000) / CALLS_PER_SAMPLE;
  };
}
