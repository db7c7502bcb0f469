/**
 * What shows nothing of itself, and may hide or reorder what stands beside it: controls, formats such as U+202E,
 * separators of lines, halves of pairs, and whatever Unicode lets a screen leave out.
 */
const INVISIBLE = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]`;
const hasInvisible = new RegExp(INVISIBLE, 'u');

/** Scripts in which a joiner changes how a name is written: Arabic's, as for Persian, and those that came of Brahmi. */
const JOINING = [
  ...['Arab', 'Syrc', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu'],
  ...['Knda', 'Mlym', 'Sinh', 'Khmr', 'Mymr'],
].map((script) => String.raw`\p{Script_Extensions=${script}}`);
const JOINED = String.raw`(?<=[[${JOINING.join('')}]&&[\p{L}\p{M}]])(?:\u200C(?=[\p{L}\p{M}])|\u200D)`;

/** Made when it is needed first: the list of emoji takes 20 ms, and few texts have anything invisible. */
let parts: RegExp | undefined;

/** The invisible characters of a text, as `U+202E`, each once; those of an emoji or of a script that needs them are none. */
export function invisibleIn(text: string): readonly string[] {
  const found = new Set<string>();
  replaceInvisible(text, (character) => {
    found.add(`U+${hexOf(character).toUpperCase().padStart(4, '0')}`);
    return character;
  });
  return [...found];
}

/** One line in which nothing hides: an invisible character, also a line break, is written as `\u{202e}`. */
export function visibleText(text: string): string {
  return replaceInvisible(text, (character) => `\\u{${hexOf(character)}}`);
}

/** The same for a text that has lines of its own. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visibleText).join('\n');
}

/** JSON of the same value in which nothing hides: an invisible character is written as `\u202e`. */
export function visibleJson(json: string): string {
  return replaceInvisible(json, (character) =>
    // Only between members, since it cannot stand in a string.
    character === '\n' ? character : escapeUnits(character),
  );
}

function replaceInvisible(text: string, replace: (character: string) => string): string {
  if (!hasInvisible.test(text)) return text;
  parts ??= new RegExp(String.raw`(\p{RGI_Emoji}|${JOINED})|${INVISIBLE}`, 'gv');
  return text.replaceAll(parts, (part: string, shown?: string) => shown ?? replace(part));
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
