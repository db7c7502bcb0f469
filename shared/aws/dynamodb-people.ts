import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Erasure, Redaction } from '#shared/models/redaction.ts';
import type { People, RawEventKey } from '#shared/ports/people.ts';
import { unlessConditionFails } from './conditional-write.ts';
import { toErasureItem } from './items/erasure-items.ts';
import { WHO_IT_IS } from './items/intent-items.ts';
import {
  entryItemKey,
  heldItemKey,
  type ItemKey,
  intentKey,
  profileKey,
  referenceKey,
  requestKey,
  tellingKey,
} from './items/keys.ts';
import { putOnce } from './ledger-writes.ts';
import { readItem } from './read-items.ts';

const HAS_BYTES = 'attribute_exists(#raw)';
/** What needs attention waits; so does whatever is unmatched, also where a person took it off the list. */
const IS_DECIDED =
  'attribute_not_exists(attention) AND (#state <> :unmatched OR resolution.#state = #state)';

/** People in the ledger's table. */
export class DynamoDbPeople implements People {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async recordErasure(erasure: Erasure): Promise<void> {
    const put = new PutCommand(putOnce(this.#table, toErasureItem(erasure)));
    await unlessConditionFails(() => this.#client.send(put));
  }

  async findCreationKey(kind: ObligationKind, externalReference: string) {
    const key = referenceKey(kind, externalReference);
    const { commandKey } = (await readItem(this.#client, this.#table, key)) ?? {};
    return typeof commandKey === 'string' ? commandKey : undefined;
  }

  async removeProfile(obligationId: string): Promise<boolean> {
    const remove = new DeleteCommand({
      TableName: this.#table,
      Key: profileKey(obligationId),
      ConditionExpression: 'attribute_exists(pk)',
    });
    return unlessConditionFails(() => this.#client.send(remove));
  }

  async removePersonFromCreation(key: string, requestHash: string): Promise<void> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: intentKey(key),
      UpdateExpression: `SET requestHash = :hash REMOVE ${WHO_IT_IS.path}`,
      ConditionExpression: 'attribute_exists(done)',
      ExpressionAttributeNames: WHO_IT_IS.names,
      ExpressionAttributeValues: { ':hash': requestHash },
    });
    await unlessConditionFails(() => this.#client.send(update));
  }

  async forgetDescription(obligationId: string, requestId: string): Promise<boolean> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: requestKey(obligationId, requestId),
      UpdateExpression: 'REMOVE description',
      ConditionExpression: 'attribute_exists(description)',
    });
    return unlessConditionFails(() => this.#client.send(update));
  }

  async redact(event: RawEventKey, redaction: Redaction): Promise<boolean> {
    const isHeld = event.kind === 'held';
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: itemKeyOf(event),
      UpdateExpression: 'SET redacted = :redacted REMOVE #raw',
      ConditionExpression: isHeld ? `${HAS_BYTES} AND ${IS_DECIDED}` : HAS_BYTES,
      ExpressionAttributeNames: { '#raw': 'raw', ...(isHeld && { '#state': 'state' }) },
      ExpressionAttributeValues: {
        ':redacted': redaction,
        ...(isHeld && { ':unmatched': 'unmatched' }),
      },
    });
    return unlessConditionFails(() => this.#client.send(update));
  }
}

function itemKeyOf(event: RawEventKey): ItemKey {
  switch (event.kind) {
    case 'entry':
      return entryItemKey(event.entryKey);
    case 'telling':
      return tellingKey(event.entryKey);
    case 'held':
      return heldItemKey(event.held);
  }
}
