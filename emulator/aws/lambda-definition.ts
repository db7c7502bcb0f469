import { devNull } from 'node:os';
import { delimiter, dirname } from 'node:path';
import * as z from 'zod';
import { credentialsOf } from './client-config.ts';
import type { CloudAssembly } from './cloud-assembly.ts';
import type { HandlerPlace } from './load-handler.ts';
import { localUrls, REGION, type StackResources } from './stack-resources.ts';

const FunctionProperties = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string().regex(/^nodejs/),
  Timeout: z.coerce.number().positive().default(3),
  MemorySize: z.coerce.number().positive().default(128),
  ReservedConcurrentExecutions: z.coerce.number().int().positive().optional(),
  LoggingConfig: z
    .object({
      LogFormat: z.string().default('Text'),
      ApplicationLogLevel: z.string().optional(),
      LogGroup: z.string().optional(),
    })
    .default({ LogFormat: 'Text' }),
  Environment: z
    .object({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
});

export type LambdaDefinition = HandlerPlace & {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
};

export type ServiceEndpoints = {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly s3: string;
  readonly secretsManager: string;
};

export type LambdaSurroundings = {
  readonly assembly: CloudAssembly;
  readonly endpoints: ServiceEndpoints;
  readonly apiUrl: string;
  readonly overrides: Readonly<Record<string, string>>;
};

/** A function of the template, as one process on this machine can run it. */
export function readLambdaDefinition(
  id: string,
  resources: StackResources,
  { assembly, endpoints, apiUrl, overrides }: LambdaSurroundings,
): LambdaDefinition {
  const properties = resources.properties(id, FunctionProperties);
  const { Code, Handler, Timeout, MemorySize, ReservedConcurrentExecutions } = properties;
  const declared = Object.entries(properties.Environment.Variables).map(([key, value]) => [
    key,
    overrides[key] ?? localUrls(value, { apiUrl }),
  ]);
  const name = resources.ref(id);
  const taskRoot = assembly.assetPath(Code.S3Key);
  return {
    id,
    name,
    arn: resources.arn(id),
    taskRoot,
    handler: Handler,
    timeoutSeconds: Timeout,
    memoryMb: MemorySize,
    reservedConcurrency: ReservedConcurrentExecutions,
    environment: {
      ...Object.fromEntries(declared),
      ...runtimeVariables(name, taskRoot, properties),
      ...localVariables(id, endpoints),
    },
  };
}

/** What Lambda sets (Lambda Developer Guide, "Defined runtime environment variables"). */
function runtimeVariables(
  name: string,
  taskRoot: string,
  { Handler, Runtime, MemorySize, LoggingConfig }: z.infer<typeof FunctionProperties>,
): Record<string, string> {
  const { LogFormat, ApplicationLogLevel, LogGroup = `/aws/lambda/${name}` } = LoggingConfig;
  return {
    _HANDLER: Handler,
    LAMBDA_TASK_ROOT: taskRoot,
    TZ: 'UTC',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local/[$LATEST]',
    AWS_LAMBDA_LOG_FORMAT: LogFormat,
    ...(ApplicationLogLevel !== undefined && { AWS_LAMBDA_LOG_LEVEL: ApplicationLogLevel }),
  };
}

/** What keeps the function on this machine. */
function localVariables(id: string, endpoints: ServiceEndpoints): Record<string, string> {
  const credentials = credentialsOf(id);
  return {
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    // Without these two, a profile of the person at this machine could send calls to AWS.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    // By its number, so that the SDK puts the bucket's name into the path.
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    POWERTOOLS_TRACE_ENABLED: 'false',
  };
}
