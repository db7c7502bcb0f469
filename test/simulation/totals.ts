import { describeFault, FAULT_KINDS } from './faults.ts';
import type { Report } from './simulate.ts';
import { Tally } from './tally.ts';

/** What all worlds of a run had in them together. */
export class Totals {
  worlds = 0;
  deliveries = 0;
  #entries = 0;
  #held = 0;
  readonly #tally = new Tally();

  add(report: Report): void {
    this.worlds += 1;
    this.deliveries += report.deliveries;
    this.#entries += report.entries;
    this.#held += report.held;
    this.#tally.addAll(report.tally);
  }

  summary(seconds: number): string {
    const faults = FAULT_KINDS.reduce((sum, kind) => sum + this.#tally.of(kind), 0);
    const perSecond = Math.round(this.deliveries / Math.max(seconds, 1));
    return `${this.deliveries} deliveries in ${this.worlds} worlds, ${faults} faults, ${this.#entries} entries, ${this.#held} held, ${Math.round(seconds)} s (${perSecond}/s)`;
  }

  /** How often each kind of fault was injected, and what else was seen to happen. */
  table(): string {
    const injected = FAULT_KINDS.map((kind): [string, number] => [
      `${kind}: ${describeFault(kind)}`,
      this.#tally.of(kind),
    ]);
    const seen = [...this.#tally.counts]
      .filter(([name]) => !FAULT_KINDS.some((kind) => kind === name))
      .sort(([left], [right]) => (left < right ? -1 : 1));
    return ['injected', ...rows(injected), 'seen', ...rows(seen)].join('\n');
  }
}

function rows(counts: readonly (readonly [string, number])[]): string[] {
  return counts.map(([name, count]) => `${String(count).padStart(10)}  ${name}`);
}
