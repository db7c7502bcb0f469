import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ServiceError } from '#shared/errors.ts';
import { toldBy } from '#shared/models/cause.ts';
import type { DoubtedTelling } from '#shared/models/doubt.ts';
import { adjustmentKey, paymentKey } from '#shared/models/entry.ts';
import type { HeldEvent, HeldKey } from '#shared/models/held-event.ts';
import type { Obligation, Profile } from '#shared/models/obligation.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import type { Posting } from '#shared/models/posting.ts';
import { type OtherTelling, tellOfOne } from '#shared/models/telling.ts';
import type {
  HeldEvents,
  LedgerKeys,
  LedgerState,
  Obligations,
  Opening,
  Openings,
  Postings,
  PostResult,
  Profiles,
  Reference,
} from '#shared/ports/ledger.ts';
import { unlessConditionFails } from './conditional-write.ts';
import { fromDoubtItem, isDoubtItem } from './items/doubt-items.ts';
import { fromEntryItem, fromTellingItem, toTellingItem } from './items/entry-items.ts';
import { entryItemKey, headKey, profileKey, referenceKey, SK, tellingKey } from './items/keys.ts';
import {
  fromObligationItem,
  fromProfileItem,
  fromReferenceItem,
} from './items/obligation-items.ts';
import {
  doubtUpdate,
  forgetWaiting,
  holdUnmatchedItems,
  judgeUpdate,
  openItems,
  profileUpdate,
  putOnce,
  settleRequest,
} from './ledger-writes.ts';
import { postItems } from './post-items.ts';
import { readItem, readItems } from './read-items.ts';
import { transact } from './transact.ts';

/** The ledger in one DynamoDB table: what is true now, and every write. */
export class DynamoDbLedgerStore implements Obligations, Postings, HeldEvents, Openings, Profiles {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async findObligation(obligationId: string): Promise<Obligation | undefined> {
    const item = await readItem(this.#client, this.#table, headKey(obligationId));
    return item && fromObligationItem(item);
  }

  /** By their keys: between the two lies all that hangs on the obligation. */
  async findWithProfile(obligationId: string) {
    const keys = [headKey(obligationId), profileKey(obligationId)];
    const items = await readItems(this.#client, this.#table, keys);
    const head = items.find(({ sk }) => sk === SK.head);
    const profile = items.find(({ sk }) => sk === SK.profile);
    return (
      head && {
        obligation: fromObligationItem(head),
        profile: profile ? fromProfileItem(profile) : {},
      }
    );
  }

  async findReference(
    kind: ObligationKind,
    externalReference: string,
  ): Promise<Reference | undefined> {
    const item = await readItem(this.#client, this.#table, referenceKey(kind, externalReference));
    return item && fromReferenceItem(item);
  }

  async readLedger(
    obligationId: string,
    { entries, tellings = [] }: LedgerKeys,
  ): Promise<LedgerState> {
    const keys = [headKey(obligationId), ...entries.map(entryItemKey), ...tellings.map(tellingKey)];
    const items = await readItems(this.#client, this.#table, keys);
    const head = items.find(({ pk, sk }) => pk === obligationId && sk === SK.head);
    const atEntries = items.filter(({ sk }) => sk === obligationId);
    return {
      obligation: head && fromObligationItem(head),
      entries: atEntries.filter((item) => !isDoubtItem(item)).map(fromEntryItem),
      tellings: items.filter(({ sk }) => String(sk).startsWith(SK.telling)).map(fromTellingItem),
      doubts: atEntries.filter(isDoubtItem).map(fromDoubtItem),
    };
  }

  async post(posting: Posting, settled: readonly HeldKey[]): Promise<PostResult> {
    const items = postItems(this.#table, posting, settled);
    return (await transact(this.#client, items)) ? 'conflict' : 'posted';
  }

  async keepTelling(telling: OtherTelling): Promise<'kept' | 'another'> {
    const put = new PutCommand(putOnce(this.#table, toTellingItem(telling)));
    const isPut = await unlessConditionFails(() => this.#client.send(put));
    // Whatever a Payment Request says besides moves nothing, and is not worth a look.
    if (toldBy(telling.cause) === 'request') return this.#settleRequestOf(telling);
    if (isPut) {
      // From here on nobody enters an adjustment; one that was entered before was told by another application.
      const adjustment = entryItemKey(adjustmentKey(telling));
      return (await readItem(this.#client, this.#table, adjustment)) ? 'another' : 'kept';
    }
    const item = await readItem(this.#client, this.#table, tellingKey(paymentKey(telling)));
    return item && !tellOfOne(fromTellingItem(item), telling) ? 'another' : 'kept';
  }

  /** After the telling: where that is all that was done, it comes again. */
  async #settleRequestOf(telling: OtherTelling): Promise<'kept'> {
    const { obligationId, paymentRequest: requestId } = telling;
    if (requestId === undefined) return 'kept';
    const settled = { requestId, entryKey: paymentKey(telling) };
    await this.#client.send(new UpdateCommand(settleRequest(this.#table, obligationId, settled)));
    return 'kept';
  }

  async keepDoubt(doubted: DoubtedTelling): Promise<'kept' | 'entered'> {
    const update = new UpdateCommand(doubtUpdate(this.#table, doubted));
    return (await unlessConditionFails(() => this.#client.send(update))) ? 'kept' : 'entered';
  }

  async open(opening: Opening): Promise<'opened' | 'exists'> {
    const cancellations = await transact(this.#client, openItems(this.#table, opening));
    if (!cancellations) return 'opened';
    if (cancellations.includes('condition')) return 'exists';
    throw new ServiceError(
      'ledger.busy',
      'Somebody else is opening this obligation; send the request again',
    );
  }

  async changeProfile(obligationId: string, changes: Profile): Promise<void> {
    const update = profileUpdate(this.#table, obligationId, changes);
    await this.#client.send(new UpdateCommand(update));
  }

  async hold(event: HeldEvent): Promise<'held' | 'obligation_exists'> {
    if (event.state !== 'unmatched') {
      const judge = new UpdateCommand(judgeUpdate(this.#table, event));
      await unlessConditionFails(() => this.#client.send(judge));
      return 'held';
    }
    const cancellations = await transact(this.#client, holdUnmatchedItems(this.#table, event));
    if (!cancellations) return 'held';
    const [obligation, sameEvent] = cancellations;
    // Held before. All else, a conflict too, tells nothing of the event: whoever retries sees how it ended.
    const isThere = obligation === 'none' && sameEvent === 'condition';
    return isThere ? 'held' : 'obligation_exists';
  }

  async release(key: HeldKey): Promise<void> {
    const forget = new DeleteCommand(forgetWaiting(this.#table, key));
    await unlessConditionFails(() => this.#client.send(forget));
  }
}
