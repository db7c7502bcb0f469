import { describe, expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { readSourceAddresses } from '#shared/lambda/source-addresses.ts';

const allowed = readSourceAddresses('192.0.2.0/24,198.51.100.7/32,2001:db8::/32');

test.each([
  '192.0.2.0',
  '192.0.2.255',
  '198.51.100.7',
  '2001:db8::1',
  '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
  // As a socket that takes both families names an IPv4 address.
  '::ffff:192.0.2.1',
])('%s is in a block', (address) => {
  expect(allowed?.includes(address)).toBe(true);
});

test.each([
  '192.0.1.255',
  '192.0.3.0',
  '198.51.100.6',
  '198.51.100.8',
  '2001:db9::',
  '::ffff:192.0.3.0',
  '',
  'localhost',
  '192.0.2.1, 203.0.113.9',
  '192.0.2.1:443',
])('%s is in none, or is no address', (address) => {
  expect(allowed?.includes(address)).toBe(false);
});

test('without blocks there is nothing to ask', () => {
  expect(readSourceAddresses(undefined)).toBeUndefined();
});

describe('what is no block is named when the function starts:', () => {
  test.each(['192.0.2.0', '192.0.2.0/33', '192.0.2/24', '2001:db8::/129', '/8', '1.2.3.4/8/8', ''])(
    '%j',
    (block) => {
      const read = () => readSourceAddresses(`192.0.2.0/24,${block}`);
      expect(read).toThrow(`"${block}" is no CIDR block such as 192.0.2.0/24`);
      expect(read).toThrow(ServiceError);
    },
  );
});
