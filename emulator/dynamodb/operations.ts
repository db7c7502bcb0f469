import batchGetItem from 'dynalite/actions/batchGetItem.js';
import createTable from 'dynalite/actions/createTable.js';
import deleteTable from 'dynalite/actions/deleteTable.js';
import describeTable from 'dynalite/actions/describeTable.js';
import getItem from 'dynalite/actions/getItem.js';
import listTables from 'dynalite/actions/listTables.js';
import listTagsOfResource from 'dynalite/actions/listTagsOfResource.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import tagResource from 'dynalite/actions/tagResource.js';
import untagResource from 'dynalite/actions/untagResource.js';
import updateTable from 'dynalite/actions/updateTable.js';
import type { Action, Input, Output } from 'dynalite/db/index.js';
import * as batchGetItemValidation from 'dynalite/validations/batchGetItem.js';
import * as createTableValidation from 'dynalite/validations/createTable.js';
import * as deleteTableValidation from 'dynalite/validations/deleteTable.js';
import * as describeTableValidation from 'dynalite/validations/describeTable.js';
import * as getItemValidation from 'dynalite/validations/getItem.js';
import * as listTablesValidation from 'dynalite/validations/listTables.js';
import * as listTagsOfResourceValidation from 'dynalite/validations/listTagsOfResource.js';
import * as queryValidation from 'dynalite/validations/query.js';
import * as scanValidation from 'dynalite/validations/scan.js';
import * as tagResourceValidation from 'dynalite/validations/tagResource.js';
import * as untagResourceValidation from 'dynalite/validations/untagResource.js';
import * as updateTableValidation from 'dynalite/validations/updateTable.js';
import { DynamoDbError } from './dynamodb-error.ts';
import { type Engine, run, type Validation, validate } from './engine.ts';
import { batchWriteItems, writeItem } from './single-writes.ts';
import { TableSettings } from './table-settings.ts';
import { untilSettled } from './tables.ts';
import { transactGetItems } from './transact-get.ts';
import { transactWriteItems } from './transact-write.ts';

type Operation = (engine: Engine, input: Input) => Promise<Output>;

/** What dynalite does well enough alone. */
function ofDynalite(action: Action, validation: Validation): Operation {
  return ({ store }, input) => run(action, store, validate(validation, input, store));
}

/** Answers when the table is as asked, so that nobody has to wait for it. */
function ofTable(action: Action, validation: Validation): Operation {
  return async ({ store }, input) => {
    const { TableDescription } = await run(action, store, validate(validation, input, store));
    const settled = await untilSettled(store, String(input['TableName']));
    return { TableDescription: settled ?? TableDescription };
  };
}

export function createOperations(): ReadonlyMap<string, Operation> {
  const settings = new TableSettings();
  return new Map<string, Operation>([
    ['BatchGetItem', ofDynalite(batchGetItem, batchGetItemValidation)],
    ['BatchWriteItem', batchWriteItems],
    ['CreateTable', ofTable(createTable, createTableValidation)],
    ['DeleteItem', (engine, input) => writeItem(engine, 'Delete', input)],
    ['DeleteTable', ofTable(deleteTable, deleteTableValidation)],
    ['DescribeContinuousBackups', settings.describeContinuousBackups.bind(settings)],
    ['DescribeTable', ofDynalite(describeTable, describeTableValidation)],
    ['DescribeTimeToLive', settings.describeTimeToLive.bind(settings)],
    ['GetItem', ofDynalite(getItem, getItemValidation)],
    ['ListTables', ofDynalite(listTables, listTablesValidation)],
    ['ListTagsOfResource', ofDynalite(listTagsOfResource, listTagsOfResourceValidation)],
    ['PutItem', (engine, input) => writeItem(engine, 'Put', input)],
    ['Query', ofDynalite(query, queryValidation)],
    ['Scan', ofDynalite(scan, scanValidation)],
    ['TagResource', ofDynalite(tagResource, tagResourceValidation)],
    ['TransactGetItems', transactGetItems],
    ['TransactWriteItems', transactWriteItems],
    ['UntagResource', ofDynalite(untagResource, untagResourceValidation)],
    ['UpdateContinuousBackups', settings.updateContinuousBackups.bind(settings)],
    ['UpdateItem', (engine, input) => writeItem(engine, 'Update', input)],
    ['UpdateTable', ofTable(updateTable, updateTableValidation)],
    ['UpdateTimeToLive', settings.updateTimeToLive.bind(settings)],
  ]);
}

export function unknownOperation(): DynamoDbError {
  return new DynamoDbError('UnknownOperationException', 'An unknown operation was requested.');
}
