import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  CandidateResponse,
  ExceptionResponse,
  ExceptionStoryResponse,
  ExceptionsResponse,
  HistoryLineResponse,
  ProposalResponse,
  ResolutionResponse,
  TellingResponse,
} from '#shared/api/exception-schemas.ts';
import { PresentedPageResponse, PresentedResponse } from '#shared/api/presented-schemas.ts';
import {
  AgedObligationResponse,
  AgeingPageResponse,
  AgeingResponse,
  AgeingRow,
} from '#shared/api/reports/ageing-schemas.ts';
import { SummaryResponse, SummaryRow, WaitingRow } from '#shared/api/reports/summary-schemas.ts';
import { ResolutionRequest, ResolvedResponse } from '#shared/api/resolution-schemas.ts';
import {
  AccountResponse,
  AtMomentResponse,
  BalanceResponse,
  BillResponse,
  CustomerResponse,
  EntriesResponse,
  EntryResponse,
  ListResponse,
  OwedAccount,
  OwedBill,
  PaymentRequestResponse,
  ProblemResponse,
  ReceivedResponse,
} from '#shared/api/response-schemas.ts';
import { BalanceAsOfResponse, StatementResponse } from '#shared/api/statement-schemas.ts';
import { ERROR_CODES } from '#shared/errors.ts';
import { AdoptedBill } from '#shared/models/adoption.ts';
import {
  AdjustmentRequest,
  ChargeRequest,
  RefreshRequest,
  ReversalRequest,
} from '#shared/models/change.ts';
import { AccountContact, BillContact, CustomerContact } from '#shared/models/contact.ts';
import { CustomerFacts } from '#shared/models/customer.ts';
import { AccountFacts, BillFacts } from '#shared/models/new-obligation.ts';
import { PaymentRules } from '#shared/models/obligation.ts';
import { Presentation } from '#shared/models/presentation.ts';
import { CHANGE_REASONS } from '#shared/models/reason.ts';

type Shape = Readonly<Record<string, z.ZodMiniType>>;

const document = readFileSync('docs/api.md', 'utf8');

/** What the body of an adoption has beside that of a creation. */
const OF_ADOPTION = Object.fromEntries(
  Object.entries(AdoptedBill.shape).filter(([member]) => !(member in BillFacts.shape)),
);

/** What one exception has beside what a list shows of it. */
const OF_ONE_EXCEPTION = Object.fromEntries(
  Object.entries(ExceptionStoryResponse.shape).filter(
    ([member]) => !(member in ExceptionResponse.shape),
  ),
);

/** By the heading of the section whose table has the members. */
const SCHEMAS: readonly (readonly [heading: string, shape: Shape])[] = [
  ['What is sent for a customer', CustomerFacts.shape],
  ['A customer as it is answered', CustomerResponse.shape],
  ['An account of `accounts`', OwedAccount.shape],
  ['A bill of `bills`', OwedBill.shape],
  ['What is sent for an account', AccountFacts.shape],
  ['An account as it is answered', AccountResponse.shape],
  ['What is sent for a bill', BillFacts.shape],
  ['A bill as it is answered', BillResponse.shape],
  ['The members of `at_moment`', AtMomentResponse.shape],
  ['The members of `payment_rules`', PaymentRules.shape],
  ['What is sent to present', Presentation.shape],
  ['A payment request as it is answered', PaymentRequestResponse.shape],
  ['A page of what was presented', PresentedPageResponse.shape],
  ['What was presented', PresentedResponse.shape],
  ['What is sent for a charge or an adjustment', ChargeRequest.shape],
  ['What is sent for a charge or an adjustment', AdjustmentRequest.shape],
  ['What is sent for a balance', RefreshRequest.shape],
  ['A balance that was that already', BalanceResponse.shape],
  ['What is sent to undo an entry', ReversalRequest.shape],
  ['What is sent besides to adopt', OF_ADOPTION],
  ['What is sent to decide', ResolutionRequest.shape],
  ['What was decided', ResolvedResponse.shape],
  ['What is sent to change a customer', CustomerContact.shape],
  ['What is sent to change an account', AccountContact.shape],
  ['What is sent to change a bill', BillContact.shape],
  ['A page of a list', ListResponse.shape],
  ['A page of entries', EntriesResponse.shape],
  ['An entry', EntryResponse.shape],
  ['A page of exceptions', ExceptionsResponse.shape],
  ['An exception', ExceptionResponse.shape],
  ['The members of `proposal`', ProposalResponse.shape],
  ['The members of `resolution`', ResolutionResponse.shape],
  ['What one exception has besides', OF_ONE_EXCEPTION],
  ['A line of a history', HistoryLineResponse.shape],
  ['The members of `telling`', TellingResponse.shape],
  ['A candidate', CandidateResponse.shape],
  ['A statement as it is answered', StatementResponse.shape],
  ['A balance as of a moment', BalanceAsOfResponse.shape],
  ['What is owed by age as it is answered', AgeingResponse.shape],
  ['A sum by age', AgeingRow.shape],
  ['What is owed on one, by age', AgedObligationResponse.shape],
  ['A page of what all owe', AgeingPageResponse.shape],
  ['A summary', SummaryResponse.shape],
  ['A day of a summary', SummaryRow.shape],
  ['What waits, as a summary has it', WaitingRow.shape],
  ['The answer to a delivery', ReceivedResponse.shape],
  ['A problem as it is answered', ProblemResponse.shape],
];

test.each(SCHEMAS)('"%s" names every member, and which are always there', (heading, shape) => {
  const documented = rowsBelow(heading).map(([name = '', always]) => [
    name.replaceAll('`', ''),
    always === 'yes',
  ]);
  const members = Object.entries(shape).map(([name, schema]) => [name, !isOptional(schema)]);
  expect(documented.toSorted()).toEqual(members.toSorted());
});

test('every code that it names is one of ours', () => {
  const rows = document.matchAll(/^\| \d{3} \| (.+) \|$/gm);
  const named = [...rows].flatMap(([, cell = '']) => cell.match(/[a-z_]+\.[a-z_]+/g) ?? []);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((code) => !ERROR_CODES.includes(code))).toEqual([]);
});

test('each reason of a change is told', () => {
  for (const reason of CHANGE_REASONS) expect(document).toContain(`\`${reason}\``);
});

test('what an entry may be is told, each type of it', () => {
  const told = rowsBelow('An entry')
    .find(([name]) => name === '`type`')
    ?.at(-1);
  for (const type of EntryResponse.shape.type.options) expect(told).toContain(`\`${type}\``);
});

function isOptional(schema: z.ZodMiniType): boolean {
  return z.safeParse(schema, undefined).success;
}

/** Cells of the first table below a heading. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = document.split(`### ${heading}\n`);
  const table = /(?:^\|.*\|\n)+/m.exec(section)?.[0] ?? '';
  const [, , ...rows] = table.trim().split('\n');
  return rows.map((row) => row.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '')));
}
