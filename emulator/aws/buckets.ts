import type { StackResources } from './stack-resources.ts';

/** What keeps buckets, as far as it is needed here. */
export type BucketStore = {
  hasBucket(name: string): boolean;
  createBucket(name: string): void;
};

/** Creates the template's buckets, unless they are there from an earlier run. Nothing in them is locked here. */
export function createBuckets(resources: StackResources, store: BucketStore): void {
  for (const id of resources.ids('AWS::S3::Bucket')) {
    const name = resources.ref(id);
    if (!store.hasBucket(name)) store.createBucket(name);
  }
}
