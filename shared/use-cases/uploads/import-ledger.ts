import { ERRORS, type ErrorAnswer, type ErrorCode, ServiceError } from '#shared/errors.ts';
import { AccountContact, BillContact, CustomerContact } from '#shared/models/contact.ts';
import { isTracked, type WholeObligation } from '#shared/models/obligation.ts';
import { parse } from '#shared/models/parsing.ts';
import type {
  ImportedLedger,
  ImportedWrites,
  Later,
  Refused,
  Sent,
  Standing,
} from '#shared/ports/importing.ts';
import { type ChangeDeps, changeBalance } from '#shared/use-cases/changes/change-balance.ts';
import type { CreationDeps } from '#shared/use-cases/obligations/carry-out-creation.ts';
import { createObligation } from '#shared/use-cases/obligations/create-obligation.ts';
import { findWithProfile } from '#shared/use-cases/obligations/find-obligation.ts';
import {
  type UpdateDeps,
  updateObligation,
} from '#shared/use-cases/obligations/update-obligation.ts';

export type ImportLedgerDeps = ChangeDeps & CreationDeps & UpdateDeps;

/** Who imports, and what each entry says of it. */
export type Importing = {
  readonly actor: string;
  readonly note: string;
  /** Epoch milliseconds until which what is begun now may take. */
  readonly deadline: () => number;
};

const CONTACTS = { customer: CustomerContact, account: AccountContact, bill: BillContact };
/** Another row would meet the same: all of them wait. */
const BUSY: ReadonlySet<ErrorCode> = new Set([
  'moment.unavailable',
  'moment.unauthorised',
  'ledger.busy',
]);

/**
 * A ledger as an import sees it, by the use cases of the API. What waited for somebody who is created so is applied by
 * the sweep: whoever imports reaches no payment.
 */
export function createImportLedger(
  { actor, note, deadline }: Importing,
  deps: ImportLedgerDeps,
): Omit<ImportedLedger, 'list'> & ImportedWrites {
  return {
    async find(kind, reference) {
      try {
        return {
          kind: 'found',
          standing: standingOf(await findWithProfile(kind, reference, deps.ledger)),
        };
      } catch (error) {
        if (ServiceError.is(error, `${kind}.not_found`)) {
          return { kind: 'found', standing: undefined };
        }
        return laterOrThrow(error);
      }
    },
    create: (wanted, key) =>
      sent(async () => {
        const asked = { asked: wanted, idempotencyKey: key, deadline: deadline() };
        return (await createObligation(asked, deps)).created.obligation.id;
      }),
    setBalance: (kind, id, to, key) =>
      sent(async () => {
        const asking = { key, actor, reason: 'cycle_refresh' as const, note };
        const change = { kind: 'refresh' as const, ...to };
        await changeBalance({ kind, id, change, asking, deadline: deadline() }, deps);
        return id;
      }),
    changeContact: (kind, id, contact) =>
      sent(async () => {
        const changes = parse<object>(CONTACTS[kind], contact);
        await updateObligation({ kind, id, changes, deadline: deadline() }, deps);
        return id;
      }),
  };
}

async function sent(send: () => Promise<string>): Promise<Sent> {
  try {
    return { kind: 'done', id: await send() };
  } catch (error) {
    if (error instanceof ServiceError && !error.retryable) return refusalOf(error);
    return laterOrThrow(error);
  }
}

function laterOrThrow(error: unknown): Later {
  if (!(error instanceof ServiceError) || !error.retryable) throw error;
  // What is told of it goes to logs, where the detail may tell of a person.
  const { code, message: detail, retryAfterMs } = error;
  const { retryAfterSeconds = 0 }: ErrorAnswer = ERRORS[code];
  return {
    kind: 'later',
    afterMs: retryAfterMs ?? retryAfterSeconds * 1000,
    isBusy: BUSY.has(code),
    detail,
  };
}

function refusalOf({ code, detail, members }: ServiceError): Refused {
  const { errors = [] } = members as { errors?: Refused['members'] };
  return { kind: 'refused', code, detail, members: errors };
}

function standingOf({ obligation, profile }: WholeObligation): Standing {
  const { id, sequence, currency, paid = 0, billDate, dueDate } = obligation;
  return {
    id,
    sequence,
    currency,
    balance: isTracked(obligation) ? obligation.balance : undefined,
    paid,
    contact: profile,
    ...{ billDate, dueDate },
  };
}
