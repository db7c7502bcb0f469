import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { isValid } from './parsing.ts';

const ZONE_WANTED = 'must be a time zone by its IANA name, such as Africa/Johannesburg';
const MOMENT_WANTED =
  'must be a day, such as 2026-07-01, or a time with its offset, such as 2026-07-01T09:00:00Z (write + as %2B)';
const DAY_WANTED = 'must be a day, such as 2026-07-01';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A time zone of the IANA data, in which days begin and end. */
export const ZoneName = z.string({ error: ZONE_WANTED }).check(z.refine(isZone, ZONE_WANTED));

/** A day of the calendar, YYYY-MM-DD. */
export const Day = z
  .string({ error: DAY_WANTED })
  .check(z.refine((text) => isDay(text), DAY_WANTED));

/** A day, which begins at its midnight in a zone, or a time that says where it is. */
export const DayOrTime = z
  .string({ error: MOMENT_WANTED })
  .check(z.refine((text) => isDay(text) || isTime(text), MOMENT_WANTED));

/** When a day or a time begins, ISO 8601 in UTC. @param text as {@link DayOrTime} has it */
export function beginningOf(text: string, zone: string): string {
  return DAY.test(text) ? startOfDay(text, zone) : new Date(text).toISOString();
}

/** When the day begins there, ISO 8601 in UTC: not always at midnight, where clocks are put forward then. */
export function startOfDay(day: string, zone: string): string {
  const { epochMilliseconds } = Temporal.PlainDate.from(day).toZonedDateTime(zone);
  return new Date(epochMilliseconds).toISOString();
}

/** The day that a moment belongs to there, YYYY-MM-DD. @param at ISO 8601 */
export function dayOf(at: string, zone: string): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The same for many moments of few days, each of which is looked up once. */
export function dayFinder(zone: string): (at: string) => string {
  let known: { readonly day: string; readonly from: number; readonly to: number } | undefined;
  return (at) => {
    const moment = Date.parse(at);
    if (known && known.from <= moment && moment < known.to) return known.day;
    const day = dayOf(at, zone);
    const [from, to] = [day, addDays(day, 1)].map((each) => Date.parse(startOfDay(each, zone)));
    known = { day, from: from ?? moment, to: to ?? moment };
    return day;
  };
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** How many days after `earlier` the other day is. */
export function daysBetween(earlier: string, later: string): number {
  return Temporal.PlainDate.from(earlier).until(later, { largestUnit: 'day' }).days;
}

/** Offsets are none: they know no summer. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  try {
    const day = Temporal.PlainDate.from(text);
    // Its beginning and its end are within what can be written, in any zone.
    return day.year > 0 && day.add({ days: 1 }).year <= 9999;
  } catch {
    return false;
  }
}

const Time = z.iso.datetime({ offset: true });

function isTime(text: string): boolean {
  return isValid(Time, text) && /^\d{4}-/.test(new Date(text).toISOString());
}
