import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

export type AlarmRow = {
  readonly says: string;
  readonly metric: IMetric;
  /** What is more than this breaches. @default 0 */
  readonly above?: number;
  /** `[2, 12]` is two of the last twelve periods. @default [1, 1] */
  readonly periods?: readonly [breaching: number, of: number];
  /** @default false */
  readonly missingBreaches?: boolean;
};
export type AlarmRows = Readonly<Record<string, AlarmRow>>;
