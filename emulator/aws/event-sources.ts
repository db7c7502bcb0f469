import { SQSClient } from '@aws-sdk/client-sqs';
import { credentialsOf, localClientConfig } from './client-config.ts';
import {
  EventSourceMapping,
  type FailedMessage,
  MappingProperties,
} from './event-source-mapping.ts';
import type { FunctionPools } from './function-pools.ts';
import { QueueProperties } from './queues.ts';
import type { StackResources } from './stack-resources.ts';

export type EventSourceEvents = {
  onWarning(text: string): void;
  /** A message was given back to its queue, or to the dead letters. */
  onFailed?: ((failed: FailedMessage) => void) | undefined;
};

export type EventSources = {
  /** Batches wait before their functions until `release`, and the queues behind them, as if all were busy. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
};

/** Starts the template's event source mappings. */
export function startEventSources(
  resources: StackResources,
  client: SQSClient,
  functions: FunctionPools,
  { onWarning, onFailed = () => {} }: EventSourceEvents,
  triesMax: number | undefined,
): EventSources {
  let open = Promise.withResolvers<void>();
  open.resolve();
  const queues = new Map(resources.ids('AWS::SQS::Queue').map((id) => [resources.arn(id), id]));
  const clients: SQSClient[] = [];
  const mappings = resources.ids('AWS::Lambda::EventSourceMapping').flatMap((id) => {
    const properties = resources.properties(id, MappingProperties);
    const queueId = queues.get(properties.EventSourceArn);
    if (queueId === undefined) {
      onWarning(`${id} does not run here: ${properties.EventSourceArn} is not a queue`);
      return [];
    }
    const queue = resources.properties(queueId, QueueProperties);
    const queueUrl = resources.ref(queueId);
    const inItsName = new SQSClient({
      ...localClientConfig(new URL(queueUrl).origin),
      credentials: credentialsOf(functions.idOf(properties.FunctionName)),
    });
    clients.push(inItsName);
    return new EventSourceMapping(inItsName, client, {
      properties,
      queueUrl,
      visibilitySeconds: queue.VisibilityTimeout,
      triesMax: queue.RedrivePolicy && (triesMax ?? queue.RedrivePolicy.maxReceiveCount),
      invoke: async (event) => {
        await open.promise;
        return functions.invokeArn(properties.FunctionName, event);
      },
      onWarning,
      onFailed,
    });
  });
  return {
    hold: () => {
      open = Promise.withResolvers();
    },
    release: () => open.resolve(),
    close: async () => {
      await Promise.all(mappings.map((mapping) => mapping.close()));
      for (const each of clients) each.destroy();
    },
  };
}
