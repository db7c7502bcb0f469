import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import type { AnchorManifest } from '#shared/models/anchor.ts';
import {
  ANCHOR_FUNCTION,
  createCustomer,
  downloadAnchors,
  payCustomer,
} from '#test/support/local-anchors.ts';
import { startTestMerchant } from '#test/support/local-merchant.ts';

type Merchant = Awaited<ReturnType<typeof startTestMerchant>>;
type Item = Record<string, AttributeValue>;

const DOCUMENT = readFileSync('docs/audit.md', 'utf8');
const DAY = new Date().toISOString().slice(0, 10);

/** What the auditor runs below a heading; what the merchant runs asks AWS. */
function blocksBelow(heading: string): string[] {
  const [, section = ''] =
    new RegExp(`^## ${heading}$([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(DOCUMENT) ?? [];
  const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  return blocks.filter((block) => !block.includes('aws '));
}

let files: string;
let obligation: string;
let signingKey: string;
beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'audit-'));
  const merchant = await startTestMerchant();
  signingKey = merchant.signingSecret;
  for (const reference of ['A', 'B', 'C', 'D']) await createCustomer(merchant, reference);
  const customer = await createCustomer(merchant, 'AUDITED');
  obligation = customer.id;
  await payCustomer(merchant, 'AUDITED', 500);
  await payCustomer(merchant, 'AUDITED', 700);
  await merchant.stack.invoke(ANCHOR_FUNCTION, {});
  await payCustomer(merchant, 'AUDITED', 100);
  await downloadAnchors(merchant, files);
  handOver(await entriesOf(merchant), files);
  await merchant.close();
}, 120_000);
afterAll(() => rmSync(files, { recursive: true, force: true }));

/** As `aws dynamodb get-item` prints them, in their order. */
async function entriesOf({ stack }: Merchant): Promise<Item[]> {
  const client = new DynamoDBClient(localClientConfig(stack.endpoints.dynamodb));
  const TableName = stack.output('TableName');
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  client.destroy();
  return Items.filter(
    ({ obligationId, previous }) => previous !== undefined && obligationId?.S === obligation,
  ).toSorted((left, right) => Number(left['sequence']?.N) - Number(right['sequence']?.N));
}

function handOver(entries: readonly Item[], directory: string): void {
  const text = entries.map((Item) => JSON.stringify({ Item }, null, 4)).join('\n');
  writeFileSync(join(directory, 'entries.json'), text);
}

const readEntries = (): Item[] =>
  JSON.parse(
    `[${readFileSync(join(files, 'entries.json'), 'utf8').replaceAll('\n}\n{', '\n},\n{')}]`,
  ).map(({ Item }: { Item: Item }) => Item);

/** All blocks before, and those below the heading; what these print, line by line. */
function run(heading: string, directory = files, sequence = 2): string[] {
  const set = `SIGNING_KEY=${signingKey} OBLIGATION=${obligation} REFERENCE=AUDITED SEQUENCE=${sequence} DAY=${DAY}`;
  const before = blocksBelow('What is handed over').filter((block) => !block.includes('whsec_...'));
  const script = [set, ...before, ...blocksBelow(heading)].join('\n');
  const { stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: directory,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

/** A copy of what was handed over, with the entries changed. */
function forged(change: (entries: Item[]) => Item[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'audit-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  cpSync(files, directory, { recursive: true });
  handOver(change(readEntries()), directory);
  return directory;
}

test('the commands show that Moment signed an entry, and what', () => {
  const [computed, kept, amount, currency, payment, to, ...told] = run('Moment signed it');
  expect(computed).toMatch(/^[\w+/]{43}=$/);
  expect(computed).toBe(kept);
  expect([amount, currency, to]).toEqual(['-500', 'ZAR', obligation]);
  expect(JSON.parse(told.join('\n'))).toMatchObject({
    amount: 500,
    currency: 'ZAR',
    payment_id: payment,
    customer_id: obligation,
  });
});

test('the commands show another signature for other bytes', () => {
  const directory = forged((entries) =>
    entries.map((item) => ({
      ...item,
      ...(item['raw']?.S && { raw: { S: `${item['raw'].S} ` } }),
    })),
  );
  const [computed, kept] = run('Moment signed it', directory);
  expect(computed).not.toBe(kept);
  const [hash, keptHash] = run('Nothing was put in before it', directory);
  expect(hash).not.toBe(keptHash);
});

test('the commands walk the chain, and end at the leaf of the anchor', () => {
  const [hash, kept, ...walk] = run('Nothing was put in before it');
  expect(hash).toBe(kept);
  expect(walk.map((line) => line.split(' ')[0])).toEqual(['1', '2', '3', '4']);
  const [leaf = ''] = run('It was so on that day');
  expect(leaf).toMatch(/^3 /);
  expect(walk).toContain(leaf);
});

test.each<[string, (entries: Item[]) => Item[], string]>([
  ['changed', ([first, ...rest]) => [{ ...first, amount: { N: '1' } }, ...rest], '2'],
  ['taken away', (entries) => entries.toSpliced(1, 1), '3'],
  ['put in', (entries) => entries.toSpliced(1, 0, entries[1] ?? {}), '2'],
])('the commands show where an entry was %s', (_, change, number) => {
  const [, , ...walk] = run('Nothing was put in before it', forged(change), 3);
  const broken = walk.flatMap((line, index) => (line === 'BROKEN' ? [walk[index + 1]?.[0]] : []));
  expect(broken).toEqual([number]);
});

test('the commands compute the roots of the anchor', () => {
  const [, ...lines] = run('It was so on that day');
  const manifest: AnchorManifest = JSON.parse(
    readFileSync(join(files, `anchors/${DAY}/manifest.json`), 'utf8'),
  );
  const roots = [...manifest.parts.map(({ root }) => root), manifest.root];
  expect(manifest.obligations).toBe(5);
  expect(lines).toEqual(roots.map((root) => `${root} ${root}`));
});
