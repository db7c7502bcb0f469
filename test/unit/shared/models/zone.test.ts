import { describe, expect, test } from 'vitest';
import { tryParse } from '#shared/models/parsing.ts';
import {
  addDays,
  beginningOf,
  Day,
  DayOrTime,
  dayFinder,
  dayOf,
  daysBetween,
  startOfDay,
  ZoneName,
} from '#shared/models/zone.ts';

describe("the merchant's days", () => {
  test.each([
    ['2026-07-01', 'Africa/Johannesburg', '2026-06-30T22:00:00.000Z'],
    ['2026-07-01', 'UTC', '2026-07-01T00:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-07-01', 'Pacific/Kiritimati', '2026-06-30T10:00:00.000Z'],
  ])('%s begins in %s at %s', (day, zone, at) => {
    expect(startOfDay(day, zone)).toBe(at);
    expect(dayOf(at, zone)).toBe(day);
    expect(dayOf(new Date(Date.parse(at) - 1).toISOString(), zone)).toBe(addDays(day, -1));
  });

  test('of many moments are found as of each alone, in any order', () => {
    for (const zone of ['Africa/Johannesburg', 'Africa/Cairo', 'America/St_Johns']) {
      const find = dayFinder(zone);
      const start = Date.parse('2026-04-23T12:00:00Z');
      const moments = Array.from({ length: 200 }, (_, n) =>
        new Date(start + ((n * 37) % 200) * 1_800_000 - (n % 2)).toISOString(),
      );
      expect(moments.map(find)).toEqual(moments.map((at) => dayOf(at, zone)));
    }
  });

  test('a day whose midnight the clocks leave out begins after it', () => {
    // Cairo goes from 23:59:59 to 01:00:00.
    expect(startOfDay('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
    expect(dayOf('2026-04-23T22:00:00.000Z', 'Africa/Cairo')).toBe('2026-04-24');
  });

  test('a year has as many days between as it has', () => {
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365);
    expect(daysBetween('2028-03-01', '2028-02-01')).toBe(-29);
  });

  test('a time with an offset is that time, whatever the zone', () => {
    expect(beginningOf('2026-07-01T00:30:00+02:00', 'Asia/Tokyo')).toBe('2026-06-30T22:30:00.000Z');
    expect(beginningOf('2026-07-01', 'Asia/Tokyo')).toBe('2026-06-30T15:00:00.000Z');
  });

  test.each([
    '2026-07-01T09:00:00',
    '2026-07-01T09:00:00 02:00',
    '2026-02-30',
    '2026-7-1',
    '9999-12-31',
    '0000-12-31',
    '0000-01-01T00:00:00+01:00',
    '01/07/2026',
    'today',
    '',
  ])('%j is neither a day nor a time that says where it is', (text) => {
    expect(tryParse(DayOrTime, text)).toEqual({
      ok: false,
      problems: [
        {
          field: '',
          detail:
            'must be a day, such as 2026-07-01, or a time with its offset, such as 2026-07-01T09:00:00Z (write + as %2B)',
        },
      ],
    });
    expect(tryParse(Day, text).ok).toBe(false);
  });

  test.each(['Mars/Olympus', '+02:00', '', 'UTC+2', '../etc'])('%j is no time zone', (name) => {
    expect(tryParse(ZoneName, name)).toEqual({
      ok: false,
      problems: [
        {
          field: '',
          detail: 'must be a time zone by its IANA name, such as Africa/Johannesburg',
        },
      ],
    });
  });
});
