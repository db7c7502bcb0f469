import { describe, expect, test } from 'vitest';
import { ACCEPTED } from '#commands/packages/accepted.ts';
import { judgeAdvisories, judgeSignatures } from '#commands/packages/judge.ts';

const ADVISORY = 'GHSA-aaaa-bbbb-cccc';
const TODAY = '2026-11-28';
const REASON_MIN = 40;
const HALF_A_YEAR_MS = 183 * 86_400_000;

/** What `npm audit --json` prints of a package that is affected, and of one that uses it. */
const REPORT = {
  auditReportVersion: 2,
  vulnerabilities: {
    zod: {
      name: 'zod',
      via: [
        {
          name: 'zod',
          title: 'Reads what it must not',
          severity: 'high',
          url: `https://github.com/advisories/${ADVISORY}`,
        },
      ],
    },
    user: { name: 'user', via: ['zod'] },
  },
};
const accepted = (until: `${number}-${number}-${number}`, name = 'zod') => [
  { advisory: ADVISORY, package: name, until, reason: 'made up' },
];
const findings = (...of: Parameters<typeof judgeAdvisories>) => {
  const judgement = judgeAdvisories(...of);
  return judgement.kind === 'answered' ? judgement.findings : judgement;
};

describe('an advisory', () => {
  test('is told once, with what it says and where', () => {
    expect(findings(REPORT, [], TODAY)).toEqual([
      `zod: high: Reads what it must not: https://github.com/advisories/${ADVISORY}`,
    ]);
  });

  test('that is accepted is not told, to the end of its day', () => {
    expect(findings(REPORT, accepted(TODAY), TODAY)).toEqual([]);
    expect(findings(REPORT, accepted('2026-11-27'), TODAY)).toHaveLength(1);
  });

  test('that is accepted for one package is told for another', () => {
    expect(findings(REPORT, accepted(TODAY, 'ajv'), TODAY)).toEqual([
      expect.stringContaining('zod: high'),
      `ajv: ${ADVISORY} is found no more: take it off the list`,
    ]);
  });
});

test.each(ACCEPTED.map((each) => [each.advisory, each] as const))(
  'why %s is accepted is said, and until when, half a year from now at most',
  (_, { until, reason }) => {
    expect(reason.length).toBeGreaterThan(REASON_MIN);
    expect(Date.parse(until)).toBeLessThan(Date.now() + HALF_A_YEAR_MS);
  },
);

test('a package whose signature is wrong or missing is told', () => {
  const printed = {
    invalid: [{ name: 'a', version: '1.0.0', code: 'EINTEGRITYSIGNATURE' }],
    missing: [{ name: 'b', version: '2.0.0' }],
  };
  expect(judgeSignatures(printed)).toEqual({
    kind: 'answered',
    findings: [expect.stringMatching(/^a@1.0.0: .+ wrong/), 'b@2.0.0: it has no signature'],
  });
  const none = { kind: 'answered', findings: [] };
  expect(judgeSignatures({ invalid: [], missing: [] })).toEqual(none);
});

test.each([
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND tuf-repo-cdn.sigstore.dev'],
  ['EUSAGE', 'found no dependencies to audit that were installed from a supported registry'],
])('a registry that cannot tell of signatures (%s) is no finding', (code, summary) => {
  expect(judgeSignatures({ error: { code, summary } })).toEqual({
    kind: 'no_answer',
    why: summary,
  });
});

test('what is neither a report nor silence is not taken for silence', () => {
  const error = { code: 'EEXPIREDSIGNATUREKEY', summary: 'the key has expired' };
  expect(() => judgeSignatures({ error })).toThrow('EEXPIREDSIGNATUREKEY');
  expect(() => judgeSignatures({})).toThrow('npm says');
  expect(() => judgeAdvisories({ error }, [], TODAY)).toThrow('npm says');
});
