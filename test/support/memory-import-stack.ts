import { amountOf, type SoundRow, type Wanted } from '#shared/models/import-row.ts';
import type {
  Contact,
  EnteredBefore,
  Found,
  ImportedLedger,
  ImportedWrites,
  ImportJournal,
  Later,
  Listed,
  Refused,
  Seen,
  SeenRows,
  Sent,
  Standing,
} from '#shared/ports/importing.ts';

/** A stack as an import sees it: keys, sequences and references count as those of the API do. */
export class MemoryImportStack implements ImportedLedger, ImportedWrites {
  readonly held = new Map<string, Standing>();
  readonly calls: string[] = [];
  readonly keys: string[] = [];
  /** Answered first, in this order. */
  readonly answers: (Later | Refused)[] = [];
  pageSize = 2;
  readonly #done = new Map<string, string>();

  async find(kind: Wanted['kind'], reference: string): Promise<Found> {
    this.calls.push(`find ${kind} ${reference}`);
    const later = this.#next();
    if (later?.kind === 'later') return later;
    return { kind: 'found', standing: this.held.get(`${kind} ${reference}`) };
  }

  async list(kind: Wanted['kind'], cursor = '0'): Promise<Listed> {
    this.calls.push(`list ${kind} ${cursor}`);
    const later = this.#next();
    if (later?.kind === 'later') return later;
    const all = [...this.held].filter(([key]) => key.startsWith(`${kind} `)).sort();
    const end = Number(cursor) + this.pageSize;
    return {
      kind: 'listed',
      data: all.slice(Number(cursor), end).map(([key, standing]) => ({
        reference: key.slice(kind.length + 1),
        standing,
      })),
      next: end < all.length ? String(end) : undefined,
    };
  }

  async create(wanted: Wanted, key: string): Promise<Sent> {
    const { kind, facts } = wanted;
    const at = `${kind} ${facts.external_reference}`;
    this.calls.push(`create ${at}`);
    this.keys.push(key);
    const answer = this.#next();
    if (answer) return answer;
    const before = this.#done.get(key);
    if (before !== undefined) return { kind: 'done', id: before };
    if (this.held.has(at)) return refused(`${kind}.exists`);
    const { amount, currency } = amountOf(wanted);
    const id = `id-${facts.external_reference}`;
    this.held.set(at, standing({ id, balance: amount, currency }));
    this.#done.set(key, id);
    return { kind: 'done', id };
  }

  async setBalance(
    kind: Wanted['kind'],
    id: string,
    { balance, expectedSequence }: { balance: number; expectedSequence: number },
    key: string,
  ): Promise<Sent> {
    this.calls.push(`set ${kind} ${id} ${balance} at ${expectedSequence}`);
    this.keys.push(key);
    const answer = this.#next();
    if (answer) return answer;
    const [at, now] = this.#byId(id);
    if (now.sequence !== expectedSequence) return refused('sequence.unexpected');
    this.held.set(at, { ...now, balance, sequence: now.sequence + 1 });
    return { kind: 'done', id };
  }

  async changeContact(kind: Wanted['kind'], id: string, contact: Contact): Promise<Sent> {
    this.calls.push(`contact ${kind} ${id} ${JSON.stringify(contact)}`);
    const answer = this.#next();
    if (answer) return answer;
    const [at, now] = this.#byId(id);
    this.held.set(at, { ...now, contact: { ...now.contact, ...contact } });
    return { kind: 'done', id };
  }

  #next(): Later | Refused | undefined {
    return this.answers.shift();
  }

  #byId(id: string): readonly [string, Standing] {
    const found = [...this.held].find(([, each]) => each.id === id);
    if (!found) throw new Error(`There is no ${id}`);
    return found;
  }
}

export class MemorySeenRows implements SeenRows {
  readonly seen = new Map<string, Seen>();
  async find(reference: string): Promise<Seen | undefined> {
    return this.seen.get(reference);
  }
  async put(reference: string, row: Seen): Promise<void> {
    this.seen.set(reference, row);
  }
}

export class MemoryImportJournal implements ImportJournal {
  readonly entered = new Map<string, EnteredBefore>();
  async find(kind: string, reference: string): Promise<EnteredBefore | undefined> {
    return this.entered.get(`${kind} ${reference}`);
  }
  async put(kind: string, reference: string, entered: EnteredBefore): Promise<void> {
    this.entered.set(`${kind} ${reference}`, entered);
  }
}

export const later = (members: Partial<Later> = {}): Later => ({
  kind: 'later',
  afterMs: undefined,
  isBusy: true,
  detail: '503',
  ...members,
});

export const refused = (code: string, members: Refused['members'] = []): Refused => ({
  kind: 'refused',
  code,
  detail: `Because of ${code}`,
  members,
});

export const standing = (members: Partial<Standing> = {}): Standing => ({
  id: 'id-C-1',
  sequence: 1,
  currency: 'ZAR',
  balance: 2000,
  paid: 0,
  contact: {},
  ...members,
});

export const soundRow = (wanted: Wanted, line = 2): SoundRow => ({
  line,
  cells: new Map(),
  kind: 'sound',
  wanted,
  columnOf: (member) => `column of ${member}`,
});

export const customerRow = (facts: object = {}, line = 2): SoundRow =>
  soundRow(
    {
      kind: 'customer',
      facts: { external_reference: 'C-1', currency: 'ZAR', balance: 2000, ...facts },
    },
    line,
  );

export const billRow = (facts: object = {}): SoundRow =>
  soundRow({
    kind: 'bill',
    facts: {
      external_reference: 'B-1',
      customer: 'C-1',
      currency: 'ZAR',
      amount_due: 2000,
      ...facts,
    },
  });

export const accountRow = (facts: object = {}): SoundRow =>
  soundRow({
    kind: 'account',
    facts: {
      external_reference: 'A-1',
      customer: 'C-1',
      currency: 'ZAR',
      balance: 2000,
      ...facts,
    },
  });
