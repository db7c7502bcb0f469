import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** One file in the directory, or memory. What is committed survives a killed process. */
export function openDatabase(directory: string | undefined): DatabaseSync {
  if (directory === undefined) return new DatabaseSync(':memory:');
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(join(directory, 'moment-sandbox.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  return database;
}

/** All of it or none. */
export function transact<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
