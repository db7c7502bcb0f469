/** What a JSON text says that its parsed value does not show. */
export type JsonScan = {
  /** The path of each member that comes twice in one object, such as `data.amount` or `items.0.id`. */
  readonly repeated: readonly string[];
  /** Whether a number is written with a decimal point or an exponent. */
  readonly hasDecimals: boolean;
};

/** An object or a list that is not closed yet, and where in it we are. */
type Open = { readonly names: Set<string> | undefined; at: string | number };

// What is told of a text stays short, however deep it is.
const LEVELS_TOLD_MAX = 8;
const NAME_TOLD_MAX = 40;

/** @param text must be JSON, which is not checked again. */
export function scanJson(text: string): JsonScan {
  const open: Open[] = [];
  const repeated = new Set<string>();
  let hasDecimals = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') {
      const end = endOfString(text, at);
      const parent = open.at(-1);
      if (parent?.names && isName(text, end)) {
        parent.at = readName(text, at, end);
        if (parent.names.has(parent.at)) repeated.add(pathOf(open));
        parent.names.add(parent.at);
      }
      at = end;
    } else if (letter === '{') open.push({ names: new Set(), at: '' });
    else if (letter === '[') open.push({ names: undefined, at: 0 });
    else if (letter === '}' || letter === ']') open.pop();
    else if (letter === ',') nextItem(open.at(-1));
    else if (letter === '.' || letter === 'E') hasDecimals = true;
    // Also in true and false, where no digit is before it.
    else if (letter === 'e' && isDigit(text[at - 1])) hasDecimals = true;
  }
  return { repeated: [...repeated], hasDecimals };
}

function nextItem(parent: Open | undefined): void {
  if (typeof parent?.at === 'number') parent.at += 1;
}

/** Where the quote is that closes the string: an even number of backslashes before it escapes only themselves. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text[before] === '\\') before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
}

function isName(text: string, end: number): boolean {
  let after = end + 1;
  while (/[ \t\n\r]/.test(text[after] ?? '')) after += 1;
  return text[after] === ':';
}

/** As JSON means it: `"\u0061mount"` is `amount`. */
function readName(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end);
  return written.includes('\\') ? String(JSON.parse(text.slice(start, end + 1))) : written;
}

function isDigit(letter: string | undefined): boolean {
  return letter !== undefined && letter >= '0' && letter <= '9';
}

function pathOf(open: readonly Open[]): string {
  const told = open.slice(0, LEVELS_TOLD_MAX).map(({ at }) => String(at).slice(0, NAME_TOLD_MAX));
  return [...told, ...(open.length > LEVELS_TOLD_MAX ? ['...'] : [])].join('.');
}
