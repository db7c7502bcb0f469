import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '#infra/config.ts';
import { MomentBalancesStack } from '#infra/stack.ts';
import { type Deployed, type DeployedFunction, startDeployed } from './deployed.ts';
import { faultsIn } from './log-records.ts';
import { play } from './play.ts';
import { TRACE } from './runtime-api.ts';

const outdir = mkdtempSync(join(tmpdir(), 'traced-'));
let deployed: Deployed;
let daemon: Socket;
const segments: Record<string, unknown>[] = [];
beforeAll(async () => {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({ outdir, context, builtinCloudFormationValidation: false });
  new MomentBalancesStack(app, 'traced', { config: parseConfig({ traces: true }) });
  app.synth();
  deployed = await startDeployed(outdir);
  daemon = createSocket('udp4', (message) => {
    // A header, and the segment.
    segments.push(JSON.parse(message.toString().split('\n')[1] ?? ''));
  }).bind(0, '127.0.0.1');
  await once(daemon, 'listening');
});
afterAll(async () => {
  daemon.close();
  await deployed.close();
  rmSync(outdir, { recursive: true });
});

/** What a function tells of one invocation, in the environment that Lambda gives to one that is traced. */
async function traceOf(found: DeployedFunction) {
  const { POWERTOOLS_TRACE_ENABLED: _, ...environment } = found.environment;
  segments.length = 0;
  const played = await play({
    ...found,
    environment: {
      ...environment,
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
      AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    },
  });
  // Datagrams that were sent before the process ended may be read after it.
  await sleep(20);
  return { ...played, told: [...segments] };
}

test('a bundle with traces answers, and tells X-Ray of the invocation and of its calls', async () => {
  for (const found of deployed.functions) {
    const { outcome, lines, told } = await traceOf(found);
    expect(outcome, lines.join('\n')).toMatchObject({ kind: 'answer' });
    const [invocation, ...more] = told.filter(({ name }) => name === '## index.handler');
    expect(more, found.id).toEqual([]);
    expect(invocation).toMatchObject({ trace_id: TRACE.root, parent_id: TRACE.parent });
    const calls = told.filter((segment) => segment !== invocation);
    // What describes the API calls nobody.
    expect(calls.length > 0, found.id).toBe(!found.id.includes('DescribeApi'));
    for (const call of calls) {
      expect(call).toMatchObject({ trace_id: TRACE.root, parent_id: invocation?.['id'] });
    }
  }
});

test('it writes records alone, and each names its trace', async () => {
  for (const found of deployed.functions) {
    const { lines } = await traceOf(found);
    expect(faultsIn(lines)).toEqual([]);
    const records = lines.map((line) => JSON.parse(line)).filter((record) => 'level' in record);
    for (const record of records) expect(record).toMatchObject({ xray_trace_id: TRACE.root });
  }
});

test('a bundle without traces tells X-Ray of nothing', async () => {
  const untraced = await startDeployed();
  onTestFinished(untraced.close);
  expect(await traceOf(untraced.function('Sweep'))).toMatchObject({
    outcome: { kind: 'answer' },
    told: [],
  });
});
