import { createServer } from 'node:http';
import { listenBriefly } from './listen-briefly.ts';

export const CALLER_ARN = 'arn:aws:sts::111122223333:assumed-role/operator/jane';

/** STS, of which only this is asked: whose credentials they are. */
export async function startSts() {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(`<GetCallerIdentityResponse><GetCallerIdentityResult>
      <Arn>${CALLER_ARN}</Arn><UserId>AROA:jane</UserId><Account>111122223333</Account>
      </GetCallerIdentityResult></GetCallerIdentityResponse>`);
  });
  return listenBriefly(server);
}
