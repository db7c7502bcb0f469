import { AsyncLocalStorage } from 'node:async_hooks';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** One run of a function. Whoever died gets no answer any more and asks for nothing. */
type Life = {
  /** Moments to go: one before each call, and one after it is done and before its answer arrives. */
  momentsLeft: number;
  readonly death: PromiseWithResolvers<'died'>;
  isDead: boolean;
};

/** Told of each call that was done, whether or not its answer arrived. */
export type OnDone = (command: string, input: object) => void;

const lives = new AsyncLocalStorage<Life>();

/** Lets those who use the client die at any of its calls. */
export function makeMortal({ middlewareStack }: DynamoDBClient, onDone: OnDone): void {
  middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        await mayDie();
        const result = await next(args);
        onDone(String(commandName), args.input);
        await mayDie();
        return result;
      },
    { step: 'initialize', priority: 'high', name: 'mortal' },
  );
}

/** @param momentsLeft how many moments it lives; undefined is for ever */
export function live<T>(
  run: () => Promise<T>,
  momentsLeft: number = Number.POSITIVE_INFINITY,
): Promise<T | 'died'> {
  const life: Life = { momentsLeft, death: Promise.withResolvers(), isDead: false };
  return lives.run(life, () => Promise.race([run(), life.death.promise]));
}

async function mayDie(): Promise<void> {
  const life = lives.getStore();
  if (!life) return;
  if (life.momentsLeft <= 0 && !life.isDead) {
    life.isDead = true;
    life.death.resolve('died');
  }
  life.momentsLeft -= 1;
  if (life.isDead) await new Promise(() => {});
}
