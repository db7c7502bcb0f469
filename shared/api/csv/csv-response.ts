import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { type Row, writeCsv } from './write-csv.ts';

/** What every query has that may be answered as CSV: whether a byte order mark comes first, as Excel wants it. */
export const CsvMembers = {
  bom: z.optional(z.enum(['true', 'false'], { error: 'must be true or false' })),
};

/** Whether the caller would rather have CSV than JSON (RFC 9110, Accept). */
export function wantsCsv({ headers }: APIGatewayProxyEventV2): boolean {
  const qualities = new Map(
    (headers['accept'] ?? '').split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [type, quality === undefined ? 1 : Number(quality)] as const;
    }),
  );
  const csv = qualities.get('text/csv') ?? 0;
  return csv > 0 && csv >= (qualities.get('application/json') ?? 0);
}

export function csvResponse<C extends string>(
  columns: readonly C[],
  rows: readonly Row<C>[],
  {
    bom,
    headers = {},
  }: {
    readonly bom?: string | undefined;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: 200,
    headers: { 'content-type': 'text/csv; charset=utf-8; header=present', ...headers },
    body: writeCsv(columns, rows, { bom: bom === 'true' }),
  };
}
