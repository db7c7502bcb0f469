import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CALLER_ARN = 'arn:aws:sts::111122223333:assumed-role/operator/jane';

/** STS, of which only this is asked: whose credentials they are. */
export async function startSts() {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(`<GetCallerIdentityResponse><GetCallerIdentityResult>
      <Arn>${CALLER_ARN}</Arn><UserId>AROA:jane</UserId><Account>111122223333</Account>
      </GetCallerIdentityResult></GetCallerIdentityResponse>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
