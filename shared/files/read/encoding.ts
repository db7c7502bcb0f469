/** In which a file is read: the first is found, the others are asked for by name. */
export const ENCODINGS = ['utf-8', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** As Node reads bytes one by one; it has no windows-1252. */
export const BYTEWISE = 'latin1';

const HIGH_CONTROLS = /[\x80-\x9f]/g;
const windows1252 = new TextDecoder('windows-1252');

/** Where windows-1252 is not Latin-1: what Latin-1 has as controls. */
const MEANT: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 32 }, (_, at) => [
    String.fromCharCode(0x80 + at),
    windows1252.decode(Uint8Array.of(0x80 + at)),
  ]),
);

/** The text of bytes that were read one by one. */
export function fromBytewise(text: string): string {
  return text.replaceAll(HIGH_CONTROLS, (control) => MEANT.get(control) ?? control);
}
