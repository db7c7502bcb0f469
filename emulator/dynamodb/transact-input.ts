import type { Input, ItemStore } from 'dynalite/db/index.js';
import { validationError } from './dynamodb-error.ts';
import type { Validation } from './engine.ts';
import { validationOf, type WriteKind } from './item-write.ts';

const ITEMS_MAX = 100;
const REQUIRED = { type: 'String', notNull: true };
const CAPACITY = { type: 'String', enum: ['INDEXES', 'TOTAL', 'NONE'] };

const WRITE_TYPES: Readonly<Record<WriteKind, Validation['types']>> = {
  ConditionCheck: { ...validationOf('ConditionCheck').types, ConditionExpression: REQUIRED },
  Put: validationOf('Put').types,
  Update: { ...validationOf('Update').types, UpdateExpression: REQUIRED },
  Delete: validationOf('Delete').types,
};
const WRITE_KINDS = Object.keys(WRITE_TYPES) as readonly WriteKind[];

/** In dynalite's words for the shape of a request. */
export const transactWriteValidation: Validation = {
  types: {
    ClientRequestToken: {
      type: 'String',
      lengthGreaterThanOrEqual: 1,
      lengthLessThanOrEqual: 36,
    },
    ReturnConsumedCapacity: CAPACITY,
    ReturnItemCollectionMetrics: { type: 'String', enum: ['SIZE', 'NONE'] },
    TransactItems: list(
      'TransactWriteItem',
      Object.fromEntries(WRITE_KINDS.map((kind) => [kind, struct(kind, WRITE_TYPES[kind])])),
    ),
  },
  custom: undefined,
};

export function transactGetValidation(getTypes: Validation['types']): Validation {
  const types = {
    ReturnConsumedCapacity: CAPACITY,
    TransactItems: list('TransactGetItem', { Get: struct('Get', getTypes) }),
  };
  return { types, custom: undefined };
}

function list(name: string, children: object) {
  return {
    type: 'List',
    notNull: true,
    lengthGreaterThanOrEqual: 1,
    lengthLessThanOrEqual: ITEMS_MAX,
    children: { type: `ValueStruct<${name}>`, children },
  };
}

function struct(name: string, children: object) {
  return { type: `FieldStruct<${name}>`, children };
}

export type TransactItem = { readonly kind: WriteKind; readonly input: Input };

/** The parts of a validated request, each with its expressions parsed. */
export function readTransactItems(checked: Input, store: ItemStore): readonly TransactItem[] {
  const items = checked['TransactItems'] as readonly Partial<Record<WriteKind, Input>>[];
  return items.map((item) => {
    const [kind, another] = WRITE_KINDS.filter((name) => item[name]);
    const input = kind && item[kind];
    if (!input) {
      throw validationError(
        'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request',
      );
    }
    if (another) {
      throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
    }
    const refusal = validationOf(kind).custom?.(input, store);
    if (refusal) throw validationError(refusal);
    return { kind, input };
  });
}
