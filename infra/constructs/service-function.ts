import { join, resolve } from 'node:path';
import { type Duration, Stack, Stage } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageConfig } from '#infra/config.ts';
import { acknowledge } from './acknowledge.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface ServiceFunctionProps {
  /** Its folder below `functions/`. */
  readonly folder: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly memoryMiB: number;
  readonly config: Pick<StageConfig, 'logRetentionDays' | 'removable' | 'traces'>;
  readonly environment: Record<string, string>;
  /** Kept for it of what the account may run at once, and the most that it may. @default none is kept */
  readonly reservedConcurrency?: number | undefined;
}

/** Instead of the SDK's search for credentials: SSO, profiles, containers and the like, a fifth of a bundle. */
const ROLE_CREDENTIALS = './shared/aws/role-credentials.ts';
/** Instead of X-Ray's SDK. */
const NO_TRACING = './shared/lambda/no-tracing.ts';

/** Each stage has its own: what one of them counts must not wake anybody for another in the same account. */
export function metricsNamespace(scope: Construct): string {
  return Stack.of(scope).stackName;
}

/** A function of this application, the way all of them are. */
export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { folder, description, timeout, memoryMiB, config, environment } = props;
    const { reservedConcurrency } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: config.logRetentionDays,
      removalPolicy: removalPolicyOf(config),
    });
    // Not the CDK's own, which may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    super(scope, id, {
      description,
      role,
      entry: `functions/${folder}/main.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout,
      memorySize: memoryMiB,
      ...(reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: reservedConcurrency }),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Of Lambda's own lines only those about failures: the others say what metrics say, for a third of the logs.
      systemLogLevelV2: SystemLogLevel.WARN,
      // The records of metrics have no level, and count as INFO (Lambda Developer Guide, log-level filtering).
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // Sampled: Lambda takes X-Ray's default rule, one request a second and 5 % of the others.
      ...(config.traces ? { tracing: Tracing.ACTIVE } : {}),
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: folder,
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(scope),
        ...(config.traces ? { POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false' } : {}),
      },
      bundling: bundlingOf(config, metafileOf(scope, folder)),
    });
    if (!config.traces) return;
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'xray:PutTraceSegments and xray:PutTelemetryRecords know no resource but *',
    );
  }
}

/** Where esbuild says what is in the bundle: beside the bundles, not in one. `npm run sbom` reads it. */
function metafileOf(scope: Construct, folder: string): string {
  return join(resolve(Stage.of(scope)?.assetOutdir ?? '.'), `${folder}.meta.json`);
}

function bundlingOf({ traces }: Pick<StageConfig, 'traces'>, metafile: string): BundlingOptions {
  return {
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
      ...(traces ? {} : { '--alias:#shared/lambda/tracing.ts': NO_TRACING }),
      // Also what the SDK imports at its first call.
      '--supported:dynamic-import': 'false',
      '--metafile': metafile,
    },
  };
}
