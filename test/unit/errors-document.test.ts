import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STRANGERS } from '#emulator/http/refuse-strangers.ts';
import { toProblem } from '#shared/api/problem.ts';
import { ERROR_CODES, type ErrorCode, ServiceError } from '#shared/errors.ts';

/** What a caller is told of a failure that has no name. */
const UNNAMED = 'internal';

const document = readFileSync('docs/errors.md', 'utf8');
const rows = [...document.matchAll(/^\| `([^`]+)` \| (\d+) \| (.+) \| (.+) \|$/gm)].map(
  ([, code = '', status, when = '', what = '']) => ({ code, status: Number(status), when, what }),
);

test('every code is in the document of errors, once, and no other is', () => {
  const documented = rows.map(({ code }) => code);
  const codes = [...ERROR_CODES, UNNAMED, ...Object.keys(STRANGERS)];
  expect(documented.toSorted()).toEqual(codes.toSorted());
});

test('the document tells the status that a caller is answered', () => {
  const deployed = rows.filter(({ code }) => !(code in STRANGERS));
  const answered = deployed.map(({ code }) => {
    const error = code === UNNAMED ? new Error() : new ServiceError(code as ErrorCode, '');
    return [code, toProblem(error).status];
  });
  expect(deployed.map(({ code, status }) => [code, status])).toEqual(answered);
});
