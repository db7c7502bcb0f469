import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { LocalMerchant } from './merchant.ts';
import { isAlive } from './parents.ts';

/** Beside the folder of synthesised stacks, whose oldest entries are dropped. */
const DIRECTORY = join(import.meta.dirname, '../node_modules/.cache/moment-balances-running');

const Running = z.object({
  pid: z.int().positive(),
  /** Where its HTTP API listens. */
  port: z.int(),
  /** All that it listens at. */
  ports: z.array(z.int()).optional(),
  dynamodb: z.url(),
  table: z.string(),
  /** Of the deliveries. */
  queueUrl: z.optional(z.url()),
  s3: z.optional(z.url()),
  webhookUrl: z.optional(z.url()),
  /** Where it plays Moment. */
  sandboxUrl: z.optional(z.url()),
  /** Where its secrets are, and their names. */
  secrets: z.optional(z.object({ endpoint: z.url(), apiKey: z.string(), signingKeys: z.string() })),
});
/** An `npm start` of this folder, and where its ledger is. */
export type Running = z.infer<typeof Running>;

/** Lets other commands find this run. Returns what ends that. */
export function announce(running: Running): () => void {
  mkdirSync(DIRECTORY, { recursive: true });
  const path = join(DIRECTORY, `${running.port}.json`);
  writeFileSync(path, JSON.stringify(running));
  return () => rmSync(path, { force: true });
}

export function announceMerchant({ stack, sandbox, webhookUrl }: LocalMerchant): () => void {
  const { dynamodb, sqs, s3, secretsManager } = stack.endpoints;
  const portOf = (url: string) => Number(new URL(url).port);
  return announce({
    pid: process.pid,
    port: portOf(stack.apiUrl),
    ports: [stack.apiUrl, sandbox.url, dynamodb, sqs].map(portOf),
    dynamodb,
    table: stack.output('TableName'),
    queueUrl: stack.output('QueueUrl'),
    s3,
    webhookUrl,
    sandboxUrl: sandbox.url,
    secrets: {
      endpoint: secretsManager,
      apiKey: stack.output('MomentApiKeySecret'),
      signingKeys: stack.output('SigningKeysSecret'),
    },
  });
}

/** Every run that is alive; what one that was killed left behind is removed. */
export function findRunning(): readonly Running[] {
  return globSync('*.json', { cwd: DIRECTORY }).flatMap((name) => {
    const path = join(DIRECTORY, name);
    const running = read(path);
    if (running && isAlive(running.pid)) return [running];
    rmSync(path, { force: true });
    return [];
  });
}

function read(path: string): Running | undefined {
  try {
    return Running.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    // Removed or written at this moment, or no file of ours: in each case nothing to be found.
    return undefined;
  }
}
