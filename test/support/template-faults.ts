// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Properties = any;
type AnyTemplate = {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Properties }>;
};

/** What somebody might break in a template. */
export type TemplateFault = {
  readonly name: string;
  readonly type: string;
  plant(properties: Properties): void;
};

/** A copy of the template with the fault in its first resource of that type. */
export function withFault<T extends object>(template: T, { type, plant }: TemplateFault): T {
  const broken = structuredClone(template);
  const resources = Object.values((broken as unknown as AnyTemplate).Resources);
  const found = resources.find(({ Type }) => Type === type);
  if (!found) throw new Error(`The template has no ${type}`);
  plant(found.Properties);
  return broken;
}

const firstIndex = ({ GlobalSecondaryIndexes: [first] }: Properties) => first;

/** Refused by AWS, and not seen by cfn-lint: test/infra/refused-by-aws.test.ts sees them. */
export const UNSEEN_BY_LINTERS: readonly TemplateFault[] = [
  {
    name: 'an index that includes attributes, and names none',
    type: 'AWS::DynamoDB::GlobalTable',
    plant: (table) => delete firstIndex(table).Projection.NonKeyAttributes,
  },
  {
    name: 'an index that names attributes, and includes only keys',
    type: 'AWS::DynamoDB::GlobalTable',
    plant: (table) => {
      firstIndex(table).Projection.ProjectionType = 'KEYS_ONLY';
    },
  },
  {
    name: 'a key that is not defined',
    type: 'AWS::DynamoDB::GlobalTable',
    plant: ({ AttributeDefinitions }) => AttributeDefinitions.pop(),
  },
  {
    name: 'a defined attribute that is no key',
    type: 'AWS::DynamoDB::GlobalTable',
    plant: ({ AttributeDefinitions }) =>
      AttributeDefinitions.push({ AttributeName: 'spare', AttributeType: 'S' }),
  },
  {
    name: 'a batch of more than ten without a window',
    type: 'AWS::Lambda::EventSourceMapping',
    plant: (mapping) => {
      mapping.MaximumBatchingWindowInSeconds = 0;
    },
  },
  {
    name: 'settings of a route that is not there',
    type: 'AWS::ApiGatewayV2::Stage',
    plant: (stage) => {
      stage.RouteSettings = { 'POST /nowhere': { ThrottlingRateLimit: 1 } };
    },
  },
];
