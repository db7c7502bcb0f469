import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type PeerTables, peerTables } from '#bench/peer/tables.ts';
import { open, opening } from '#test/support/factories.ts';
import { type Stores, storesOver } from '#test/support/stores.ts';
import { OWED, type Side } from './payments.ts';

export type Line = {
  /** Absent on an opening entry. */
  readonly paymentId: string | undefined;
  readonly amount: number;
  readonly endingBalance: number;
};
/** What a ledger says of one obligation, its entries in order. */
export type Account = { readonly balance: number; readonly entries: readonly Line[] };

export const PEER_TABLES: PeerTables = { ledger: 'peer-ledger', idempotency: 'peer-idempotency' };

/** The two ledgers side by side; an obligation is opened in both. */
export class Ledgers {
  readonly #documents: DynamoDBDocumentClient;
  readonly #ours: Stores;

  /** @param table ours, which exists already. */
  constructor(documents: DynamoDBDocumentClient, table: string) {
    this.#documents = documents;
    this.#ours = storesOver(documents, table);
  }

  async createPeerTables(): Promise<void> {
    for (const table of peerTables(PEER_TABLES)) {
      await this.#documents.send(new CreateTableCommand(table));
    }
  }

  async open(obligations: readonly string[]): Promise<void> {
    const common = { balance: OWED, sequence: 1, currency: 'ZAR' };
    for (const id of obligations) {
      await open(this.#ours, opening({ id, externalReference: id, ...common }));
      const items = [
        { pk: id, sk: 'BALANCE', ...common },
        { pk: id, sk: 'ENTRY#000000000001', amount: OWED, endingBalance: OWED },
      ];
      for (const Item of items) {
        await this.#documents.send(new PutCommand({ TableName: PEER_TABLES.ledger, Item }));
      }
    }
  }

  read(id: string, side: Side): Promise<Account> {
    return side === 'ours' ? this.#readOurs(id) : this.#readPeer(id);
  }

  async #readOurs(id: string): Promise<Account> {
    const obligation = await this.#ours.ledger.findObligation(id);
    const lines: Line[] = [];
    let before: number | undefined;
    for (;;) {
      const page = await this.#ours.statements.listStatement(id, { limit: 500, before });
      lines.push(...page.lines.map(toLine));
      before = page.lines.at(-1)?.sequence;
      if (!page.hasMore) break;
    }
    return { balance: obligation?.balance ?? Number.NaN, entries: lines.toReversed() };
  }

  async #readPeer(id: string): Promise<Account> {
    const items: Record<string, unknown>[] = [];
    let next: Record<string, unknown> | undefined;
    do {
      const page = await this.#documents.send(
        new QueryCommand({
          TableName: PEER_TABLES.ledger,
          KeyConditionExpression: 'pk = :id',
          ExpressionAttributeValues: { ':id': id },
          ConsistentRead: true,
          ExclusiveStartKey: next,
        }),
      );
      items.push(...(page.Items ?? []));
      next = page.LastEvaluatedKey;
    } while (next);
    const isBalance = ({ sk }: Record<string, unknown>) => sk === 'BALANCE';
    return {
      balance: Number(items.find(isBalance)?.['balance']),
      entries: items.filter((item) => !isBalance(item)).map(toLine),
    };
  }
}

function toLine({
  paymentId,
  amount,
  endingBalance,
}: {
  readonly [Member in keyof Line]?: unknown;
}): Line {
  return {
    paymentId: typeof paymentId === 'string' ? paymentId : undefined,
    amount: Number(amount),
    endingBalance: Number(endingBalance),
  };
}
