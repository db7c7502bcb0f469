import { readFileSync } from 'node:fs';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { readStage } from '#infra/config.ts';
import { RETENTION } from '#infra/constructs/event-queue.ts';
import { INTENT, REFERENCE, SK } from '#shared/aws/items/keys.ts';
import { PERSONAL_MEMBERS } from '#shared/models/person.ts';
import { settleEvents } from '#shared/use-cases/payments/settle-events.ts';
import { erasePerson } from '#shared/use-cases/people/erase-person.ts';
import { engines } from '#test/support/dynamodb-engines.ts';
import { amountApplied, incoming, open, opening } from '#test/support/factories.ts';
import { connect, storesOver } from '#test/support/stores.ts';
import { ledgerTable, templateOf } from '#test/support/template.ts';
import { NO_DEADLINE, TestClock, TestRandomness } from '#test/support/world.ts';

const PAGE = readFileSync('docs/personal-data.md', 'utf8');
const ROWS = [
  ...PAGE.matchAll(/^\| (?!where|item|log group|---)(.+?) \| (.+?) \| (.+?) \|$/gm),
].map(([, what = '', who = '', howLong = '']) => ({ what, who, howLong }));
const rowOf = (name: string) => ROWS.filter(({ what }) => what.includes(`\`${name}\``));

test('each kind of item has its line', () => {
  for (const key of [...Object.values(SK), REFERENCE]) expect(rowOf(key), key).toHaveLength(1);
  expect(rowOf(INTENT)).toHaveLength(2);
  for (const other of ['entry of a payment, adjustment', 'doubt']) {
    expect(ROWS.filter(({ what }) => what === other)).toHaveLength(1);
  }
  expect(rowOf('PROFILE')[0]?.who).toBe(PERSONAL_MEMBERS.join(', '));
});

test('each queue, log group, secret, bucket and vault of a stage has its line, and no other', () => {
  const { Resources } = templateOf({
    ...readStage('prod').config,
    events: { kind: 'eventbridge', bus: 'payments' },
    uploads: {},
  }).toJSON() as {
    Resources: Record<string, { Type: string }>;
  };
  const keeping =
    /^AWS::(SQS::Queue|Logs::LogGroup|SecretsManager::Secret|S3::Bucket|Backup::BackupVault)$/;
  const names = Object.entries(Resources)
    .filter(([, { Type }]) => keeping.test(Type))
    .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(rowOf(name), name).toHaveLength(1);
  const named = ROWS.flatMap(({ what }) => [...what.matchAll(/`([A-Z]\w+[a-z]\w*)`/g)]);
  expect(named.map(([, name]) => name).toSorted()).toEqual(names.toSorted());
});

test('what it says of how long is so', () => {
  const days = RETENTION.toDays();
  for (const name of ['ReconciliationEventsQueue', 'ReconciliationEventsDeadLetters']) {
    expect(rowOf(name)[0]?.howLong).toContain(`${days} days`);
  }
  const of = (stage: string) => readStage(stage).config.logRetentionDays;
  expect(PAGE).toContain(
    `\`logRetentionDays\` is ${of('dev')} in \`dev\` and ${of('prod')} in \`prod\``,
  );
});

test('the rights that it lists are those that an erasure uses, and reach no amount', async () => {
  const policy = JSON.parse(/```json\n([\s\S]+?)```/.exec(PAGE)?.[1] ?? '') as {
    Statement: {
      Action: string | string[];
      Condition?: Record<string, Record<string, string[]>>;
    }[];
  };
  const allowed = policy.Statement.flatMap(({ Action }) => Action);
  const { calls, attributes } = await erasure();
  expect(allowed.toSorted()).toEqual([...calls].toSorted());
  const mayChange = policy.Statement.flatMap(
    ({ Condition }) => Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'] ?? [],
  );
  expect([...attributes].filter((name) => !mayChange.includes(name))).toEqual([]);
  for (const name of ['amount', 'balance', 'endingBalance', 'sequence', 'hash']) {
    expect(mayChange).not.toContain(name);
  }
  const main = readFileSync('commands/erase/main.ts', 'utf8');
  for (const action of allowed) expect(main).toContain(action.replace('dynamodb:', ''));
});

/** What an erasure asks of DynamoDB, and which attributes its writes name. */
async function erasure() {
  const [engine] = engines;
  if (!engine) throw new Error('no engine');
  const { endpoint, close } = await engine.start();
  const calls = new Set<string>();
  const attributes = new Set<string>();
  const documents = connect(endpoint, (client) =>
    client.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          const name = commandName.replace('Command', '');
          calls.add(`dynamodb:${name}`);
          const named = /Put|Update/.test(name) ? namesIn(args.input as Input) : [];
          for (const attribute of named) attributes.add(attribute);
          return next(args);
        },
      { step: 'initialize' },
    ),
  );
  await documents.send(new CreateTableCommand(ledgerTable('ledger')));
  const stores = storesOver(documents, 'ledger');
  const deps = { ...stores, clock: new TestClock(), randomness: new TestRandomness() };
  await open(stores, opening());
  const tell = (event: unknown) =>
    settleEvents([incoming(event)], NO_DEADLINE, { ...deps, tellings: 'both' });
  await tell(amountApplied());
  await tell({ id: 'evt_2', type: 'x', data: amountApplied().data });
  const request = { id: 'pr_1', status: 'active', amount: 500, currency: 'ZAR' };
  await stores.presented.keepPresented(opening().obligation.id, {
    ...request,
    description: 'June',
  });
  calls.clear();
  attributes.clear();
  await stores.reader.estimateItems();
  const command = { kind: 'customer', id: 'UCR1234567890', actor: 'a', reason: 'r' } as const;
  const erased = await erasePerson({ ...command, isRehearsal: false }, deps);
  expect(erased).toMatchObject({ redacted: 2, descriptions: 1, hadProfile: true });
  documents.destroy();
  await close();
  return { calls, attributes };
}

type Input = {
  readonly Item?: object;
  readonly Key?: object;
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
};

/** Top-level attributes, as IAM counts them. */
function namesIn(input: Input): readonly string[] {
  const { Item = {}, Key = {}, UpdateExpression = '', ConditionExpression = '' } = input;
  const names = input.ExpressionAttributeNames ?? {};
  const words = `${UpdateExpression} ${ConditionExpression}`.match(/(?<![:.\w#])#?\w+/g) ?? [];
  const grammar = /^(SET|REMOVE|AND|OR|attribute_exists|attribute_not_exists)$/;
  return [
    ...Object.keys(Item),
    ...Object.keys(Key),
    ...words.filter((word) => !grammar.test(word)).map((word) => names[word] ?? word),
  ];
}
