import { expect, test } from 'vitest';
import { ServiceError } from '#shared/errors.ts';
import { call } from '#test/support/http-call.ts';
import { httpEvent } from '#test/support/http-event.ts';
import { Recorder } from '#test/support/world.ts';

/** What is logged of a merchant's request that is refused for this. */
async function logged(message: string, cause?: unknown) {
  const recorder = new Recorder();
  const refuse = async () => {
    throw new ServiceError('request.invalid', message, { cause, members: { errors: ['secret'] } });
  };
  const event = httpEvent({ path: '/customers', headers: { 'webhook-id': 'no webhook' } });
  await call(refuse, event, recorder);
  return recorder.lines;
}

test('of a merchant’s request that is refused the log has the code, the route and the reason alone', async () => {
  expect(await logged('balance: must be an integer', new Error('secret'))).toEqual([
    {
      level: 'warn',
      message: 'request.refused',
      members: {
        code: 'request.invalid',
        route: 'POST /customers',
        detail: 'balance: must be an integer',
      },
    },
  ]);
});

test('and of the reason a thousand characters', async () => {
  const [line] = await logged('x'.repeat(50_000));
  expect(line?.members['detail']).toBe('x'.repeat(1000));
});
