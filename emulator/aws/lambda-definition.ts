import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { LOCAL_CREDENTIALS } from './client-config.ts';
import type { CloudAssembly } from './cloud-assembly.ts';
import { localUrls, REGION, type StackResources } from './stack-resources.ts';

const EXTENSIONS = ['.mjs', '.js', '.cjs'];

const FunctionProperties = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string().regex(/^.+\.[^.]+$/),
  Runtime: z.string().regex(/^nodejs/),
  Timeout: z.coerce.number().positive().default(3),
  MemorySize: z.coerce.number().positive().default(128),
  ReservedConcurrentExecutions: z.coerce.number().int().positive().optional(),
  Environment: z
    .object({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
});

export type LambdaDefinition = {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly moduleUrl: string;
  readonly exportName: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
};

export type ServiceEndpoints = {
  readonly dynamodb: string;
  readonly sqs: string;
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
  const dot = Handler.lastIndexOf('.');
  const declared = Object.entries(properties.Environment.Variables).map(([key, value]) => [
    key,
    overrides[key] ?? localUrls(value, { apiUrl }),
  ]);
  const name = resources.ref(id);
  return {
    id,
    name,
    arn: resources.arn(id),
    moduleUrl: findModule(assembly.assetPath(Code.S3Key), Handler.slice(0, dot), id),
    exportName: Handler.slice(dot + 1),
    timeoutSeconds: Timeout,
    memoryMb: MemorySize,
    reservedConcurrency: ReservedConcurrentExecutions,
    environment: {
      ...Object.fromEntries(declared),
      ...runtimeVariables(name, MemorySize, endpoints),
    },
  };
}

function findModule(asset: string, module: string, id: string): string {
  const path = EXTENSIONS.map((extension) => join(asset, module + extension)).find(existsSync);
  if (path === undefined) {
    throw new Error(`${id}: ${asset} holds no ${module}.mjs: run \`npm run synth\` again`);
  }
  return pathToFileURL(path).href;
}

/** What Lambda sets, and what keeps the function on this machine. */
function runtimeVariables(
  name: string,
  memoryMb: number,
  endpoints: ServiceEndpoints,
): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    TZ: 'UTC',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    // Without these two, a profile of the person at this machine could send calls to AWS.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    POWERTOOLS_TRACE_ENABLED: 'false',
  };
}
