import { expect, test } from 'vitest';
import { parseConfig, readStage } from '#infra/config.ts';
import { EVERY_OPTION } from '#test/support/every-option.ts';
import { templateOf } from '#test/support/template.ts';
import { UNSEEN_BY_LINTERS, withFault } from '#test/support/template-faults.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Properties = any;
type Template = {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Properties }>;
};
type Rule = (template: Template) => readonly string[];

// DynamoDB API Reference, Projection.
const NON_KEY_ATTRIBUTES_MAX = 20;
// Lambda API Reference, CreateEventSourceMapping, BatchSize.
const BATCH_WITHOUT_WINDOW_MAX = 10;

const propertiesOf = ({ Resources }: Template, type: string): Properties[] =>
  Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);

const projections: Rule = (template) =>
  propertiesOf(template, 'AWS::DynamoDB::GlobalTable').flatMap(({ GlobalSecondaryIndexes }) =>
    GlobalSecondaryIndexes.flatMap(({ IndexName, Projection }: Properties) => {
      const { ProjectionType, NonKeyAttributes = [] } = Projection;
      const { length } = NonKeyAttributes;
      const fits = ProjectionType === 'INCLUDE' ? length > 0 : length === 0;
      return fits && length <= NON_KEY_ATTRIBUTES_MAX
        ? []
        : [`${IndexName}: ${ProjectionType} of ${length} attributes`];
    }),
  );

const definitions: Rule = (template) =>
  propertiesOf(template, 'AWS::DynamoDB::GlobalTable').flatMap((table) => {
    const { KeySchema, GlobalSecondaryIndexes, AttributeDefinitions } = table;
    const schemas = [
      KeySchema,
      ...GlobalSecondaryIndexes.map((each: Properties) => each.KeySchema),
    ];
    const names = (list: Properties[]) => new Set(list.map(({ AttributeName }) => AttributeName));
    const wrong = names(schemas.flat()).symmetricDifference(names(AttributeDefinitions));
    return [...wrong].map((name) => `${name} is a key or is defined, and not both`);
  });

const batches: Rule = (template) =>
  propertiesOf(template, 'AWS::Lambda::EventSourceMapping')
    .filter(({ BatchSize }) => BatchSize > BATCH_WITHOUT_WINDOW_MAX)
    .filter(({ MaximumBatchingWindowInSeconds = 0 }) => MaximumBatchingWindowInSeconds < 1)
    .map(({ BatchSize }) => `a batch of ${BatchSize} has no window`);

const routeSettings: Rule = (template) => {
  const routes = propertiesOf(template, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => RouteKey);
  return propertiesOf(template, 'AWS::ApiGatewayV2::Stage')
    .flatMap(({ RouteSettings = {} }) => Object.keys(RouteSettings))
    .filter((key) => !routes.includes(key))
    .map((key) => `${key} has settings, and is no route`);
};

const problemsOf: Rule = (template) =>
  [projections, definitions, batches, routeSettings].flatMap((rule) => rule(template));

test.each([
  ['dev', readStage('dev').config],
  ['prod', readStage('prod').config],
  ['every option on', EVERY_OPTION],
  [
    'the smallest batch and no window',
    parseConfig({ reconcile: { batchSize: 10, windowSeconds: 0 } }),
  ],
])('AWS would take table, mapping and routes of a stage with %s', (_, config) => {
  expect(problemsOf(templateOf(config).toJSON() as Template)).toEqual([]);
});

test.each(UNSEEN_BY_LINTERS)('$name would be seen', (fault) => {
  expect(problemsOf(withFault(templateOf().toJSON() as Template, fault))).toHaveLength(1);
});
