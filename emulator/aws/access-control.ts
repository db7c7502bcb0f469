import type { Input } from 'dynalite/db/index.js';
import * as z from 'zod';
import { dynamoDbAccesses, type TableOfStack } from './dynamodb-accesses.ts';
import { type Access, isAllowed, Statement } from './policy.ts';
import { localArn, type StackResources } from './stack-resources.ts';
import { TableProperties } from './table-definition.ts';

/** What a function asked of AWS, and whether its role may. */
export type SeenAccess = Access & { readonly functionId: string; readonly isAllowed: boolean };

/** Somebody asked for what their policies do not allow. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
}

const FunctionRole = z.object({ Role: z.string().optional() });
const Policy = z.object({ Roles: z.array(z.string()) });
const Document = z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) });
const Logging = z.object({ LoggingConfig: z.object({ LogGroup: z.string() }).optional() });

/**
 * Holds each function to the policies that the template gives its role, as IAM would. The logical id of a function is
 * its access key. Anybody else is the person at this machine, who may do everything; so may a function whose role is
 * none of the template's. Policies of AWS's own are not known here, and give nothing.
 */
export class AccessControl {
  readonly #onAccess: (seen: SeenAccess) => void;
  readonly #statements = new Map<string, readonly Statement[]>();
  readonly #tables = new Map<string, TableOfStack>();
  readonly #logGroups = new Map<string, string>();

  constructor(onAccess: (seen: SeenAccess) => void = () => {}) {
    this.#onAccess = onAccess;
  }

  /** Until then nobody is refused anything. */
  load(resources: StackResources): void {
    for (const id of resources.ids('AWS::DynamoDB::GlobalTable')) {
      const { KeySchema, GlobalSecondaryIndexes = [] } = resources.properties(id, TableProperties);
      const schemas = [['', KeySchema] as const].concat(
        GlobalSecondaryIndexes.map((index) => [index.IndexName as '', index.KeySchema] as const),
      );
      const hashKeys = schemas.map(([name, keys]) => [name, hashOf(keys)] as const);
      this.#tables.set(resources.ref(id), { arn: resources.arn(id), hashKeys: new Map(hashKeys) });
    }
    for (const [id, statements] of readFunctionStatements(resources)) {
      this.#statements.set(id, statements);
    }
    for (const id of resources.ids('AWS::Lambda::Function')) {
      const { LoggingConfig } = resources.properties(id, Logging);
      if (LoggingConfig)
        this.#logGroups.set(id, localArn('logs', `log-group:${LoggingConfig.LogGroup}`));
    }
  }

  /** @throws AccessDenied */
  readonly ofDynamoDb = (accessKeyId: string, operation: string, input: Input): void => {
    if (!this.#statements.has(accessKeyId)) return;
    for (const access of dynamoDbAccesses(operation, input, (name) => this.#tableOf(name))) {
      this.#ask(accessKeyId, access);
    }
  };

  /** @throws AccessDenied */
  readonly of = (
    accessKeyId: string,
    action: string,
    resource: string,
    context: Access['context'] = {},
  ): void => {
    this.#ask(accessKeyId, { action, resource, context });
  };

  /** Whether what a function writes comes into its log. */
  readonly ofLog = (functionId: string): boolean => {
    const group = this.#logGroups.get(functionId);
    if (group === undefined) return true;
    try {
      for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
        this.of(functionId, action, `${group}:log-stream:local`);
      }
      return true;
    } catch (error) {
      if (error instanceof AccessDenied) return false;
      throw error;
    }
  };

  /** A table that the template only names was restored, and has the keys of the one that it makes. */
  #tableOf(name: string): TableOfStack | undefined {
    const [made] = this.#tables.values();
    const restored = made && { ...made, arn: localArn('dynamodb', `table/${name}`) };
    return this.#tables.get(name) ?? restored;
  }

  #ask(functionId: string, access: Access): void {
    const statements = this.#statements.get(functionId);
    if (!statements) return;
    const may = isAllowed(statements, access);
    this.#onAccess({ ...access, functionId, isAllowed: may });
    if (may) return;
    throw new AccessDenied(
      `${functionId} is not authorized to perform: ${access.action} on resource: ${access.resource} because no identity-based policy allows it ${JSON.stringify(access.context)}`,
    );
  }
}

/** What the template lets each function do, by its logical id; without those whose role is none of the template's. */
export function readFunctionStatements(
  resources: StackResources,
): ReadonlyMap<string, readonly Statement[]> {
  const roles = resources.ids('AWS::IAM::Role');
  return new Map(
    resources.ids('AWS::Lambda::Function').flatMap((id) => {
      const { Role } = resources.properties(id, FunctionRole);
      const role = roles.find((roleId) => resources.arn(roleId) === Role);
      return role === undefined ? [] : [[id, statementsOf(role, resources)] as const];
    }),
  );
}

/** @param role its logical id */
export function statementsOf(role: string, resources: StackResources): readonly Statement[] {
  return resources
    .ids('AWS::IAM::Policy')
    .filter((id) => resources.properties(id, Policy).Roles.includes(resources.ref(role)))
    .flatMap((id) => resources.properties(id, Document).PolicyDocument.Statement);
}

function hashOf(keys: z.infer<typeof TableProperties>['KeySchema']): string {
  return keys.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
}

/** Who signed a request, by the header that says so. */
export function accessKeyOf(authorization: unknown): string {
  return /Credential=([^/]+)\//.exec(String(authorization))?.[1] ?? '';
}
