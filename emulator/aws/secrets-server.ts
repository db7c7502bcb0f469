import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { AccessDenied, accessKeyOf } from './access-control.ts';
import { listen } from './listen.ts';

const TARGET = 'secretsmanager.GetSecretValue';
const GetSecretValue = z.object({ SecretId: z.string() });

export type LocalSecret = {
  readonly arn: string;
  readonly name: string;
  readonly value: string | undefined;
};
export type SecretsServer = { readonly endpoint: string; close(): Promise<void> };

/** Answers GetSecretValue; `find` is asked each time, so that a value may change while functions run. */
export async function startSecretsServer(
  find: (secretId: string) => LocalSecret | undefined,
  authorise: (accessKeyId: string, action: string, resource: string) => void = () => {},
): Promise<SecretsServer> {
  const server = createServer(async (request, response) => {
    // Whoever asked may have been killed meanwhile.
    const asked = await text(request).catch(() => undefined);
    if (asked === undefined) return;
    const { status, body } = answer(request.headers['x-amz-target'], asked, (secretId) => {
      const secret = find(secretId);
      const action = 'secretsmanager:GetSecretValue';
      authorise(accessKeyOf(request.headers.authorization), action, secret?.arn ?? secretId);
      return secret;
    });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  });
  const { port, close } = await listen(server, 0);
  return { endpoint: `http://127.0.0.1:${port}`, close };
}

function answer(
  target: string | string[] | undefined,
  body: string,
  find: (secretId: string) => LocalSecret | undefined,
): { status: number; body: unknown } {
  if (target !== TARGET) {
    return refusal('UnknownOperationException', `Only ${TARGET} is answered here`);
  }
  const input = GetSecretValue.safeParse(parseJson(body));
  if (!input.success) return refusal('InvalidRequestException', 'SecretId is missing');
  const secret = findAllowed(input.data.SecretId, find);
  if (secret instanceof AccessDenied) {
    return refusal('AccessDeniedException', secret.message);
  }
  if (secret?.value === undefined) {
    return refusal('ResourceNotFoundException', `No value for ${input.data.SecretId}`);
  }
  return {
    status: 200,
    body: {
      ARN: secret.arn,
      Name: secret.name,
      SecretString: secret.value,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: Math.floor(Date.now() / 1000),
    },
  };
}

function findAllowed(secretId: string, find: (secretId: string) => LocalSecret | undefined) {
  try {
    return find(secretId);
  } catch (error) {
    if (error instanceof AccessDenied) return error;
    throw error;
  }
}

function refusal(type: string, message: string) {
  return { status: 400, body: { __type: type, message, Message: message } };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
