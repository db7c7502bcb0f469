import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The rest of a CSV, as RFC 8288 has it: the same query with another cursor. */
export function linkToNext(
  cursor: string | null,
  { queryStringParameters = {} }: APIGatewayProxyEventV2,
): Readonly<Record<string, string>> {
  if (cursor === null) return {};
  const query = new URLSearchParams();
  for (const [name, value = ''] of Object.entries({ ...queryStringParameters, cursor })) {
    query.set(name, value);
  }
  return { link: `<?${query}>; rel="next"` };
}
