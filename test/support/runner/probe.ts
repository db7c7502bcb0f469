import type { CloudAssembly } from '#emulator/aws/cloud-assembly.ts';
import type { ErrorDocument } from '#emulator/aws/error-document.ts';
import { FunctionError } from '#emulator/aws/function-environment.ts';
import { FunctionPools } from '#emulator/aws/function-pools.ts';
import { createStackResources } from '#emulator/aws/stack-resources.ts';

export type Probe = {
  readonly files: Readonly<Record<string, string>>;
  readonly handler: string;
  /** One after the other, in one execution environment. */
  readonly events: readonly unknown[];
};

/** A function, and what its runtime must tell of it. */
export type Row = Partial<Probe> & {
  /** Of index.js, if there are no other files. */
  readonly source?: string;
  /** Of the last event. */
  readonly told: object;
};

export const probeOf = ({ source = '', ...row }: Partial<Row>): Probe => ({
  files: { 'index.js': source },
  handler: 'index.handler',
  events: [{}],
  ...row,
});

/** What an invoker is told, and nothing that names whose runtime it was. */
export type Told = { readonly answer: unknown } | ErrorDocument | { readonly exit: string };

export type Side = { readonly told: readonly Told[]; readonly lines: readonly string[] };

/** By the runner of our emulator, which lies in `taskRoot`. */
export async function runByOurs(taskRoot: string, { handler, events }: Probe): Promise<Side> {
  const { resources, surroundings } = deploy(taskRoot, handler);
  const lines: string[] = [];
  const pools = new FunctionPools(resources, surroundings, (_id, line) => lines.push(line));
  const told: Told[] = [];
  try {
    for (const event of events) {
      told.push(
        await pools.invoke('Probe', event).then(
          (answer) => ({ answer }),
          (error: unknown) => ofOurs(error, taskRoot),
        ),
      );
    }
  } finally {
    pools.close();
  }
  return { told, lines };
}

/** A template of one function. */
export function deploy(taskRoot: string, handler: string) {
  const Properties = {
    Code: { S3Key: 'asset' },
    Handler: handler,
    Runtime: 'nodejs24.x',
    Timeout: 5,
    LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
  };
  const assembly: CloudAssembly = {
    stackName: 'beside',
    template: {
      Resources: { Probe: { Type: 'AWS::Lambda::Function', Properties } },
      Outputs: {},
      Parameters: {},
    },
    assetPath: () => taskRoot,
  };
  const nowhere = 'http://127.0.0.1:9';
  const endpoints = { dynamodb: nowhere, sqs: nowhere, s3: nowhere, secretsManager: nowhere };
  return {
    resources: createStackResources(assembly, { apiUrl: nowhere, sqs: nowhere }),
    surroundings: { assembly, endpoints, apiUrl: nowhere, overrides: {} },
  };
}

function ofOurs(error: unknown, taskRoot: string): Told {
  if (!(error instanceof FunctionError)) throw error;
  if (error.document === undefined) return { exit: error.message.replace('Probe: ', '') };
  return withoutRuntime(JSON.parse(JSON.stringify(error.document)), taskRoot);
}

/** Of the frames those in the function's own files, by their places; and no path of the runtime's. */
export function withoutRuntime(document: ErrorDocument, taskRoot: string): ErrorDocument {
  const { errorMessage, trace } = document;
  const neutral = (line: string) =>
    line.startsWith('- ') && !line.includes(taskRoot) ? '- the runtime' : line;
  const place = new RegExp(`(file://)?${taskRoot}[^)]*`);
  return {
    ...document,
    ...(errorMessage !== undefined && {
      errorMessage: errorMessage.split('\n').map(neutral).join('\n'),
    }),
    ...(trace && {
      trace: trace.flatMap((line) =>
        /^ {4}at /.test(line) ? (place.exec(line)?.[0] ?? []) : [neutral(line)],
      ),
    }),
  };
}
