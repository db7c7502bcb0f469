import * as z from 'zod';
import type { Accepted } from './accepted.ts';

/** What npm printed: what is wrong, or that nobody answered. Nothing wrong is an empty list. */
export type Judgement =
  | { readonly kind: 'answered'; readonly findings: readonly string[] }
  | { readonly kind: 'no_answer'; readonly why: string };

/** `npm audit --json` of npm 11, as far as it is read here. */
const AuditReport = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      // A text names the package through which another one is affected.
      via: z.array(
        z.union([
          z.string(),
          z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string() }),
        ]),
      ),
    }),
  ),
});
const AuditRefused = z.object({ message: z.string(), error: z.object({}) });

const Package = z.object({ name: z.string(), version: z.string() });
/** `npm audit signatures --json`. */
const SignatureReport = z.object({ invalid: z.array(Package), missing: z.array(Package) });
const Failure = z.object({ error: z.object({ code: z.string(), summary: z.string() }) });

/** Nobody is there, or whoever is there has no such service: a mirror, or no network. */
const NOBODY_ANSWERS = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENETUNREACH'],
  ...['E403', 'E404', 'E405', 'E501'],
]);
const NO_KEYS = /supported registry/;

/**
 * @param accepted what fails nothing until its day; one that is found no more is a finding, so that it goes
 * @param today the day in UTC, `2026-11-28`
 * @throws Error with what npm printed, if it is neither a report nor that nobody answered
 */
export function judgeAdvisories(
  printed: unknown,
  accepted: readonly Accepted[],
  today: string,
): Judgement {
  const report = AuditReport.safeParse(printed);
  if (!report.success) {
    const refused = AuditRefused.safeParse(printed);
    if (!refused.success) throw notUnderstood(printed);
    return { kind: 'no_answer', why: refused.data.message };
  }
  const advisories = Object.values(report.data.vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((each) => typeof each !== 'string');
  const accepts = (each: Accepted, { name, url }: (typeof advisories)[number]) =>
    each.package === name && url.endsWith(`/${each.advisory}`);
  const open = advisories
    .filter((found) => !accepted.some((each) => today <= each.until && accepts(each, found)))
    .map(({ name, severity, title, url }) => `${name}: ${severity}: ${title}: ${url}`);
  const idle = accepted
    .filter((each) => !advisories.some((found) => accepts(each, found)))
    .map((each) => `${each.package}: ${each.advisory} is found no more: take it off the list`);
  return { kind: 'answered', findings: [...open, ...idle] };
}

/** @throws Error with what npm printed, if it is neither a report nor that nobody answered */
export function judgeSignatures(printed: unknown): Judgement {
  const report = SignatureReport.safeParse(printed);
  if (report.success) {
    const say = (what: string) => (each: z.infer<typeof Package>) =>
      `${each.name}@${each.version}: ${what}`;
    const { invalid, missing } = report.data;
    return {
      kind: 'answered',
      findings: [
        ...invalid.map(say('its signature is wrong: it was changed since it was published')),
        ...missing.map(say('it has no signature')),
      ],
    };
  }
  const failure = Failure.safeParse(printed);
  if (!failure.success) throw notUnderstood(printed);
  const { code, summary } = failure.data.error;
  if (!NOBODY_ANSWERS.has(code) && !NO_KEYS.test(summary)) throw notUnderstood(printed);
  return { kind: 'no_answer', why: summary };
}

function notUnderstood(printed: unknown): Error {
  return new Error(`npm says: ${JSON.stringify(printed)}`);
}
