import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { type Capture, requestHandler } from './client-options.ts';
import { S3AgeingSnapshots } from './s3-ageing-snapshots.ts';
import { S3DaySummaries } from './s3-day-summaries.ts';
import { S3_REQUESTS, S3Objects } from './s3-objects.ts';

/** For an answer that can do without: what does not answer is given up within seconds. */
export const IN_PASSING = { requestHandler, maxAttempts: 2 };

/** What is written down of each day of a zone. Reading needs `s3:GetObject` and `s3:ListBucket`, writing `s3:PutObject`. */
export function createReports(
  capture: Capture,
  bucket: string,
  zone: string,
  requests: S3ClientConfig = { requestHandler: S3_REQUESTS },
) {
  const client = capture(new S3Client(requests));
  const objects = new S3Objects(client, bucket);
  return {
    snapshots: new S3AgeingSnapshots(objects, zone),
    summaries: new S3DaySummaries(objects, zone),
  };
}
