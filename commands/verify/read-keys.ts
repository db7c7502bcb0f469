import { readFileSync } from 'node:fs';
import { ServiceError } from '#shared/errors.ts';
import type { SignatureCheck } from '#shared/ledger/audit/audit-evidence.ts';
import { findEvidenceSigner } from '#shared/moment/signature/check-evidence.ts';
import { readSigningKeys } from '#shared/moment/signature/read-signing-keys.ts';
import { describeFault } from '#shared/moment/signature/signing-key.ts';
import type { SigningKey } from '#shared/ports/moment.ts';

const STANDARD_INPUT = 0;

/**
 * With the signing keys as their secret holds them.
 *
 * @param file `-` is standard input
 * @throws Error that quotes none of them, if there are none or one is malformed: its entries would look forged
 */
export function checkWithKeys(file: string): SignatureCheck {
  const keys = readKeys(file);
  return (raw, evidence) => findEvidenceSigner(raw, evidence, keys) !== undefined;
}

function readKeys(file: string): readonly SigningKey[] {
  const { keys, faults } = parseKeys(readText(file));
  if (faults.length > 0) throw new Error(faults.map(describeFault).join('. '));
  if (keys.length === 0) throw new Error(`${nameOf(file)} holds no signing keys`);
  return keys;
}

function parseKeys(text: string): ReturnType<typeof readSigningKeys> {
  try {
    return readSigningKeys(text);
  } catch (error) {
    // In words alone, as of any other file that is wrong: the place in the program helps nobody.
    throw error instanceof ServiceError ? new Error(error.message) : error;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? STANDARD_INPUT : file, 'utf8');
  } catch (cause) {
    throw new Error(`${nameOf(file)} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

const nameOf = (file: string) => (file === '-' ? 'Standard input' : file);
