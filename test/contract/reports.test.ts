import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { startSqsServer } from '#emulator/aws/sqs-server.ts';
import { S3AgeingSnapshots } from '#shared/aws/s3-ageing-snapshots.ts';
import { S3DaySummaries } from '#shared/aws/s3-day-summaries.ts';
import { S3Objects } from '#shared/aws/s3-objects.ts';
import type { SnapshotManifest, SnapshotPart } from '#shared/models/ageing-snapshot.ts';
import type { KeptSummary } from '#shared/models/summary.ts';
import type { AgeingSnapshotStore, DaySummaryStore } from '#shared/ports/reports.ts';
import { MemoryAgeingSnapshots, MemoryDaySummaries } from '#test/support/memory-reports.ts';
import { startMotoServer } from '#test/support/moto-server.ts';
import type { RunningServer } from '#test/support/server-process.ts';

type Kept = { readonly snapshots: AgeingSnapshotStore; readonly summaries: DaySummaryStore };
type Place = {
  readonly name: string;
  /** Whether it knows If-None-Match. */
  readonly isWhole: boolean;
  start(): Promise<{ fresh(): Promise<Kept>; close(): Promise<void> }>;
};
const ZONE = 'America/Argentina/Buenos_Aires';

const memory: Place = {
  name: 'memory',
  isWhole: true,
  start: async () => ({
    fresh: async () => ({
      snapshots: new MemoryAgeingSnapshots(),
      summaries: new MemoryDaySummaries(),
    }),
    close: async () => undefined,
  }),
};
const overS3 = (
  name: string,
  isWhole: boolean,
  startServer: () => Promise<RunningServer>,
): Place => ({
  name,
  isWhole,
  start: async () => {
    const server = await startServer();
    const client = new S3Client(localClientConfig(server.endpoint));
    let count = 0;
    return {
      fresh: async () => {
        count += 1;
        const Bucket = `reports-${count}`;
        await client.send(new CreateBucketCommand({ Bucket }));
        const objects = new S3Objects(client, Bucket);
        return {
          snapshots: new S3AgeingSnapshots(objects, ZONE),
          summaries: new S3DaySummaries(objects, ZONE),
        };
      },
      close: async () => {
        client.destroy();
        await server.close();
      },
    };
  },
});
const motoServer = process.env['MOTO_SERVER'];
const places = motoServer
  ? [overS3('moto', true, () => startMotoServer(motoServer))]
  : [memory, overS3('the S3 of npm start', false, () => startSqsServer())];

const AGED = { current: 5, '1-30': 0, '31-60': 0, '61-90': 0, over_90: 0 };
const PART: SnapshotPart = {
  ...{ format: 1, startedAt: '2026-11-28T00:20:00.000Z' },
  obligations: [
    {
      ...{ id: 'bcus_A', kind: 'customer', externalReference: 'C-1', currency: 'ZAR' },
      ...{ sequence: 3, aged: AGED },
    },
  ],
  unreadable: ['bcus_B'],
  next: '{"kind":"account"}',
};
const manifestOf = (asOf: string): SnapshotManifest => ({
  ...{ format: 1, asOf, zone: ZONE, startedAt: '2026-11-28T00:20:00.000Z' },
  finishedAt: '2026-11-28T00:21:00.000Z',
  parts: [{ name: 'part-00000', count: 1 }],
  sums: [{ currency: 'ZAR', aged: AGED }, { currency: 'JPY' }],
  unreadable: 1,
});
const summaryOf = (day: string): KeptSummary => ({
  ...{ format: 1, day, zone: ZONE, writtenAt: '2026-11-28T00:20:00.000Z' },
  data: [{ day, currency: 'ZAR', payment: { count: 2, amount: -700 }, charge: { count: 2 } }],
});

describe.each(places)('what is written down of days: $name', ({ isWhole, start }) => {
  let place: Awaited<ReturnType<Place['start']>>;
  let snapshots: AgeingSnapshotStore;
  let summaries: DaySummaryStore;
  beforeAll(async () => {
    place = await start();
  }, 120_000);
  afterAll(() => place.close());
  beforeEach(async () => {
    ({ snapshots, summaries } = await place.fresh());
  });

  test('is read again as it was written', async () => {
    expect(await snapshots.writePart('2026-11-27', 'part-00000', PART)).toBe(true);
    expect(await snapshots.readPart('2026-11-27', 'part-00000')).toEqual(PART);
    const manifest = manifestOf('2026-11-27');
    expect(await snapshots.writeManifest(manifest)).toBe(true);
    expect(await snapshots.readManifest('2026-11-27')).toEqual(manifest);
    expect(await summaries.writeSummary(summaryOf('2026-11-27'))).toBe(true);
    expect(await summaries.readSummary('2026-11-27')).toEqual(summaryOf('2026-11-27'));
  });

  test('is listed by day, and a snapshot is finished once it has a manifest', async () => {
    for (const day of ['2026-11-28', '2025-12-31', '2026-02-01']) {
      await snapshots.writePart(day, 'part-00001', PART);
      await snapshots.writePart(day, 'part-00000', PART);
      await summaries.writeSummary(summaryOf(day));
    }
    await snapshots.writeManifest(manifestOf('2026-02-01'));
    const days = ['2025-12-31', '2026-02-01', '2026-11-28'];
    expect(await snapshots.listDays()).toEqual(days);
    expect(await summaries.listSummarised()).toEqual(days);
    const parts = ['part-00000', 'part-00001'];
    expect(await snapshots.listObjects('2026-02-01')).toEqual({ parts, isFinished: true });
    expect(await snapshots.listObjects('2026-11-28')).toEqual({ parts, isFinished: false });
  });

  test('is not listed where there is none, and reading it is refused by its name', async () => {
    expect(await snapshots.listDays()).toEqual([]);
    expect(await snapshots.listObjects('2026-11-28')).toEqual({ parts: [], isFinished: false });
    expect(await summaries.listSummarised()).toEqual([]);
    for (const [read, name] of [
      [snapshots.readManifest('2026-11-28'), '2026-11-28/manifest.json'],
      [snapshots.readPart('2026-11-28', 'part-00000'), '2026-11-28/part-00000.json'],
      [summaries.readSummary('2026-11-28'), '2026-11-28.json'],
    ] as const) {
      await expect(read).rejects.toThrow(`${name} cannot be read`);
    }
  });

  test.runIf(isWhole)('is written once', async () => {
    await snapshots.writePart('2026-11-28', 'part-00000', PART);
    await snapshots.writeManifest(manifestOf('2026-11-28'));
    await summaries.writeSummary(summaryOf('2026-11-28'));
    const other = { ...PART, obligations: [] };
    expect(await snapshots.writePart('2026-11-28', 'part-00000', other)).toBe(false);
    expect(await snapshots.writeManifest({ ...manifestOf('2026-11-28'), unreadable: 9 })).toBe(
      false,
    );
    expect(await summaries.writeSummary({ ...summaryOf('2026-11-28'), data: [] })).toBe(false);
    expect(await snapshots.readPart('2026-11-28', 'part-00000')).toEqual(PART);
    expect((await snapshots.readManifest('2026-11-28')).unreadable).toBe(1);
    expect(await summaries.readSummary('2026-11-28')).toEqual(summaryOf('2026-11-28'));
  });
});
