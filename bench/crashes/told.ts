import { createHash } from 'node:crypto';
import type { PaymentEvent, Side } from '#bench/world/payments.ts';

export const CAUSES = ['between', 'expired'] as const;
/** Why a payment was entered again: its function died between entry and record, or the record had expired. */
export type Cause = (typeof CAUSES)[number];

type Story = { entered: number; recorded: boolean };

/** What the calls that were done say of each payment. */
export class Told {
  readonly again: Record<Cause, number> = { between: 0, expired: 0 };
  readonly #stories = new Map<string, Story>();
  /** Powertools keys its record by a hash of the event's id. */
  readonly #byHash = new Map<string, Story>();

  expect(event: PaymentEvent): void {
    const story = { entered: 0, recorded: false };
    this.#stories.set(event.data.payment_id, story);
    const hash = createHash('md5').update(JSON.stringify(event.id)).digest('base64');
    this.#byHash.set(hash, story);
  }

  readonly onDone = (command: string, input: object, side: Side): void => {
    const { TransactItems = [], Key, UpdateExpression } = input as Call;
    for (const { Put } of TransactItems) this.#enter(Put?.Item?.['paymentId']);
    if (side === 'ours' || command !== 'UpdateItemCommand' || !UpdateExpression) return;
    const story = this.#byHash.get(Key?.['id']?.S?.split('#').at(-1) ?? '');
    if (story) story.recorded = true;
  };

  #enter(paymentId: unknown): void {
    const story = this.#stories.get(String(paymentId));
    if (!story) return;
    story.entered += 1;
    if (story.entered > 1) this.again[story.recorded ? 'expired' : 'between'] += 1;
  }
}

type Call = {
  readonly TransactItems?: readonly {
    readonly Put?: { readonly Item?: Record<string, unknown> };
  }[];
  readonly Key?: Readonly<Record<string, { readonly S?: string }>>;
  readonly UpdateExpression?: string;
};
