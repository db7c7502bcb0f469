import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface ServiceFunctionProps {
  /** Its folder below `functions/`. */
  readonly folder: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly memoryMiB: number;
  readonly logRetentionDays: RetentionDays;
  readonly environment: Record<string, string>;
}

/** Instead of the SDK's search for credentials: SSO, profiles, containers and the like, a fifth of a bundle. */
const ROLE_CREDENTIALS = './shared/aws/role-credentials.ts';

/** A function of this application, the way all of them are. */
export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { folder, description, timeout, memoryMiB, logRetentionDays, environment } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      description,
      entry: `functions/${folder}/main.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout,
      memorySize: memoryMiB,
      logGroup,
      // Sampled: Lambda takes X-Ray's default rule, one request a second and 5 % of the others.
      tracing: Tracing.ACTIVE,
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: folder,
        POWERTOOLS_METRICS_NAMESPACE: 'MomentBalances',
        POWERTOOLS_LOG_LEVEL: 'INFO',
        POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
      },
      bundling: {
        // An ES module that imports node:http loads Node's own HTTP clients with it, a tenth of a cold start.
        format: OutputFormat.CJS,
        target: 'node24',
        mainFields: ['module', 'main'],
        minify: true,
        sourceMap: true,
        sourcesContent: false,
        // The SDK that was tested is the SDK that runs.
        externalModules: [],
        esbuildArgs: {
          '--alias:@aws-sdk/credential-provider-node': ROLE_CREDENTIALS,
          // Also what the SDK imports at its first call.
          '--supported:dynamic-import': 'false',
        },
      },
    });
    acknowledge(
      this,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      'Writing to log groups, and nothing else',
    );
    acknowledge(
      this,
      'AwsSolutions-IAM5[Resource::*]',
      'xray:PutTraceSegments and xray:PutTelemetryRecords know no resource but *',
    );
  }
}
