/**
 * AWS list prices in US dollars, us-east-1, first tier, without any free tier, as of 2026-11-24. They were taken
 * from copies of the pricing pages and not checked against the pages of that day; other regions take up to 1.4
 * times as much (https://aws.amazon.com/{api-gateway,lambda,sqs,dynamodb,cloudwatch,secrets-manager,xray}/pricing).
 */
export const PRICES = {
  httpApiRequest: 1.0e-6,
  restApiRequest: 3.5e-6,
  lambdaRequest: 0.2e-6,
  /** arm64, a gigabyte for a second. */
  lambdaGigabyteSecond: 0.0000133334,
  sqsRequest: 0.4e-6,
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  logGigabyte: 0.5,
  trace: 5.0e-6,
  secretRequest: 5.0e-6,
  /** To the internet. */
  dataOutGigabyte: 0.09,
} as const;
