import type * as z from 'zod/mini';
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
import { GatewayMessage } from '#shared/api/problem-schemas.ts';
import {
  AgedObligationResponse,
  AgeingPageResponse,
  AgeingResponse,
  AgeingRow,
} from '#shared/api/reports/ageing-schemas.ts';
import {
  Moved,
  SummaryResponse,
  SummaryRow,
  WaitingRow,
} from '#shared/api/reports/summary-schemas.ts';
import {
  ADOPTION_REQUESTS,
  ResolutionRequest,
  ResolvedResponse,
} from '#shared/api/resolution-schemas.ts';
import {
  AccountResponse,
  AccountsResponse,
  AtMomentResponse,
  BalanceResponse,
  BillResponse,
  BillsResponse,
  CustomerResponse,
  CustomersResponse,
  DescriptionResponse,
  EntriesResponse,
  EntryResponse,
  ListResponse,
  OwedAccount,
  OwedBill,
  PaymentRequestResponse,
  PaymentRulesResponse,
  ProblemResponse,
  ReceivedResponse,
} from '#shared/api/response-schemas.ts';
import {
  BalanceAsOfResponse,
  StatementResponse,
  TotalsResponse,
} from '#shared/api/statement-schemas.ts';
import { AdoptedAccount, AdoptedBill, AdoptedCustomer } from '#shared/models/adoption.ts';
import {
  AdjustmentRequest,
  ChargeRequest,
  EffectiveAt,
  RefreshRequest,
  ReversalRequest,
} from '#shared/models/change.ts';
import { AccountContact, BillContact, CustomerContact } from '#shared/models/contact.ts';
import { CustomerFacts, ExternalReference, Metadata } from '#shared/models/customer.ts';
import { Currency } from '#shared/models/money.ts';
import { AccountFacts, BillFacts } from '#shared/models/new-obligation.ts';
import { Presentation } from '#shared/models/presentation.ts';
import { Day, DayOrTime, ZoneName } from '#shared/models/zone.ts';

export type Documented = {
  /** Of the component in the document, and so of a type in a client. @default none: it is in docs/api.md alone */
  readonly name?: string;
  readonly schema: z.ZodMiniType & { readonly shape: Readonly<Record<string, z.ZodMiniType>> };
  /** Of the sections of docs/api.md whose tables say what each member is; the last has the last word. */
  readonly headings: readonly string[];
  /** Members that are in none of these tables, which then have others too. @default none */
  readonly besides?: Readonly<Record<string, string>>;
};

const ADOPTION = 'What is sent besides to adopt';
const CHANGE = 'What is sent for a charge or an adjustment';

/** The objects of the API. */
export const SCHEMAS: readonly Documented[] = [
  { name: 'NewCustomer', schema: CustomerFacts, headings: ['What is sent for a customer'] },
  { name: 'NewAccount', schema: AccountFacts, headings: ['What is sent for an account'] },
  { name: 'NewBill', schema: BillFacts, headings: ['What is sent for a bill'] },
  {
    name: 'AdoptedCustomer',
    schema: AdoptedCustomer,
    headings: [ADOPTION, 'What is sent for a customer'],
  },
  {
    name: 'AdoptedAccount',
    schema: AdoptedAccount,
    headings: [ADOPTION, 'What is sent for an account'],
  },
  { name: 'AdoptedBill', schema: AdoptedBill, headings: ['What is sent for a bill', ADOPTION] },
  {
    name: 'CustomerUpdate',
    schema: CustomerContact,
    headings: ['What is sent to change a customer'],
  },
  {
    name: 'AccountUpdate',
    schema: AccountContact,
    headings: ['What is sent to change an account'],
  },
  { name: 'BillUpdate', schema: BillContact, headings: ['What is sent to change a bill'] },
  { name: 'Customer', schema: CustomerResponse, headings: ['A customer as it is answered'] },
  { name: 'Account', schema: AccountResponse, headings: ['An account as it is answered'] },
  { name: 'Bill', schema: BillResponse, headings: ['A bill as it is answered'] },
  { name: 'OwedAccount', schema: OwedAccount, headings: ['An account of `accounts`'] },
  { name: 'OwedBill', schema: OwedBill, headings: ['A bill of `bills`'] },
  { name: 'AtMoment', schema: AtMomentResponse, headings: ['The members of `at_moment`'] },
  {
    name: 'PaymentRules',
    schema: PaymentRulesResponse,
    headings: ['The members of `payment_rules`'],
  },
  { schema: ListResponse, headings: ['A page of a list'] },
  { name: 'CustomersPage', schema: CustomersResponse, headings: ['A page of a list'] },
  { name: 'AccountsPage', schema: AccountsResponse, headings: ['A page of a list'] },
  { name: 'BillsPage', schema: BillsResponse, headings: ['A page of a list'] },
  { name: 'Presentation', schema: Presentation, headings: ['What is sent to present'] },
  {
    name: 'PaymentRequest',
    schema: PaymentRequestResponse,
    headings: ['A payment request as it is answered'],
  },
  { name: 'Presented', schema: PresentedResponse, headings: ['What was presented'] },
  {
    name: 'PresentedPage',
    schema: PresentedPageResponse,
    headings: ['A page of what was presented'],
  },
  { name: 'Charge', schema: ChargeRequest, headings: [CHANGE] },
  { name: 'Adjustment', schema: AdjustmentRequest, headings: [CHANGE] },
  { name: 'Refresh', schema: RefreshRequest, headings: ['What is sent for a balance'] },
  { name: 'Reversal', schema: ReversalRequest, headings: ['What is sent to undo an entry'] },
  { name: 'Balance', schema: BalanceResponse, headings: ['A balance that was that already'] },
  { name: 'Entry', schema: EntryResponse, headings: ['An entry'] },
  { name: 'EntriesPage', schema: EntriesResponse, headings: ['A page of entries'] },
  { name: 'Statement', schema: StatementResponse, headings: ['A statement as it is answered'] },
  { name: 'BalanceAsOf', schema: BalanceAsOfResponse, headings: ['A balance as of a moment'] },
  { name: 'ExceptionsPage', schema: ExceptionsResponse, headings: ['A page of exceptions'] },
  { name: 'Exception', schema: ExceptionResponse, headings: ['An exception'] },
  {
    name: 'ExceptionStory',
    schema: ExceptionStoryResponse,
    headings: ['An exception', 'What one exception has besides'],
  },
  { name: 'Proposal', schema: ProposalResponse, headings: ['The members of `proposal`'] },
  { name: 'Resolution', schema: ResolutionResponse, headings: ['The members of `resolution`'] },
  { name: 'HistoryLine', schema: HistoryLineResponse, headings: ['A line of a history'] },
  { name: 'Telling', schema: TellingResponse, headings: ['The members of `telling`'] },
  { name: 'Candidate', schema: CandidateResponse, headings: ['A candidate'] },
  { name: 'Decision', schema: ResolutionRequest, headings: ['What is sent to decide'] },
  ...(['customer', 'account', 'bill'] as const).map((kind) => ({
    name: `AdoptionOf${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`,
    schema: ADOPTION_REQUESTS[kind],
    headings: ['What is sent to decide'],
    besides: { adopt: `what POST /${kind}s takes with an id: that of what the event waits for` },
  })),
  { name: 'Decided', schema: ResolvedResponse, headings: ['What was decided'] },
  { name: 'Ageing', schema: AgeingResponse, headings: ['What is owed by age as it is answered'] },
  { name: 'AgeingSum', schema: AgeingRow, headings: ['A sum by age'] },
  {
    name: 'AgedObligation',
    schema: AgedObligationResponse,
    headings: ['What is owed on one, by age'],
  },
  { name: 'AgeingPage', schema: AgeingPageResponse, headings: ['A page of what all owe'] },
  { name: 'Summary', schema: SummaryResponse, headings: ['A summary'] },
  { name: 'SummaryDay', schema: SummaryRow, headings: ['A day of a summary'] },
  { name: 'Waiting', schema: WaitingRow, headings: ['What waits, as a summary has it'] },
  { name: 'Received', schema: ReceivedResponse, headings: ['The answer to a delivery'] },
  { schema: ProblemResponse, headings: ['A problem as it is answered'] },
];

/** What members are made of. */
export const PARTS: Readonly<Record<string, z.ZodMiniType>> = {
  Description: DescriptionResponse,
  GatewayMessage,
  Currency,
  Day,
  DayOrTime,
  EffectiveAt,
  ExternalReference,
  Metadata,
  Moved,
  Totals: TotalsResponse,
  ZoneName,
};
