import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import { readStage } from '#infra/config.ts';
import { MomentBalancesStack } from '#infra/stack.ts';
import { toCreateTable } from '#local/aws/table-definition.ts';

export type TemplateResource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
};
export type StackTemplate = { readonly Resources: Readonly<Record<string, TemplateResource>> };

const CDK_JSON = join(import.meta.dirname, '..', '..', 'cdk.json');

let synthesised: StackTemplate | undefined;

/** The default stage's template, the functions' bundles aside; made once, when it is first asked for. */
export function stackTemplate(): StackTemplate {
  synthesised ??= synthesise();
  return synthesised;
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

function synthesise(): StackTemplate {
  const { context } = JSON.parse(readFileSync(CDK_JSON, 'utf8'));
  const { stage, config } = readStage();
  const name = `moment-balances-${stage}`;
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  new MomentBalancesStack(app, name, { config });
  // `cdk synth` validates the template; that takes longer than all the rest.
  const assembly = app.synth({ skipValidation: true });
  try {
    return assembly.getStackByName(name).template;
  } finally {
    rmSync(assembly.directory, { recursive: true, force: true });
  }
}
