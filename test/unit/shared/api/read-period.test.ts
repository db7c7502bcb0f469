import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { fromBeforeTo, PeriodMembers, toPeriod } from '#shared/api/read-period.ts';
import { PageQuery, readQuery } from '#shared/api/read-request.ts';

const Query = z
  .strictObject({ ...PageQuery.shape, ...PeriodMembers })
  .check(fromBeforeTo('Africa/Johannesburg'));

function read(query: Record<string, string>) {
  return readQuery({ queryStringParameters: query } as unknown as APIGatewayProxyEventV2, Query);
}

describe('a period', () => {
  test("is one of the stage's zone, unless it names another", () => {
    const july = { from: '2026-07-01', to: '2026-08-01' };
    expect(toPeriod(july, 'Africa/Johannesburg')).toEqual({
      from: '2026-06-30T22:00:00.000Z',
      to: '2026-07-31T22:00:00.000Z',
      zone: 'Africa/Johannesburg',
    });
    expect(toPeriod({ ...july, zone: 'UTC' }, 'Africa/Johannesburg').from).toBe(
      '2026-07-01T00:00:00.000Z',
    );
    expect(toPeriod({}, 'UTC')).toEqual({ from: undefined, to: undefined, zone: 'UTC' });
  });

  test('may be empty, and is refused with all that is wrong at once', () => {
    expect(read({ from: '2026-07-01', to: '2026-07-01' }).limit).toBe(25);
    expect(() => read({ from: '2026-08-01', to: '2026-07-01', limit: '0' })).toThrow(
      expect.objectContaining({
        members: {
          errors: [
            { field: 'limit', detail: 'must be a whole number from 1 to 100' },
            { field: 'to', detail: 'must not be before from' },
          ],
        },
      }),
    );
    expect(() => read({ from: '2026-07-01T00:00:00', zone: 'Africa/Joburg', page: '2' })).toThrow(
      expect.objectContaining({
        members: {
          errors: expect.arrayContaining([
            expect.objectContaining({ field: 'from' }),
            expect.objectContaining({ field: 'zone' }),
            expect.objectContaining({ field: 'page' }),
          ]),
        },
      }),
    );
  });
});
