import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from './acknowledge.ts';

/** By what their names begin with, `anchors/`. */
export type FolderUses = { readonly reads: readonly string[]; readonly writes: readonly string[] };

/**
 * Lets a role list some folders of a bucket, and read or write the objects in them. An object that is not there is
 * refused without the right to list, which is why nobody asks for one.
 */
export function grantFolders(bucket: Bucket, grantee: IRole, { reads, writes }: FolderUses): void {
  const used = [...new Set([...reads, ...writes])];
  const grant = (actions: string[], folders: readonly string[]) =>
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions,
        resources: folders.map((folder) => bucket.arnForObjects(`${folder}*`)),
      }),
    );
  if (reads.length > 0) grant(['s3:GetObject'], reads);
  if (writes.length > 0) grant(['s3:PutObject'], writes);
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': used.map((folder) => `${folder}*`) } },
    }),
  );
  const name = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket);
  for (const folder of used) {
    acknowledge(
      grantee,
      `AwsSolutions-IAM5[Resource::<${name}.Arn>/${folder}*]`,
      'All that is in this folder of this one bucket: its objects are named by the day',
    );
  }
}
