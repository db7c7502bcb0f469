import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Item } from 'dynalite/db/index.js';
import type { WrittenItem } from './engine.ts';
import { itemSize } from './item-size.ts';

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

export type StreamOfTable = {
  readonly arn: string;
  readonly region: string;
  readonly viewType: StreamViewType;
  readonly keyNames: readonly string[];
};

/**
 * What a stream has of a write; nothing where it changed nothing.
 *
 * Source: Amazon DynamoDB API Reference, Record and StreamRecord.
 */
export function toStreamRecord(
  { before, after }: Pick<WrittenItem, 'before' | 'after'>,
  { arn, region, viewType, keyNames }: StreamOfTable,
  sequenceNumber: number,
  now: Date,
) {
  const item = after ?? before;
  if (!item || isDeepStrictEqual(before, after)) return undefined;
  const hasNew = after && viewType !== 'KEYS_ONLY' && viewType !== 'OLD_IMAGE';
  const hasOld = before && viewType !== 'KEYS_ONLY' && viewType !== 'NEW_IMAGE';
  const images = { ...(hasNew && { NewImage: after }), ...(hasOld && { OldImage: before }) };
  const Keys: Item = Object.fromEntries(keyNames.map((name) => [name, item[name]]));
  return {
    eventID: randomUUID().replaceAll('-', ''),
    eventName: nameOf(before, after),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(now.getTime() / 1000),
      Keys,
      ...images,
      SequenceNumber: String(sequenceNumber).padStart(21, '0'),
      SizeBytes: [Keys, ...Object.values(images)].reduce((sum, each) => sum + itemSize(each), 0),
      StreamViewType: viewType,
    },
    eventSourceARN: arn,
  };
}

function nameOf(before: Item | undefined, after: Item | undefined) {
  if (!after) return 'REMOVE';
  return before ? 'MODIFY' : 'INSERT';
}
