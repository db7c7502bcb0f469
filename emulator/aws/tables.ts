import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { localClientConfig } from './client-config.ts';
import type { StackResources } from './stack-resources.ts';
import { TableProperties, toCreateTable } from './table-definition.ts';

/** Creates the template's tables, unless they are there from an earlier run. */
export async function createTables(resources: StackResources, endpoint: string): Promise<string[]> {
  const client = new DynamoDBClient(localClientConfig(endpoint));
  const names: string[] = [];
  try {
    for (const id of resources.ids('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')) {
      const name = resources.ref(id);
      const definition = toCreateTable(resources.properties(id, TableProperties), name);
      await client.send(new CreateTableCommand(definition)).catch((error: unknown) => {
        if (!(error instanceof ResourceInUseException)) throw error;
      });
      names.push(name);
    }
    return names;
  } finally {
    client.destroy();
  }
}
