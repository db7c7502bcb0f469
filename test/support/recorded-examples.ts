import type { Examples, RouteExamples } from '#commands/openapi/examples.ts';
import { ROUTES } from '#shared/api/routes/routes.ts';

/** A call and what came of it. */
export type Recorded = {
  /** What it is for. */
  readonly name: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
};

const RANDOM_ID = /\b(?:(bcus|bacc|bill|pr|pay|evt)_[A-Za-z0-9]{20,22}\b|(stmt)_[\w-]{43})/g;
const TIME = /\b\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?/g;
const HOUR_MS = 3_600_000;
const NEAR_MS = 36 * HOUR_MS;
/** A day that is over ended a whole day ago at most, and began two before, in some zone. */
const NEAR_DAY_MS = 72 * HOUR_MS;

/** By route, as the document shows them: with ids and times that are the same each time. Calls of others are left out. */
export function toExamples(calls: readonly Recorded[], now = Date.now()): Examples {
  const steady = steadier(now);
  const examples: Record<string, RouteExamples> = {};
  for (const { name, method, path, body, status, answer } of calls) {
    const id = routeId(method, path);
    if (id === undefined) continue;
    const { requests, answers, csv }: RouteExamples = examples[id] ?? { answers: {} };
    // Of what answers in JSON too.
    if (typeof answer === 'string') {
      examples[id] = { ...examples[id], answers, csv: { ...csv, [name]: String(steady(answer)) } };
      continue;
    }
    examples[id] = {
      // What is refused is no example of what to send.
      ...(body !== undefined && status < 300
        ? { requests: { ...requests, [name]: steady(body) } }
        : requests && { requests }),
      answers: { ...answers, [status]: { ...answers[status], [name]: steady(answer) } },
      ...(csv && { csv }),
    };
  }
  return examples;
}

/** Of a route, what a client calls it. The document does not show itself. */
export function routeId(method: string, path: string): string | undefined {
  const parts = path.split('?')[0]?.split('/') ?? [];
  const route = ROUTES.find((each) => {
    const wanted = each.path.split('/');
    return (
      each.method === method &&
      wanted.length === parts.length &&
      wanted.every((part, at) => part.startsWith('{') || part === parts[at])
    );
  });
  return route?.id === 'describeApi' ? undefined : route?.id;
}

/** Gives what is by chance, or of this day, a value that stays; the same id is the same in all. */
function steadier(now: number): (value: unknown) => unknown {
  const names = new Map<string, string>();
  const nameOf = (id: string, ofMoment?: string, ofOurs?: string) => {
    const prefix = ofMoment ?? ofOurs;
    const known = names.get(id);
    if (known !== undefined) return known;
    const count = [...names.values()].filter((name) => name.startsWith(`${prefix}_`)).length + 1;
    const name = `${prefix}_Example${String(count).padStart(14, '0')}`;
    names.set(id, name);
    return name;
  };
  const steady = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(steady);
    if (typeof value === 'string') return textOf(value);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, steady(each)]));
  };
  const textOf = (text: string) =>
    text
      .replaceAll(RANDOM_ID, nameOf)
      .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:8788')
      .replaceAll(TIME, (time) => (isNear(time, now) ? dayOf(time, now) : time));
  return steady;
}

function isNear(text: string, now: number): boolean {
  const near = text.includes('T') ? NEAR_MS : NEAR_DAY_MS;
  return Math.abs(Date.parse(text) - now) < near;
}

function dayOf(text: string, now: number): string {
  if (!text.includes('T')) return '2026-11-29';
  return Date.parse(text) > now + HOUR_MS ? '2026-11-30T10:00:00.000Z' : '2026-11-29T10:00:00.000Z';
}
