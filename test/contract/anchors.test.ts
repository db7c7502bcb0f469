import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientConfig } from '#emulator/aws/client-config.ts';
import { startSqsServer } from '#emulator/aws/sqs-server.ts';
import { S3Anchors } from '#shared/aws/s3-anchors.ts';
import { S3FirstAnchors } from '#shared/aws/s3-first-anchors.ts';
import { anchorRoot } from '#shared/ledger/anchor-roots.ts';
import type { AnchorManifest, AnchorPart } from '#shared/models/anchor.ts';
import type { AnchorStore } from '#shared/ports/anchors.ts';
import { MemoryAnchors } from '#test/support/memory-anchors.ts';
import { startMotoServer } from '#test/support/moto-server.ts';
import type { RunningServer } from '#test/support/server-process.ts';

type Kept = { readonly anchors: AnchorStore; readonly bucket?: S3Client };
type Place = {
  readonly name: string;
  /** Whether it knows If-None-Match and versions. */
  readonly isWhole: boolean;
  start(): Promise<{ fresh(): Promise<Kept>; close(): Promise<void> }>;
};

const memory: Place = {
  name: 'memory',
  isWhole: true,
  start: async () => ({
    fresh: async () => ({ anchors: new MemoryAnchors() }),
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
        const Bucket = bucketOf(count);
        await client.send(new CreateBucketCommand({ Bucket }));
        return { anchors: new S3Anchors(client, Bucket), bucket: client };
      },
      close: async () => {
        client.destroy();
        await server.close();
      },
    };
  },
});
const bucketOf = (count: number) => `anchors-${count}`;

const motoServer = process.env['MOTO_SERVER'];
const places = motoServer
  ? [overS3('moto', true, () => startMotoServer(motoServer))]
  : [memory, overS3('the S3 of npm start', false, () => startSqsServer())];

const PART: AnchorPart = {
  format: 1,
  startedAt: '2026-11-28T00:10:00.000Z',
  leaves: [['bcus_A', 3, 'A'.repeat(43)]],
  next: '{"pk":"bcus_A","sk":"HEAD"}',
};
const manifestOf = (name: string): AnchorManifest => {
  const facts = {
    name,
    startedAt: '2026-11-28T00:10:00.000Z',
    finishedAt: '2026-11-28T00:11:00.000Z',
    previous: { name: '2026-11-27', root: 'B'.repeat(43) },
    parts: [{ name: 'part-00000', root: 'C'.repeat(43), count: 1 }],
  };
  return { format: 1, ...facts, obligations: 1, root: anchorRoot(facts) };
};

describe.each(places)('anchors: $name', ({ isWhole, start }) => {
  let place: Awaited<ReturnType<Place['start']>>;
  let anchors: AnchorStore;
  let bucket: S3Client | undefined;
  let Bucket: string;
  let count = 0;
  beforeAll(async () => {
    place = await start();
  }, 120_000);
  afterAll(() => place.close());
  beforeEach(async () => {
    ({ anchors, bucket } = await place.fresh());
    count += 1;
    Bucket = bucketOf(count);
  });

  test('what was written is read again', async () => {
    expect(await anchors.writePart('2026-11-28', 'part-00000', PART)).toBe(true);
    expect(await anchors.readPart('2026-11-28', 'part-00000')).toEqual(PART);
    const manifest = manifestOf('2026-11-28');
    expect(await anchors.writeManifest(manifest)).toBe(true);
    expect(await anchors.readManifest('2026-11-28')).toEqual(manifest);
  });

  test('names come the oldest first, and parts in their order', async () => {
    for (const name of ['2026-11-28', '2025-12-31', '2026-02-01']) {
      for (const part of ['part-00001', 'part-00000', 'part-00010']) {
        await anchors.writePart(name, part, PART);
      }
    }
    await anchors.writeManifest(manifestOf('2026-02-01'));
    expect(await anchors.listNames()).toEqual(['2025-12-31', '2026-02-01', '2026-11-28']);
    const parts = ['part-00000', 'part-00001', 'part-00010'];
    expect(await anchors.listObjects('2026-02-01')).toEqual({ parts, isFinished: true });
    expect(await anchors.listObjects('2026-11-28')).toEqual({ parts, isFinished: false });
  });

  test('where there is nothing, nothing is listed, and reading it is refused by its name', async () => {
    expect(await anchors.listNames()).toEqual([]);
    expect(await anchors.listObjects('2026-11-28')).toEqual({ parts: [], isFinished: false });
    await expect(anchors.readManifest('2026-11-28')).rejects.toThrow(
      'anchors/2026-11-28/manifest.json cannot be read',
    );
    await expect(anchors.readPart('2026-11-28', 'part-00003')).rejects.toThrow(
      'anchors/2026-11-28/part-00003.json cannot be read',
    );
  });

  test.runIf(isWhole)('nothing is written twice', async () => {
    await anchors.writePart('2026-11-28', 'part-00000', PART);
    await anchors.writeManifest(manifestOf('2026-11-28'));
    const other = { ...PART, leaves: [] };
    expect(await anchors.writePart('2026-11-28', 'part-00000', other)).toBe(false);
    expect(await anchors.writeManifest({ ...manifestOf('2026-11-28'), obligations: 9 })).toBe(
      false,
    );
    expect(await anchors.readPart('2026-11-28', 'part-00000')).toEqual(PART);
    expect((await anchors.readManifest('2026-11-28')).obligations).toBe(1);
  });

  test.runIf(isWhole && motoServer)(
    'a version that another one or a delete marker hides is what verify reads',
    async () => {
      if (!bucket) return;
      const VersioningConfiguration = { Status: 'Enabled' } as const;
      await bucket.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      await anchors.writePart('2026-11-28', 'part-00000', PART);
      await anchors.writeManifest(manifestOf('2026-11-28'));
      await bucket.send(
        new PutObjectCommand({ Bucket, Key: 'anchors/2026-11-28/part-00000.json', Body: '{}' }),
      );
      const Key = 'anchors/2026-11-28/manifest.json';
      await bucket.send(new DeleteObjectCommand({ Bucket, Key }));
      const first = new S3FirstAnchors(bucket, Bucket);
      expect(await first.listNames()).toEqual(['2026-11-28']);
      expect(await first.listObjects('2026-11-28')).toEqual({
        parts: ['part-00000'],
        isFinished: true,
      });
      expect(await first.readPart('2026-11-28', 'part-00000')).toEqual(PART);
      expect(await first.readManifest('2026-11-28')).toEqual(manifestOf('2026-11-28'));
    },
  );
});
