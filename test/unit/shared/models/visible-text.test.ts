import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  invisibleIn,
  visibleJson,
  visibleLines,
  visibleText,
} from '#shared/models/visible-text.ts';

describe('in a name that people bear, or a text that they write, nothing is invisible:', () => {
  test.each([
    'Jane Doe',
    "Siobhán O'Connor-D'Arcy",
    'José',
    'Jose\u0301',
    'Nguyễn Thị Minh',
    'Нұрсұлтан',
    'בַּרְאִילָן',
    'عبد الله',
    'علی\u200cرضا',
    'ශ්\u200dරීමතී',
    'അനില്\u200d',
    'শ্রী র\u200d্যাব',
    'क्\u200dष',
    'க்\u200cஷ',
    '渡邉　太郎',
    '김민준',
    '!Gã≠Kx’ao',
    '₦ 20 – “so”',
    'Thanks ❤️ 👩‍👩‍👧 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👍🏽',
    'no\u00a0break',
  ])('%s', (text) => {
    expect(invisibleIn(text)).toEqual([]);
    expect(visibleText(text)).toBe(text);
    expect(visibleJson(JSON.stringify(text))).toBe(JSON.stringify(text));
  });
});

describe('what shows nothing of itself is named, and written so that it shows:', () => {
  test.each<[string, string, string, string]>([
    ['a line break', 'a\nb', 'U+000A', 'a\\u{a}b'],
    ['a terminal escape', '\u001b[2J', 'U+001B', '\\u{1b}[2J'],
    ['the same of C1', '\u009b2J', 'U+009B', '\\u{9b}2J'],
    ['an override of direction', 'Jane\u202eeoD', 'U+202E', 'Jane\\u{202e}eoD'],
    ['an isolate', '\u2066x\u2069', 'U+2066 U+2069', '\\u{2066}x\\u{2069}'],
    ['a mark of direction', 'x\u200f', 'U+200F', 'x\\u{200f}'],
    ['a space of no width', 'Jane\u200bDoe', 'U+200B', 'Jane\\u{200b}Doe'],
    ['a joiner between letters that do not join', 'Jo\u200dhn', 'U+200D', 'Jo\\u{200d}hn'],
    ['a joiner at the end of a word', 'علی\u200c', 'U+200C', 'علی\\u{200c}'],
    ['two joiners', 'علی\u200c\u200cرضا', 'U+200C', 'علی\\u{200c}\\u{200c}رضا'],
    ['a joiner after a digit', '٠\u200d', 'U+200D', '٠\\u{200d}'],
    ['a soft hyphen', 'co\u00adop', 'U+00AD', 'co\\u{ad}op'],
    ['a byte order mark', '\ufeffJane', 'U+FEFF', '\\u{feff}Jane'],
    ['a separator of lines', 'a\u2028b\u2029', 'U+2028 U+2029', 'a\\u{2028}b\\u{2029}'],
    ['a selector of variants', '1\ufe0f', 'U+FE0F', '1\\u{fe0f}'],
    ['one of the others', '葛\u{e0100}', 'U+E0100', '葛\\u{e0100}'],
    ['a tag', 'x\u{e0041}', 'U+E0041', 'x\\u{e0041}'],
    [
      'tags after a flag that is none',
      '🏴\u{e0041}\u{e007f}',
      'U+E0041 U+E007F',
      '🏴\\u{e0041}\\u{e007f}',
    ],
    ['a filler', '\u3164', 'U+3164', '\\u{3164}'],
    ['half of a pair', 'x\ud83d', 'U+D83D', 'x\\u{d83d}'],
    ['no character', '\ufdd0', 'U+FDD0', '\\u{fdd0}'],
    ['an annotation', '\ufff9', 'U+FFF9', '\\u{fff9}'],
  ])('%s', (_, text, names, shown) => {
    expect(invisibleIn(text).join(' ')).toBe(names);
    expect(visibleText(text)).toBe(shown);
  });
});

test('no character of the lists that editors and terminals warn of is let through alone', () => {
  const ranges = [
    [0x00, 0x1f],
    [0x7f, 0x9f],
    [0xad, 0xad],
    [0x034f, 0x034f],
    [0x061c, 0x061c],
    [0x180b, 0x180f],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xfff0, 0xfffb],
    [0xd800, 0xdfff],
    [0xe0000, 0xe0fff],
  ] as const;
  const passed = ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index).filter(
      (code) => invisibleIn(`a${String.fromCodePoint(code)}b`).length === 0,
    ),
  );
  expect(passed).toEqual([]);
});

test('a text with lines of its own keeps them, and no other control', () => {
  expect(visibleLines('one\n\ttwo\r\n')).toBe('one\n\\u{9}two\\u{d}\n');
});

const anyText = fc.string({ unit: 'binary' });
const hostile = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom('\u202e', '\u001b[2J', '❤️', 'علی\u200c', '\u{e0041}', '\ud800'),
    ),
  )
  .map((texts) => texts.join(''));

test('whatever the text, what is printed of it hides nothing, and JSON of it has the same value', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = visibleText(text);
      expect(invisibleIn(shown)).toEqual([]);
      expect(visibleText(shown)).toBe(shown);
      const value = { [text]: [text] };
      for (const json of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
        const visible = visibleJson(json);
        expect(JSON.parse(visible)).toEqual(value);
        expect(invisibleIn(visible.replaceAll('\n', ''))).toEqual([]);
      }
    }),
  );
});
