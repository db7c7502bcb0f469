import * as z from 'zod';
import type { WrittenItem } from '#emulator/dynamodb/engine.ts';
import { type StreamOfTable, toStreamRecord } from '#emulator/dynamodb/stream-record.ts';
import { statementsOf } from './access-control.ts';
import { type EventPattern, matchesPattern, readEventPattern } from './event-pattern.ts';
import { renderTemplate } from './input-template.ts';
import { isAllowed } from './policy.ts';
import { REGION, type StackResources } from './stack-resources.ts';
import { TableProperties } from './table-definition.ts';

const PipeProperties = z.object({
  RoleArn: z.string(),
  Source: z.string(),
  SourceParameters: z.object({
    FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
  }),
  Target: z.string(),
  TargetParameters: z.object({
    EventBridgeEventBusParameters: z.object({ Source: z.string(), DetailType: z.string() }),
    InputTemplate: z.string(),
  }),
});
const StreamProperties = TableProperties.extend({
  StreamSpecification: z
    .object({
      StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']),
    })
    .optional(),
});

/** As a rule of the bus would see it. */
export type PublishedEvent = {
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

type Pipe = z.infer<typeof PipeProperties> & {
  readonly id: string;
  readonly patterns: readonly EventPattern[];
};

/** What EventBridge User Guide asks of the role of a pipe that reads a stream. */
const READS_STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/**
 * The template's table streams, and its pipes from one to an event bus. Both live in memory: what was not published
 * when the process dies is not published later, as it would be on AWS.
 */
export class Pipes {
  readonly #onWarning: (text: string) => void;
  readonly #onPublished: (event: PublishedEvent) => void;
  readonly #streams = new Map<string, StreamOfTable>();
  #pipes: readonly Pipe[] = [];
  #sequenceNumber = 0;

  constructor(
    onWarning: (text: string) => void,
    onPublished: (event: PublishedEvent) => void = () => {},
  ) {
    this.#onWarning = onWarning;
    this.#onPublished = onPublished;
  }

  /** @throws Error where a pipe asks for what is not known here, or its role does not let it do its work */
  load(resources: StackResources): void {
    for (const id of resources.ids('AWS::DynamoDB::GlobalTable')) {
      const { KeySchema, StreamSpecification } = resources.properties(id, StreamProperties);
      if (!StreamSpecification) continue;
      this.#streams.set(resources.ref(id), {
        arn: `${resources.arn(id)}/stream/local`,
        region: REGION,
        viewType: StreamSpecification.StreamViewType,
        keyNames: KeySchema.map(({ AttributeName }) => AttributeName),
      });
    }
    this.#pipes = resources.ids('AWS::Pipes::Pipe').map((id) => readPipe(id, resources));
  }

  readonly written = (written: readonly WrittenItem[]): void => {
    for (const write of written) {
      const stream = this.#streams.get(write.tableName);
      const record = stream && this.#record(write, stream);
      // Whoever wrote does not wait for who is told of it.
      if (record) queueMicrotask(() => this.#take(record));
    }
  };

  #record(write: WrittenItem, stream: StreamOfTable) {
    this.#sequenceNumber += 1;
    return toStreamRecord(write, stream, this.#sequenceNumber, new Date());
  }

  #take(record: NonNullable<ReturnType<typeof toStreamRecord>>): void {
    for (const pipe of this.#pipes) {
      if (pipe.Source !== record.eventSourceARN) continue;
      if (pipe.patterns.length > 0 && !pipe.patterns.some((each) => matchesPattern(each, record))) {
        continue;
      }
      this.#publish(pipe, record);
    }
  }

  #publish({ id, Target, TargetParameters }: Pipe, record: object): void {
    const { InputTemplate, EventBridgeEventBusParameters } = TargetParameters;
    const text = renderTemplate(InputTemplate, record);
    const detail = readDetail(text);
    if (!detail) {
      this.#onWarning(`${id}: the bus takes no detail but a JSON object: ${text}`);
      return;
    }
    const { Source: source, DetailType: detailType } = EventBridgeEventBusParameters;
    const bus = Target.slice(Target.lastIndexOf('/') + 1);
    this.#onPublished({ bus, source, detailType, detail });
  }
}

function readPipe(id: string, resources: StackResources): Pipe {
  const pipe = resources.properties(id, PipeProperties);
  const role = resources.ids('AWS::IAM::Role').find((each) => resources.arn(each) === pipe.RoleArn);
  const statements = role === undefined ? [] : statementsOf(role, resources);
  const needs = [
    ...READS_STREAM.map((action) => [action, pipe.Source] as const),
    ['events:PutEvents', pipe.Target] as const,
  ];
  for (const [action, resource] of needs) {
    if (isAllowed(statements, { action, resource, context: {} })) continue;
    throw new Error(`${id} cannot run: its role may not ${action} on ${resource}`);
  }
  const { Filters = [] } = pipe.SourceParameters.FilterCriteria ?? {};
  return { ...pipe, id, patterns: Filters.map(({ Pattern }) => readEventPattern(Pattern)) };
}

/** EventBridge API Reference, PutEventsRequestEntry: a detail is a JSON object. */
function readDetail(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
