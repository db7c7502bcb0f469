import * as z from 'zod';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** The last label begins with a letter, so that an IP address is none. */
const HOST_NAME = new RegExp(`^(?=.{1,253}$)(?:${LABEL}\\.)+(?=[a-z])${LABEL}$`);

/** No key that a URL would read otherwise: no blank, `?`, `#` or `%`, and no part that begins with a dot. */
const TRUSTSTORE = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/** Who calls the domain must have a certificate that this truststore knows: Moment, and the merchant's backend too. */
const MutualTls = z.strictObject({
  truststoreUri: z
    .string()
    .regex(
      TRUSTSTORE,
      'must be an object such as s3://moment-balances-truststore/ca.pem, of letters, digits and . _ - /',
    ),
  /** Of the object: another one is another truststore, and a deployment that shows it. */
  truststoreVersion: z.string().min(1),
});

export const Domain = z
  .strictObject({
    name: z
      .string()
      .regex(
        HOST_NAME,
        'must be a host name alone, in small letters, such as balances.example.com: no https://, port or path',
      ),
    certificateArn: z
      .string()
      .regex(
        /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
        'must be the ARN of a certificate of ACM, such as arn:aws:acm:REGION:ACCOUNT:certificate/ID',
      ),
    /** Moment may have the address registered that AWS gives: it is off only when somebody says so. */
    awsAddress: z.enum(['on', 'off']).default('on'),
    mutualTls: MutualTls.optional(),
  })
  .refine(({ awsAddress, mutualTls }) => !mutualTls || awsAddress === 'off', {
    path: ['mutualTls'],
    error:
      "The address that AWS gives asks nobody for a certificate: have Moment deliver to the domain, set awsAddress: 'off', and then this",
  });
