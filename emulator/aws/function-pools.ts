import { FunctionPool } from './function-pool.ts';
import { type LambdaSurroundings, readLambdaDefinition } from './lambda-definition.ts';
import type { StackResources } from './stack-resources.ts';

/** All functions of a template, each with its execution environments. */
export class FunctionPools {
  readonly #byId: ReadonlyMap<string, FunctionPool>;

  constructor(
    resources: StackResources,
    surroundings: LambdaSurroundings,
    onLog: (functionId: string, line: string) => void,
  ) {
    this.#byId = new Map(
      resources.ids('AWS::Lambda::Function').map((id) => {
        const definition = readLambdaDefinition(id, resources, surroundings);
        return [id, new FunctionPool(definition, (line) => onLog(id, line))];
      }),
    );
  }

  readonly invoke = (id: string, event: unknown): Promise<unknown> => this.#get(id).invoke(event);

  /** By ARN or by name. */
  readonly invokeArn = async (functionArn: string, event: unknown): Promise<unknown> =>
    this.#get(this.idOf(functionArn)).invoke(event);

  /** The logical id of what has this ARN or name. */
  idOf(functionArn: string): string {
    for (const [id, { definition }] of this.#byId) {
      if (functionArn === definition.name || functionArn === definition.arn) return id;
    }
    throw new Error(`No function is called ${functionArn}`);
  }

  readonly processes = (id?: string): number[] =>
    id === undefined
      ? [...this.#byId.values()].flatMap((pool) => pool.processes())
      : this.#get(id).processes();

  close(): void {
    for (const pool of this.#byId.values()) pool.close();
  }

  /** A logical id, or the start of one: the CDK ends each with a hash. */
  #get(id: string): FunctionPool {
    const found = [...this.#byId].filter(([key]) => key.startsWith(id));
    const [only] = found;
    if (only && found.length === 1) return only[1];
    throw new Error(`${id} is not one function of: ${[...this.#byId.keys()].join(', ')}`);
  }
}
