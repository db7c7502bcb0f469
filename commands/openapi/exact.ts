import * as z from 'zod/mini';
import { PageQuery } from '#shared/api/read-request.ts';
import { AgeingLimit, ROWS_MAX } from '#shared/api/reports/ageing-schemas.ts';
import { ADOPTION_REQUESTS, ResolutionRequest } from '#shared/api/resolution-schemas.ts';
import { LINES_MAX, StatementLimit } from '#shared/api/statement-schemas.ts';
import { AdoptedAccount, AdoptedBill, AdoptedCustomer } from '#shared/models/adoption.ts';
import {
  AdjustmentRequest,
  ChargeRequest,
  EffectiveAt,
  RefreshRequest,
  ReversalRequest,
} from '#shared/models/change.ts';
import { AccountContact, BillContact, CustomerContact } from '#shared/models/contact.ts';
import { whyNotInUse } from '#shared/models/currencies.ts';
import {
  CustomerFacts,
  ExternalReference,
  METADATA_KEYS_MAX,
  Metadata,
} from '#shared/models/customer.ts';
import { Currency } from '#shared/models/money.ts';
import { AccountFacts, BillFacts } from '#shared/models/new-obligation.ts';
import { Day, DayOrTime, ZoneName } from '#shared/models/zone.ts';

export type Json = z.core.JSONSchema.BaseSchema;

/** Text of which nothing is a control character: the part of "what can be seen" that every dialect of patterns has. */
const TEXT = '^[^\\u0000-\\u001f\\u007f-\\u009f]*$';
const REFERENCE = '(?!(?:bcus|bacc|bill)_)[a-zA-Z0-9_-]{1,255}';
const idOf = (prefix: string) => `${prefix}_[a-zA-Z0-9]{1,59}`;
const existing = (prefix: string): Json => ({ pattern: `^(?:${REFERENCE}|${idOf(prefix)})$` });

/** Where the end of a day, or an offset, leads out of the years with four digits, it is refused. */
const inYears = ({ pattern = '' }: Json) => pattern.replace('^', '^(?!0000|9999)');
const DAY = inYears(z.toJSONSchema(z.iso.date()));
const TIME = inYears(z.toJSONSchema(z.iso.datetime({ offset: true })));

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const CURRENCIES_IN_USE = LETTERS.flatMap((one) =>
  LETTERS.flatMap((two) => LETTERS.map((three) => one + two + three)),
).filter((code) => whyNotInUse(code) === undefined);

const CURRENCY_WITH_BALANCE: Json = { dependentRequired: { balance: ['currency'] } };
const ADOPTION: Json = { dependentRequired: { balance: ['currency'], balance_as_of: ['balance'] } };
const EITHER: Json = { oneOf: [{ required: ['customer'] }, { required: ['account'] }] };
const OBLIGATION_WITH_APPLY_TO: Json = {
  oneOf: [
    { properties: { action: { const: 'apply_to' } }, required: ['obligation'] },
    { properties: { action: { enum: ['apply', 'dismiss'] }, obligation: false } },
  ],
};
const OTHER_NEEDS_NOTE: Json = {
  if: { properties: { reason: { const: 'other' } }, required: ['reason'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['note'] },
};

/**
 * What zod's refinements mean, where JSON Schema can say it: so that what is valid by the document is taken. By schema
 * of a request; what it cannot say is told beside the member in docs/api.md.
 */
const EXACT: ReadonlyMap<z.core.$ZodType, Json> = new Map<z.core.$ZodType, Json>([
  [CustomerFacts, CURRENCY_WITH_BALANCE],
  [AccountFacts, CURRENCY_WITH_BALANCE],
  [BillFacts, EITHER],
  [AdoptedCustomer, ADOPTION],
  [AdoptedAccount, ADOPTION],
  [AdoptedBill, EITHER],
  [AdoptedCustomer.shape.id, { pattern: `^${idOf('bcus')}$` }],
  [AdoptedAccount.shape.id, { pattern: `^${idOf('bacc')}$` }],
  [AdoptedBill.shape.id, { pattern: `^${idOf('bill')}$` }],
  [AdoptedAccount.shape.customer, existing('bcus')],
  [within(AdoptedBill.shape.customer), existing('bcus')],
  [within(AdoptedBill.shape.account), existing('bacc')],
  [firstOf(AccountFacts.shape.customer), existing('bcus')],
  [firstOf(within(BillFacts.shape.customer)), existing('bcus')],
  [firstOf(within(BillFacts.shape.account)), existing('bacc')],
  [
    DayOrTime,
    {
      anyOf: [
        { format: 'date', pattern: DAY },
        { format: 'date-time', pattern: TIME },
      ],
    },
  ],
  // Which of these are zones, no pattern says.
  [ZoneName, { pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$' }],
  [ExternalReference, { pattern: `^${REFERENCE}$` }],
  [Currency, { pattern: `^(?:${CURRENCIES_IN_USE.join('|')})$` }],
  [
    Metadata,
    {
      type: 'object',
      maxProperties: METADATA_KEYS_MAX,
      propertyNames: { minLength: 1, maxLength: 40, pattern: TEXT },
      additionalProperties: { type: 'string', maxLength: 500, pattern: TEXT },
    },
  ],
  [CustomerContact, { minProperties: 1 }],
  [AccountContact, { minProperties: 1 }],
  [BillContact, { minProperties: 1 }],
  [ChargeRequest, OTHER_NEEDS_NOTE],
  [AdjustmentRequest, OTHER_NEEDS_NOTE],
  [AdjustmentRequest.shape.amount, { not: { const: 0 } }],
  [RefreshRequest, OTHER_NEEDS_NOTE],
  [ReversalRequest, { ...OTHER_NEEDS_NOTE, dependentRequired: { reconciliation_id: ['amount'] } }],
  // The text in it is one of which something can be seen.
  [within(ChargeRequest.shape.note), { pattern: '[^\\s\\u2800]', allOf: [{ pattern: TEXT }] }],
  [PageQuery.shape.limit, { type: 'integer', minimum: 1, maximum: 100, default: 25 }],
  [StatementLimit, { type: 'integer', minimum: 1, maximum: LINES_MAX }],
  [AgeingLimit, { type: 'integer', minimum: 1, maximum: ROWS_MAX }],
  [Day, { format: 'date', pattern: DAY }],
  [ADOPTION_REQUESTS.customer, OTHER_NEEDS_NOTE],
  [ADOPTION_REQUESTS.account, OTHER_NEEDS_NOTE],
  [ADOPTION_REQUESTS.bill, OTHER_NEEDS_NOTE],
  [ResolutionRequest, { ...OTHER_NEEDS_NOTE, ...OBLIGATION_WITH_APPLY_TO }],
]);

/** What is read otherwise than it is sent: a number of a query from its text, say. */
const READ_OTHERWISE = new Set<z.core.$ZodType>([
  PageQuery.shape.limit,
  StatementLimit,
  AgeingLimit,
  Metadata,
]);

/** What is answered as it is sent, and is refined there too. */
const ANSWERED_TOO = new Set<z.core.$ZodType>([Day]);

/** Makes the JSON Schema of a request, or of an answer, as exact as it can be. */
export function makeExact(schema: z.core.$ZodType, json: Json, io: 'input' | 'output'): void {
  if (io === 'output' && !ANSWERED_TOO.has(schema)) return;
  const exact = EXACT.get(schema);
  if (exact) {
    if (READ_OTHERWISE.has(schema)) clear(json);
    Object.assign(json, exact);
  } else if (schema === EffectiveAt) {
    json.pattern = inYears(json);
  } else if (json.format === 'email') {
    // Each reader means another thing by it: that of Schemathesis has 64 characters before the @ at most.
    delete json.format;
  } else if (isFreeText(json)) {
    json.pattern = TEXT;
  }
}

function isFreeText({ type, pattern, format, enum: values, const: value }: Json): boolean {
  return (
    type === 'string' && [pattern, format, values, value].every((member) => member === undefined)
  );
}

function clear(json: Json): void {
  for (const name of Object.keys(json)) delete json[name];
}

/** What an optional member is, if it is there. */
function within(schema: z.ZodMiniType): z.core.$ZodType {
  return (schema as z.ZodMiniOptional)._zod.def.innerType;
}

/** Of alternatives, the one that names what is there already. */
function firstOf(schema: z.core.$ZodType): z.core.$ZodType {
  const [first] = (schema as z.ZodMiniUnion)._zod.def.options;
  if (!first) throw new Error('There is no alternative');
  return first;
}
