import { SQSClient } from '@aws-sdk/client-sqs';
import { AccessControl, type SeenAccess } from './access-control.ts';
import { BucketNotifications } from './bucket-notifications.ts';
import { createBuckets } from './buckets.ts';
import { localClientConfig } from './client-config.ts';
import { readCloudAssembly } from './cloud-assembly.ts';
import type { CreatedObject } from './created-object.ts';
import { type EventSourceEvents, type EventSources, startEventSources } from './event-sources.ts';
import { FunctionPools } from './function-pools.ts';
import { type HttpRequestSeen, type Pages, startHttpApi } from './http-api.ts';
import { matchRoute, readHttpRoutes } from './http-routes.ts';
import type { ServiceEndpoints } from './lambda-definition.ts';
import { Pipes, type PublishedEvent } from './pipes.ts';
import { createQueues, type QueueDepth, readQueueDepths } from './queues.ts';
import { KNOWN_RESOURCE_TYPES } from './resource-types.ts';
import { startSchedules } from './schedules.ts';
import { createSecrets } from './secrets.ts';
import { startSecretsServer } from './secrets-server.ts';
import { createStackResources } from './stack-resources.ts';
import { type OnClose, startStores } from './stores.ts';
import { createTables } from './tables.ts';

export type LocalStackOptions = {
  /** What `cdk synth` wrote. */
  readonly assembly: string;
  /** Where the HTTP API listens; 0 is any that is free. */
  readonly port: number;
  /** @default any that is free, as for SQS */
  readonly dynamodbPort?: number | undefined;
  readonly sqsPort?: number | undefined;
  /** How often a message is tried before it is a dead letter. @default as the template says */
  readonly triesMax?: number | undefined;
  /** What the HTTP API shows where the template has no such route. */
  pages?(apiUrl: string, routeKeys: readonly string[]): Pages;
  /** Keeps tables, queues and buckets. @default in memory */
  readonly directory?: string | undefined;
  /** Values for variables that functions declare, instead of the template's. */
  readonly overrides?: Readonly<Record<string, string>>;
  onLog?(functionId: string, line: string): void;
  /** Told of each call of a function that IAM would be asked about. */
  onAccess?(seen: SeenAccess): void;
  onRequest?(seen: HttpRequestSeen): void;
  onWarning?(text: string): void;
  /** Told of each event that a pipe puts on a bus. */
  onPublished?(event: PublishedEvent): void;
  /** Told of each object that is put into a bucket. */
  onCreated?(object: CreatedObject): void;
  readonly onFailed?: EventSourceEvents['onFailed'];
};

export type LocalStack = {
  readonly apiUrl: string;
  readonly endpoints: ServiceEndpoints;
  readonly tableNames: readonly string[];
  /** Whether the tables are those of an earlier run. */
  readonly isKept: boolean;
  output(name: string): string;
  setSecret(nameOrArn: string, value: string): void;
  readonly eventSources: Pick<EventSources, 'hold' | 'release'>;
  queueDepths(): Promise<Record<string, QueueDepth>>;
  /** By logical id. */
  invoke(functionId: string, event: unknown): Promise<unknown>;
  /** The process ids of one function's execution environments, or of all. */
  processes(functionId?: string): number[];
  close(): Promise<void>;
};

/** Runs a synthesised stack on this machine. What started is stopped again if a later part cannot start. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const stops: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
  };
  try {
    return { ...(await start(options, (stop) => stops.push(stop))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: LocalStackOptions,
  onClose: OnClose,
): Promise<Omit<LocalStack, 'close'>> {
  const { overrides = {}, onLog = () => {}, onRequest = () => {} } = options;
  const { onWarning = () => {}, onFailed, triesMax } = options;
  const assembly = readCloudAssembly(options.assembly);
  for (const [id, { Type }] of Object.entries(assembly.template.Resources)) {
    if (!KNOWN_RESOURCE_TYPES.has(Type)) {
      onWarning(`${id} does not run here: ${Type} is not known`);
    }
  }
  const api = await startHttpApi(options.port, onRequest);
  onClose(api.close);
  const access = new AccessControl((seen) => {
    if (!seen.isAllowed) onLog(seen.functionId, `ERROR ${seen.functionId} may not ${seen.action}`);
    options.onAccess?.(seen);
  });
  const pipes = new Pipes(onWarning, options.onPublished);
  const notifications = new BucketNotifications(onWarning);
  const { dynamodb, sqs } = await startStores(options, { access, pipes, notifications }, onClose);

  const apiUrl = `http://127.0.0.1:${api.port}`;
  const resources = createStackResources(assembly, { apiUrl, sqs: sqs.endpoint });
  access.load(resources);
  pipes.load(resources);
  const secrets = createSecrets(resources);
  const secretsManager = await startSecretsServer(secrets.find, access.of);
  onClose(secretsManager.close);
  const endpoints = {
    dynamodb: dynamodb.endpoint,
    sqs: sqs.endpoint,
    s3: sqs.endpoint,
    secretsManager: secretsManager.endpoint,
  };

  const queues = new SQSClient(localClientConfig(sqs.endpoint));
  onClose(() => queues.destroy());
  await createQueues(resources, queues, triesMax);
  notifications.load(resources, queues);
  createBuckets(resources, sqs.buckets);
  const tables = await createTables(resources, dynamodb.endpoint);
  const functions = new FunctionPools(
    resources,
    { assembly, endpoints, apiUrl, overrides },
    (id, line) => {
      if (access.ofLog(id)) onLog(id, line);
    },
  );
  onClose(() => functions.close());
  const sources = startEventSources(
    resources,
    queues,
    functions,
    { onWarning, onFailed },
    triesMax,
  );
  onClose(sources.close);
  const schedules = startSchedules(resources, functions.invokeArn, onWarning);
  onClose(schedules.close);
  const routes = readHttpRoutes(resources);
  api.serve({
    route: (method, path) => matchRoute(routes, method, path),
    invoke: functions.invokeArn,
    page: options.pages?.(
      apiUrl,
      routes.map(({ routeKey }) => routeKey),
    ),
  });

  return {
    apiUrl,
    endpoints,
    tableNames: tables.names,
    isKept: tables.areKept,
    output: resources.output,
    setSecret: secrets.set,
    eventSources: sources,
    queueDepths: () => readQueueDepths(resources, queues),
    invoke: functions.invoke,
    processes: functions.processes,
  };
}
