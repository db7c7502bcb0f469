import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { merkleRoot } from '#shared/ledger/merkle.ts';

const hex = (root: string) => Buffer.from(root, 'base64url').toString('hex');

/** The leaves and roots of the Certificate Transparency log's own tests: merkletree/merkle_tree_test.cc. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((bytes) => Buffer.from(bytes, 'hex').toString('latin1'));

test.each([
  [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
])(
  'the first %d leaves of RFC 6962 have the root that its reference code gives them',
  (size, root) => {
    expect(hex(merkleRoot(LEAVES.slice(0, size)))).toBe(root);
  },
);

test('it is the tree of the recursive definition, of any size', async () => {
  const leaves = fc.array(fc.string(), { maxLength: 70 });
  await fc.assert(
    fc.property(leaves, (list) => {
      expect(merkleRoot(list)).toBe(asDefined(list).toString('base64url'));
    }),
  );
});

test('one leaf that is changed, moved, removed or added makes another root', async () => {
  const lists = fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 40 });
  await fc.assert(
    fc.property(lists, fc.nat(), fc.nat(), (list, first, second) => {
      const [at, to] = [first % list.length, second % list.length];
      const without = list.toSpliced(at, 1);
      const others = [
        list.with(at, `${list[at]}x`),
        without,
        list.toSpliced(at, 0, 'x'.repeat(99)),
        ...(at === to ? [] : [without.toSpliced(to, 0, list[at] ?? '')]),
      ];
      for (const other of others) expect(merkleRoot(other)).not.toBe(merkleRoot(list));
    }),
  );
});

/** RFC 9162, section 2.1.1, word for word. */
function asDefined(list: readonly string[]): Buffer {
  const sha256 = (...parts: Uint8Array[]) =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  if (list.length === 0) return sha256();
  if (list.length === 1) return sha256(Buffer.from([0]), Buffer.from(list[0] ?? ''));
  let k = 1;
  while (k * 2 < list.length) k *= 2;
  return sha256(Buffer.from([1]), asDefined(list.slice(0, k)), asDefined(list.slice(k)));
}
