import { expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { readSigningKeys } from '#shared/moment/signature/read-signing-keys.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = 'whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=';

const read = (secret: unknown) => readSigningKeys(JSON.stringify(secret));

test('all keys of a secret are read, in its order', () => {
  expect(read({ new: NEW, old: OLD.slice('whsec_'.length) })).toEqual({
    keys: [parseSigningKey('new', NEW), parseSigningKey('old', OLD)],
    faults: [],
  });
});

test('a secret that is not filled in yet has no keys and no faults', () => {
  expect(read({})).toEqual({ keys: [], faults: [] });
});

test('a retired key is kept with the time of its retirement', () => {
  const { keys, faults } = read({
    new: NEW,
    old: { key: OLD, retired_at: '2026-11-28T14:00:00+02:00' },
  });
  expect(faults).toEqual([]);
  expect(keys).toEqual([
    parseSigningKey('new', NEW),
    { ...parseSigningKey('old', OLD), retiredAt: '2026-11-28T12:00:00.000Z' },
  ]);
});

test('each malformed key is a fault, and the good ones are keys', () => {
  const { keys, faults } = read({
    good: OLD,
    pasted: `v1,${NEW}`,
    number: 5,
    ' ': OLD,
    nested: {},
    nothing: null,
    'no time': { key: OLD },
    'no zone': { key: OLD, retired_at: '2026-11-28T12:00:00' },
    'no day': { key: OLD, retired_at: '2026-02-31T25:00:00Z' },
    'retired and cut': { key: 'whsec_abc', retired_at: '2026-11-28T12:00:00Z' },
  });
  expect(keys).toEqual([parseSigningKey('good', OLD)]);
  expect(faults).toEqual([
    { keyId: 'pasted', problem: expect.stringContaining('(v1,): cut it off') },
    { keyId: 'number', problem: 'is not text' },
    { keyId: ' ', problem: expect.stringContaining('has no id') },
    { keyId: 'nested', problem: 'is not text' },
    { keyId: 'nothing', problem: 'is not text' },
    { keyId: 'no time', problem: expect.stringContaining('without a "retired_at"') },
    { keyId: 'no zone', problem: expect.stringContaining('without a "retired_at"') },
    { keyId: 'no day', problem: expect.stringContaining('without a "retired_at"') },
    { keyId: 'retired and cut', problem: expect.stringContaining('is not base64') },
  ]);
});

test.each([
  ['with its prefix', NEW],
  ['without its prefix', NEW.slice('whsec_'.length)],
  ['with what was pasted around it', `v1,${NEW}`],
])('a key that stands in the place of its id, %s, is a fault that does not tell it', (_how, id) => {
  expect(read({ [id]: '2026-11', good: OLD })).toEqual({
    keys: [parseSigningKey('good', OLD)],
    faults: [{ keyId: '(hidden)', problem: expect.stringContaining('has a key for an id') }],
  });
});

test.each([
  ['a key alone', NEW],
  ['JSON cut short', `{"new":"${NEW}"`],
  ['a list', JSON.stringify([NEW])],
  ['a text', JSON.stringify(NEW)],
  ['null', 'null'],
  ['nothing', ''],
])('%s is no secret of signing keys, and the refusal does not quote it', (_what, text) => {
  expect(() => readSigningKeys(text)).toThrow(
    expect.toSatisfy((error: unknown) => {
      if (!ServiceError.is(error, 'config.invalid')) return false;
      const said = [error.message, error.stack, String(error.cause)].join('\n');
      return said.includes('must be JSON such as {"2026-11"') && !said.includes(NEW.slice(6, 20));
    }),
  );
});
