import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { csvResponse, wantsCsv } from '#shared/api/csv/csv-response.ts';
import { linkToNext } from '#shared/api/csv/link-to-next.ts';
import { fromBeforeTo } from '#shared/api/read-period.ts';
import { readPathId, readQuery } from '#shared/api/read-request.ts';
import { readPlaceIn, writePlaceIn } from '#shared/api/reports/ageing-cursor.ts';
import {
  AGEING_ROWS_DEFAULT,
  AgeingPageQuery,
  type AgeingPageResponse,
  AgeingQuery,
  type AgeingResponse,
  inZoneOf,
  notAhead,
  todayIn,
} from '#shared/api/reports/ageing-schemas.ts';
import {
  AGEING_COLUMNS,
  ageingRowOf,
  viewAgedObligation,
  viewAgedSums,
} from '#shared/api/reports/ageing-view.ts';
import {
  notTooLong,
  SummaryQuery,
  type SummaryResponse,
  summaryPeriod,
} from '#shared/api/reports/summary-schemas.ts';
import { SUMMARY_COLUMNS, summaryRowsOf } from '#shared/api/reports/summary-view.ts';
import { jsonResponse } from '#shared/api/response.ts';
import { kindOfRoute } from '#shared/api/route-kind.ts';
import type { Obligations } from '#shared/ports/ledger.ts';
import type { AgeingSnapshots, WaitingAmounts } from '#shared/ports/reports.ts';
import { findObligation } from '#shared/use-cases/obligations/find-obligation.ts';
import { type AgeOwedDeps, ageOwed } from '#shared/use-cases/reports/age-owed.ts';
import { readSnapshot } from '#shared/use-cases/reports/read-snapshot.ts';
import { type ReadSummaryDeps, readSummary } from '#shared/use-cases/reports/read-summary.ts';
import { readWaiting } from '#shared/use-cases/reports/read-waiting.ts';

/** The zone is the stage's. */
export type ReadReportsDeps = AgeOwedDeps &
  ReadSummaryDeps & {
    readonly ledger: Obligations;
    readonly snapshots: AgeingSnapshots;
    readonly amounts: WaitingAmounts;
  };
type Answer = Promise<APIGatewayProxyStructuredResultV2>;

/** `GET /ageing`, `GET /summary`, and `GET /customers/{id}/ageing`, of accounts and of bills. */
export function createHandler(deps: ReadReportsDeps) {
  return (event: APIGatewayProxyEventV2): Answer => {
    if (event.routeKey === 'GET /summary') return answerSummary(event, deps);
    if (event.routeKey === 'GET /ageing') return answerSnapshot(event, deps);
    return answerAgeing(event, deps);
  };
}

async function answerAgeing(event: APIGatewayProxyEventV2, deps: ReadReportsDeps): Answer {
  const now = deps.clock.now();
  const query = readQuery(event, AgeingQuery.check(notAhead(deps.zone, now)));
  const { zone = deps.zone, as_of: asOf = todayIn(zone, now), bom } = query;
  const obligation = await findObligation(kindOfRoute(event), readPathId(event), deps.ledger);
  const { byCurrency, obligations } = await ageOwed(obligation, { asOf, zone }, deps);
  if (wantsCsv(event)) {
    const rows = obligations.map((each) => ageingRowOf(asOf, each));
    return csvResponse(AGEING_COLUMNS, rows, { bom });
  }
  return jsonResponse(200, {
    as_of: asOf,
    zone,
    data: viewAgedSums(byCurrency),
    obligations: obligations.map(viewAgedObligation),
  } satisfies AgeingResponse);
}

async function answerSnapshot(event: APIGatewayProxyEventV2, deps: ReadReportsDeps): Answer {
  const { zone, clock, snapshots } = deps;
  const format = wantsCsv(event) ? 'csv' : 'json';
  const checked = AgeingPageQuery.check(notAhead(zone, clock.now()), inZoneOf(zone));
  const { as_of: day, cursor, bom, ...query } = readQuery(event, checked);
  const { limit = AGEING_ROWS_DEFAULT[format] } = query;
  const place = readPlaceIn(cursor, day);
  const { manifest, obligations, next } = await readSnapshot({ ...place, limit }, snapshots);
  const { asOf, finishedAt, sums } = manifest;
  const next_cursor = next === undefined ? null : writePlaceIn(asOf, next, day);
  if (format === 'csv') {
    const rows = obligations.map((each) => ageingRowOf(asOf, each));
    return csvResponse(AGEING_COLUMNS, rows, { bom, headers: linkToNext(next_cursor, event) });
  }
  return jsonResponse(200, {
    ...{ as_of: asOf, zone, taken_at: finishedAt },
    data: viewAgedSums(
      new Map(sums.flatMap(({ currency, aged }) => (aged ? [[currency, aged]] : []))),
    ),
    obligations: obligations.map(viewAgedObligation),
    next_cursor,
  } satisfies AgeingPageResponse);
}

async function answerSummary(event: APIGatewayProxyEventV2, deps: ReadReportsDeps): Answer {
  const now = deps.clock.now();
  const { zone } = deps;
  const checked = SummaryQuery.check(fromBeforeTo(zone), notTooLong(zone, now));
  const query = readQuery(event, checked);
  const period = summaryPeriod(query, zone, now);
  const data = await readSummary(period, deps);
  if (wantsCsv(event)) {
    return csvResponse(SUMMARY_COLUMNS, data.flatMap(summaryRowsOf), { bom: query.bom });
  }
  const waiting = await readWaiting(deps.amounts);
  return jsonResponse(200, {
    ...period,
    data: [...data],
    waiting: [...waiting],
  } satisfies SummaryResponse);
}
