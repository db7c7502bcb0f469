import type { Delivery } from '#shared/models/delivery.ts';
import { findEvidenceSigner } from '#shared/moment/signature/check-evidence.ts';
import type { SigningKey, SigningKeys } from '#shared/ports/moment.ts';

type Arrived = { readonly delivery: Delivery };

export type Checked<A> = {
  /** What Moment signed, with the key that it is known by now. */
  readonly genuine: readonly A[];
  /** What no key of ours signed, those that are retired among them. */
  readonly forged: readonly A[];
  /** What no key signed that is known at this moment; a newer one may have, and cannot be looked for yet. */
  readonly undecided: readonly A[];
};

/**
 * Who signed what arrives on the queue. The webhook has checked it, but whoever may send to the queue could have
 * put it there without. Throws `signing_keys.unavailable` where no keys can be read.
 */
export async function checkDeliveries<A extends Arrived>(
  arrived: readonly A[],
  keys: SigningKeys,
): Promise<Checked<A>> {
  const first = sort(arrived, await keys.read());
  if (first.unsigned.length === 0) return { genuine: first.genuine, forged: [], undecided: [] };
  // Perhaps Moment switched to a new key moments ago.
  const reread = await keys.reread();
  if (!reread) return { genuine: first.genuine, forged: [], undecided: first.unsigned };
  const again = sort(first.unsigned, reread);
  return { genuine: [...first.genuine, ...again.genuine], forged: again.unsigned, undecided: [] };
}

function sort<A extends Arrived>(arrived: readonly A[], keys: readonly SigningKey[]) {
  const genuine: A[] = [];
  const unsigned: A[] = [];
  for (const each of arrived) {
    const { delivery } = each;
    const keyId = findEvidenceSigner(delivery.body, delivery, keys);
    if (keyId === undefined) unsigned.push(each);
    else genuine.push({ ...each, delivery: { ...delivery, keyId } });
  }
  return { genuine, unsigned };
}
