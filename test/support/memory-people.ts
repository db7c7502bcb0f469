import { isCreation } from '#shared/models/creation.ts';
import { adjustsPayment } from '#shared/models/entry.ts';
import { isResolved } from '#shared/models/held-event.ts';
import type { ObligationKind } from '#shared/models/obligation-id.ts';
import { withoutPerson } from '#shared/models/person.ts';
import type { Erasure, Redaction } from '#shared/models/redaction.ts';
import type { People, RawEventKey } from '#shared/ports/people.ts';
import { MemoryTable, referenceName } from './memory-table.ts';

export class MemoryPeople implements People {
  readonly table: MemoryTable;

  constructor(table: MemoryTable = new MemoryTable()) {
    this.table = table;
  }

  async recordErasure(erasure: Erasure): Promise<void> {
    const key = `${erasure.obligationId} ${erasure.at}`;
    if (!this.table.erasures.has(key)) this.table.erasures.set(key, erasure);
  }

  async findCreationKey(
    kind: ObligationKind,
    externalReference: string,
  ): Promise<string | undefined> {
    const reference = this.table.references.get(referenceName(kind, externalReference));
    if (reference?.kind !== 'taken') return undefined;
    const { obligationId } = reference;
    return [...this.table.intents.values()].find((intent) => {
      if (!isCreation(intent)) return false;
      const made = intent.operation === 'create_customer' ? {} : intent.made;
      return [intent.done, ...Object.values(made)].some(
        (one) => one?.obligationId === obligationId,
      );
    })?.key;
  }

  async removeProfile(obligationId: string): Promise<boolean> {
    return this.table.profiles.delete(obligationId);
  }

  async removePersonFromCreation(intentKey: string, requestHash: string): Promise<void> {
    const stored = this.table.intents.get(intentKey);
    if (!stored || !isCreation(stored) || !stored.done) return;
    const { dueAt } = stored;
    const erased =
      stored.operation === 'create_customer'
        ? { ...stored, request: withoutPerson(stored.request), requestHash }
        : { ...stored, requestHash };
    this.table.intents.set(intentKey, { ...erased, dueAt });
  }

  async forgetDescription(obligationId: string, requestId: string): Promise<boolean> {
    const presented = this.table.presented.get(obligationId) ?? [];
    const found = presented.find(({ id }) => id === requestId);
    if (found?.description === undefined) return false;
    const { description: _gone, ...kept } = found;
    const others = presented.map((each) => (each === found ? kept : each));
    this.table.presented.set(obligationId, others);
    return true;
  }

  async redact(event: RawEventKey, redacted: Redaction): Promise<boolean> {
    switch (event.kind) {
      case 'entry': {
        const entry = this.table.entries.get(event.entryKey);
        if (entry?.type !== 'payment' && !(entry && adjustsPayment(entry))) return false;
        if (!entry.cause.raw) return false;
        const { raw: _raw, ...cause } = entry.cause;
        this.table.entries.set(entry.key, { ...entry, cause: { ...cause, redacted } });
        return true;
      }
      case 'telling': {
        const telling = this.table.tellings.get(event.entryKey);
        if (!telling?.cause.raw) return false;
        const { raw: _raw, ...cause } = telling.cause;
        this.table.tellings.set(event.entryKey, { ...telling, cause: { ...cause, redacted } });
        return true;
      }
      case 'held':
        return this.#redactHeld(event.held.hash, redacted);
    }
  }

  #redactHeld(hash: string, redacted: Redaction): boolean {
    const { held, decided } = this.table;
    const event = held.get(hash);
    if (!event?.raw || (event.state === 'unmatched' && !isResolved(event))) return false;
    if (event.state !== 'ignored' && !isResolved(event) && !decided.has(hash)) return false;
    const { raw: _raw, ...kept } = event;
    held.set(hash, { ...kept, redacted });
    return true;
  }
}
