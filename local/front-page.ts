/** What `/` of the API says on this machine, where people look first. */
export function describeApi(
  apiUrl: string,
  routeKeys: readonly string[],
  sandboxUrl: string,
): string {
  const routes = routeKeys.map((routeKey) => {
    const [method = '', path = ''] = routeKey.split(' ');
    return `  ${method.padEnd(6)}${apiUrl}${path}`;
  });
  return [
    'moment-balances, the API of the merchant: the stack that would be deployed, on this machine.',
    '',
    ...routes.toSorted(),
    '',
    `Moment is played by the sandbox at ${sandboxUrl}. What each route does: ${apiUrl}/docs`,
    '',
  ].join('\n');
}
