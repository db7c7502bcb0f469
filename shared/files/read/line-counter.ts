import type { Position } from './position.ts';

const LF = 10;
const CR = 13;
const FORGET_AFTER = 4096;

/** Which line a byte is in. What was asked for is forgotten: it holds no more than what is on its way. */
export class LineCounter {
  /** For each line that has ended, how many bytes stand before the next; those before `#asked` were asked for. */
  readonly #ends: number[] = [];
  #asked = 0;
  #ended: number;
  #seen: number;
  /** The newest byte is a CR, which an LF may follow. */
  #afterCr = false;

  constructor(from: Position) {
    this.#ended = from.line - 1;
    this.#seen = from.bytes;
  }

  see(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.#afterCr && byte !== LF) this.#ends.push(this.#seen + at);
      if (byte === LF) this.#ends.push(this.#seen + at + 1);
      this.#afterCr = byte === CR;
    }
    this.#seen += chunk.length;
  }

  /** The last line of a row that ends there, and the position behind it. Each end lies behind the one asked before. */
  endOf(bytes: number): { readonly line: number; readonly next: Position } {
    const ends = this.#ends;
    let isLineEnd = false;
    for (; this.#asked < ends.length && (ends[this.#asked] ?? 0) <= bytes; this.#asked += 1) {
      isLineEnd = ends[this.#asked] === bytes;
      this.#ended += 1;
    }
    if (this.#asked > FORGET_AFTER) {
      ends.splice(0, this.#asked);
      this.#asked = 0;
    }
    return {
      line: isLineEnd ? this.#ended : this.#ended + 1,
      next: { bytes, line: this.#ended + 1 },
    };
  }
}
