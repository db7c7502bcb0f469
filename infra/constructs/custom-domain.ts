import { DomainName, type MTLSConfig } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageConfig } from '#infra/config.ts';

type Domain = NonNullable<StageConfig['domain']>;

export function createDomain(
  scope: Construct,
  { name, certificateArn, mutualTls }: Domain,
): DomainName {
  return new DomainName(scope, 'Domain', {
    domainName: name,
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
    ...(mutualTls && { mtls: truststoreOf(scope, mutualTls) }),
  });
}

function truststoreOf(
  scope: Construct,
  { truststoreUri, truststoreVersion }: NonNullable<Domain['mutualTls']>,
): MTLSConfig {
  const { hostname, pathname } = new URL(truststoreUri);
  const bucket = Bucket.fromBucketName(scope, 'Truststore', hostname);
  return { bucket, key: pathname.slice(1), version: truststoreVersion };
}
