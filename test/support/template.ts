import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { toCreateTable } from '#emulator/aws/table-definition.ts';
import { parseConfig, readStage, type StageConfig, type StageSettings } from '#infra/config.ts';
import { MomentBalancesStack } from '#infra/stack.ts';

export type TemplateResource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
};
export type StackTemplate = { readonly Resources: Readonly<Record<string, TemplateResource>> };

const STACK = 'moment-balances-test';
const CDK_JSON = join(import.meta.dirname, '..', '..', 'cdk.json');

/** By the settings of the stage. */
const synthesised = new Map<string, StackTemplate>();

/** The default stage's template, the functions' bundles aside. */
export function stackTemplate(): StackTemplate {
  return synthesiseOnce(readStage().config);
}

/** The template of a stage with these settings, to be asked about. */
export function templateOf(settings: StageSettings = {}): Template {
  return Template.fromJSON(synthesiseOnce(parseConfig(settings)));
}

/** What creates the ledger's table as the template describes it. */
export function ledgerTable(tableName: string): CreateTableCommandInput {
  const tables = Object.values(stackTemplate().Resources).filter(
    ({ Type }) => Type === 'AWS::DynamoDB::GlobalTable',
  );
  const [table] = tables;
  if (!table || tables.length > 1) {
    throw new Error(`The template must hold one table; it holds ${tables.length}`);
  }
  return toCreateTable(table.Properties, tableName);
}

function synthesiseOnce(config: StageConfig): StackTemplate {
  const key = JSON.stringify(config);
  const template = synthesised.get(key) ?? synthesise(config);
  synthesised.set(key, template);
  return template;
}

function synthesise(config: StageConfig): StackTemplate {
  const { context } = JSON.parse(readFileSync(CDK_JSON, 'utf8'));
  const app = new App({
    context: { ...context, 'aws:cdk:bundling-stacks': [] },
    // `cdk synth` validates the template; that takes longer than all the rest.
    builtinCloudFormationValidation: false,
  });
  new MomentBalancesStack(app, STACK, { config });
  const assembly = app.synth();
  try {
    return assembly.getStackByName(STACK).template;
  } finally {
    rmSync(assembly.directory, { recursive: true, force: true });
  }
}
