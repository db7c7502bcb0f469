/** The bytes of a file from there on; asked again, they come again. */
export type OpenBytes = (from: number) => AsyncIterable<Uint8Array>;

/** A place between two rows, from which on a file may be read without what stands before. */
export type Position = {
  /** How many stand before. */
  readonly bytes: number;
  /** That begins here, from 1. */
  readonly line: number;
};

export const START: Position = { bytes: 0, line: 1 };
