// Stands in for the AWS CLI, which `npm ci` does not bring: `aws SERVICE OPERATION --option value ...`, by the SDK.

import type { JSONObject } from '@aws-lambda-powertools/commons/types';
import { search } from '@aws-lambda-powertools/jmespath';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as sqs from '@aws-sdk/client-sqs';

type Send = (command: unknown) => Promise<JSONObject>;
const SERVICES: Readonly<Record<string, { commands: object; send: Send }>> = {
  dynamodb: { commands: dynamodb, send: sender(new dynamodb.DynamoDBClient()) },
  sqs: { commands: sqs, send: sender(new sqs.SQSClient()) },
};
/** What the CLI takes as a list of words. */
const LISTS = new Set(['AttributeNames']);

const [service = '', operation = '', ...words] = process.argv.slice(2);
const { query, output = 'json', ...options } = readOptions(words);
const { commands, send } = SERVICES[service] ?? { commands: {}, send: sender(undefined) };
const Command: unknown = Reflect.get(commands, `${toPascal(operation)}Command`);
if (typeof Command !== 'function') throw new Error(`aws ${service} ${operation} is not known here`);

const { $metadata: _, ...answer } = await send(Reflect.construct(Command, [toInput(options)]));
const shown = query === undefined ? answer : search(query, answer);
const isEmpty = query === undefined && Object.keys(answer).length === 0;
if (!isEmpty) console.log(output === 'text' ? toText(shown) : JSON.stringify(shown, undefined, 2));

function sender(client: { send(command: never): Promise<object> } | undefined): Send {
  return async (command) => JSON.parse(JSON.stringify(await client?.send(command as never)));
}

function readOptions(all: readonly string[]): Record<string, string> {
  const read: Record<string, string> = {};
  let name = '';
  for (const word of all) {
    if (word.startsWith('--')) {
      name = word.slice(2);
      read[name] = '';
    } else {
      read[name] = read[name] ? `${read[name]} ${word}` : word;
    }
  }
  return read;
}

function toInput(given: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([option, text]) => {
      const name = toPascal(option);
      if (LISTS.has(name)) return [name, text.split(' ')];
      return [name, /^([{[]|\d+$)/.test(text) ? JSON.parse(text) : text];
    }),
  );
}

function toPascal(kebab: string): string {
  return kebab.replaceAll(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join('\t');
  return value === null ? 'None' : typeof value === 'string' ? value : JSON.stringify(value);
}
