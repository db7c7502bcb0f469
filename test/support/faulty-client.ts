import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Chance } from './chance.ts';

/** What can go wrong between a client and DynamoDB, and who notices: the caller, or the SDK, which tries again. */
const PLACES = {
  /** The call fails before anything is sent. */
  unsent: 'call',
  /** All of it is done, retries included, and the caller never hears of it. */
  unanswered: 'call',
  /** One try fails before it is sent. */
  unsentTry: 'try',
  /** One try is done and its answer is lost: the SDK sends the same again. */
  unansweredTry: 'try',
  /** Somebody else is writing the same item. */
  conflict: 'try',
  /** Too many requests; the SDK tries again. */
  throttle: 'try',
  /** Too many writes of one item of a transaction; the SDK does not try again. */
  throttledItem: 'try',
} as const;

export type WireFault = keyof typeof PLACES;
type Place = (typeof PLACES)[WireFault];
export const WIRE_FAULTS = Object.keys(PLACES) as readonly WireFault[];

/** Asked at each call, and at each try of it; `operation` is DynamoDB's name of what is asked. */
export type ChooseFault = (operation: string, place: Place) => WireFault | undefined;
/** Told of each fault that really happened. */
export type OnFault = (fault: WireFault, operation: string) => void;

const PAUSE_MS = 5;
const SINGLE_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/**
 * Puts the faults into the client's middleware. The outermost step is around the loop in which the SDK
 * tries again; the innermost, where the answer is still bytes, is within it, and is also where the signed
 * request has its final form.
 */
export function makeFaulty(
  { middlewareStack }: DynamoDBClient,
  choose: ChooseFault,
  onFault: OnFault = () => undefined,
): void {
  middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const operation = operationOf(commandName);
        const fault = choose(operation, 'call');
        if (fault === 'unsent') {
          onFault(fault, operation);
          throw lostConnection();
        }
        if (fault !== 'unanswered') return next(args);
        await Promise.allSettled([next(args)]);
        onFault(fault, operation);
        throw lostConnection();
      },
    { step: 'initialize', priority: 'high', name: 'faultyCall' },
  );
  middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const operation = operationOf(commandName);
        const fault = choose(operation, 'try');
        if (fault === 'unansweredTry') {
          const { response } = await next(args);
          onFault(fault, operation);
          (response as { body?: { destroy?(): void } }).body?.destroy?.();
          throw lostConnection();
        }
        if (fault === 'unsentTry') {
          onFault(fault, operation);
          throw lostConnection();
        }
        const refusal = fault && refuse(fault, operation, args.request);
        if (!fault || !refusal) return next(args);
        onFault(fault, operation);
        return { response: refusal } as Awaited<ReturnType<typeof next>>;
      },
    { step: 'deserialize', priority: 'low', name: 'faultyTry' },
  );
}

/** Shortens the pauses between tries, of up to a second: a test has hundreds of them. */
export async function hurry({ config }: DynamoDBClient): Promise<void> {
  const strategy = await config.retryStrategy();
  if (!('retryBackoffStrategy' in strategy)) throw new Error('The SDK tries again otherwise');
  strategy.retryBackoffStrategy = {
    setDelayBase: () => undefined,
    computeNextBackoffDelay: () => PAUSE_MS,
  };
  config.retryStrategy = async () => strategy;
}

/** Each fault at its rate, by one source of chance. `isOn` may change, to see that everything drains. */
export function faultsByChance(
  rates: Readonly<Record<WireFault, number>>,
  chance: Chance,
  isOn: () => boolean,
): ChooseFault {
  return (_operation, place) => {
    if (!isOn()) return undefined;
    let left = chance.fraction();
    return WIRE_FAULTS.filter((fault) => PLACES[fault] === place).find((fault) => {
      left -= rates[fault];
      return left < 0;
    });
  };
}

/** As the body of an answer of DynamoDB's; undefined where it would not answer so. */
function refuse(fault: WireFault, operation: string, request: unknown): object | undefined {
  if (operation === 'TransactWriteItems') {
    if (fault === 'throttle') return answer('ThrottlingException');
    const { body } = request as { readonly body: Uint8Array };
    const { TransactItems, ClientRequestToken } = JSON.parse(new TextDecoder().decode(body));
    // Another item each time, by the only chance that the request brings along.
    const which = ClientRequestToken.charCodeAt(0) % TransactItems.length;
    const Code = fault === 'conflict' ? 'TransactionConflict' : 'ThrottlingError';
    return answer('TransactionCanceledException', {
      Message: `Transaction cancelled, please refer cancellation reasons [${Code}]`,
      CancellationReasons: TransactItems.map((_: unknown, index: number) =>
        index === which ? { Code, Message: 'injected' } : { Code: 'None' },
      ),
    });
  }
  if (fault === 'throttle') return answer('ProvisionedThroughputExceededException');
  const conflicts = fault === 'conflict' && SINGLE_WRITES.includes(operation);
  return conflicts ? answer('TransactionConflictException') : undefined;
}

function answer(type: string, members: object = { message: 'injected' }) {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...members };
  return {
    statusCode: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** As Node words it; the SDK tries again where it sees this code. */
function lostConnection(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

function operationOf(commandName: unknown): string {
  return String(commandName).replace(/Command$/, '');
}
