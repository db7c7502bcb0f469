import { pushBalance } from './push-balance.ts';
import type { PushDeps, PushLook } from './push-deps.ts';
import { iso } from './push-turn.ts';

const PAGE_SIZE = 100;
const AT_ONCE_MAX = 10;
const CALL_MS_MAX = 15_000;

/**
 * Tells Moment of whatever is due, those due longest first.
 *
 * @param until epoch milliseconds after which no look is begun
 */
export async function pushDue(until: number, deps: PushDeps): Promise<readonly PushLook[]> {
  const { untold, clock } = deps;
  const looks: PushLook[] = [];
  const looked = new Set<string>();
  while (clock.now() < until) {
    const due = await untold.listDue(iso(clock.now()), PAGE_SIZE);
    // Once in a run: the index may show what was told a moment ago.
    const next = due.filter((id) => !looked.has(id)).slice(0, AT_ONCE_MAX);
    if (next.length === 0) break;
    const deadline = clock.now() + CALL_MS_MAX;
    const found = await Promise.all(next.map((id) => lookAlone(id, deadline, deps)));
    looks.push(...found.filter((look) => look !== undefined));
    for (const id of next) looked.add(id);
  }
  return looks;
}

/** One that cannot be read, or not be written, stops no other. */
async function lookAlone(
  obligationId: string,
  deadline: number,
  deps: PushDeps,
): Promise<PushLook | undefined> {
  try {
    return await pushBalance(obligationId, deadline, deps);
  } catch (error) {
    const since = iso(deps.clock.now());
    return { obligationId, since, result: { kind: 'failed', error } };
  }
}
