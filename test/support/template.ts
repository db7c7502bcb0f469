import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { toCreateTable } from '#emulator/aws/table-definition.ts';
import { parseConfig, readStage, type StageConfig } from '#infra/config.ts';
import { MomentBalancesStack } from '#infra/stack.ts';

export type TemplateResource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
};
export type StackTemplate = { readonly Resources: Readonly<Record<string, TemplateResource>> };

const STACK = 'moment-balances-test';
const CDK_JSON = join(import.meta.dirname, '..', '..', 'cdk.json');

let synthesised: StackTemplate | undefined;

/** The default stage's template, the functions' bundles aside; made once, when it is first asked for. */
export function stackTemplate(): StackTemplate {
  synthesised ??= synthesise(readStage().config);
  return synthesised;
}

/** The template of a stage with these settings, to be asked about. */
export function templateOf(settings: Partial<StageConfig> = {}): Template {
  return Template.fromJSON(synthesise(parseConfig(settings)));
}

/** What creates the ledger's table as the template describes it. */
export function ledgerTable(tableName: string): CreateTableCommandInput {
  const tables = Object.values(stackTemplate().Resources).filter(({ Type }) =>
    ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].includes(Type),
  );
  const [table] = tables;
  if (!table || tables.length > 1) {
    throw new Error(`The template must hold one table; it holds ${tables.length}`);
  }
  return toCreateTable(table.Properties, tableName);
}

function synthesise(config: StageConfig): StackTemplate {
  const { context } = JSON.parse(readFileSync(CDK_JSON, 'utf8'));
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  new MomentBalancesStack(app, STACK, { config });
  // `cdk synth` validates the template; that takes longer than all the rest.
  const assembly = app.synth({ skipValidation: true });
  try {
    return assembly.getStackByName(STACK).template;
  } finally {
    rmSync(assembly.directory, { recursive: true, force: true });
  }
}
