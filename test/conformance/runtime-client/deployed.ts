import { readFileSync } from 'node:fs';
import { readCloudAssembly } from '#emulator/aws/cloud-assembly.ts';
import { readLambdaDefinition } from '#emulator/aws/lambda-definition.ts';
import { createStackResources } from '#emulator/aws/stack-resources.ts';
import type { LocalMerchant } from '#local/merchant.ts';
import { synthesise } from '#local/synth.ts';
import { startTestMerchant } from '#test/support/local-merchant.ts';
import type { FunctionOfClient } from './client-environment.ts';

/** Which event of `test/fixtures/sam` is for which function, as docs/sam.md tells. */
const ROW = /^\| `(\w+)` \| `([\w-]+\.json)`/gm;
/** Of what the default stage does not have, and so the document does not name. */
const OF_OTHERS = [['UploadsImportEAB6F112', 'import.json']] as const;

export type DeployedFunction = Omit<FunctionOfClient, 'taskRoot'> & {
  readonly id: string;
  /** The folder of its bundle in what was synthesised. */
  readonly asset: string;
  readonly fixture: unknown;
};

export type Deployed = {
  readonly merchant: LocalMerchant;
  readonly functions: readonly DeployedFunction[];
  /** By its logical id, or the start of it. */
  function(id: string): DeployedFunction;
  close(): Promise<void>;
};

/** The functions of the synthesised template; the tables, queues, secrets and the Moment that they speak to run here. */
export async function startDeployed(synthesised?: string): Promise<Deployed> {
  const directory = synthesised ?? (await synthesise(process.env));
  const merchant = await startTestMerchant({ assembly: directory });
  const { apiUrl, endpoints } = merchant.stack;
  const assembly = readCloudAssembly(directory);
  const resources = createStackResources(assembly, { apiUrl, sqs: endpoints.sqs });
  const overrides = { MOMENT_API_URL: merchant.sandbox.url };
  const rows = readFileSync('docs/sam.md', 'utf8').matchAll(ROW);
  const fixtures = new Map([...OF_OTHERS, ...[...rows].map(([, id, file]) => [id, file] as const)]);
  const functions = resources.ids('AWS::Lambda::Function').map((id) => {
    const surroundings = { assembly, endpoints, apiUrl, overrides };
    const definition = readLambdaDefinition(id, resources, surroundings);
    return {
      ...definition,
      asset: definition.taskRoot,
      fixture: JSON.parse(readFileSync(`test/fixtures/sam/${fixtures.get(id)}`, 'utf8')),
    };
  });
  return {
    merchant,
    functions,
    function(id) {
      const found = functions.find((each) => each.id.startsWith(id));
      if (!found) throw new Error(`The template has no function ${id}`);
      return found;
    },
    close: merchant.close,
  };
}
