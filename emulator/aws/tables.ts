import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { localClientConfig } from './client-config.ts';
import type { StackResources } from './stack-resources.ts';
import { TableProperties, toCreateTable } from './table-definition.ts';

export type Tables = { readonly names: readonly string[]; readonly areKept: boolean };

/** Creates the template's tables, unless they are there from an earlier run. */
export async function createTables(resources: StackResources, endpoint: string): Promise<Tables> {
  const client = new DynamoDBClient(localClientConfig(endpoint));
  const names: string[] = [];
  let areKept = false;
  try {
    for (const id of resources.ids('AWS::DynamoDB::GlobalTable')) {
      const name = resources.ref(id);
      const definition = toCreateTable(resources.properties(id, TableProperties), name);
      await client.send(new CreateTableCommand(definition)).catch((error: unknown) => {
        if (!(error instanceof ResourceInUseException)) throw error;
        areKept = true;
      });
      names.push(name);
    }
    return { names, areKept };
  } finally {
    client.destroy();
  }
}
