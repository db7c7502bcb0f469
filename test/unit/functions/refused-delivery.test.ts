import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHandler, type WebhookDeps } from '#functions/webhook/handler.ts';
import { ERROR_CODES, ServiceError } from '#shared/errors.ts';
import { httpFunction } from '#shared/lambda/functions.ts';
import { createTracing } from '#shared/lambda/no-tracing.ts';
import { createTelemetry } from '#shared/lambda/telemetry.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import { amountApplied } from '#test/support/factories.ts';
import { httpEvent, lambdaContext } from '#test/support/http-event.ts';
import { NOON, TestClock } from '#test/support/world.ts';

const BYTES_MAX = 300;
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const AS_TEXT = `whsec_${Buffer.from(SECRET).toString('base64')}`;
const BODY = JSON.stringify(amountApplied());
/** The longest that Standard Webhooks takes here, of characters that JSON writes as two. */
const LONGEST_ID = '"\\'.repeat(128).slice(0, 255);

const written: string[] = [];
/** POWERTOOLS_DEV, by which the lines come here, also spreads them over several. */
const keepLine = (line: string) => void written.push(JSON.stringify(JSON.parse(line)));
beforeEach(() => {
  written.length = 0;
  vi.stubEnv('AWS_LAMBDA_INITIALIZATION_TYPE', 'on-demand');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'moment-balances-prod');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'webhook');
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation(keepLine);
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

type Sent = { readonly body?: string; readonly headers: Record<string, string> };

/** Everything that the function writes for a delivery, the first one of a cold start. */
async function linesOf({ body = BODY, headers }: Sent, deps: Partial<WebhookDeps> = {}) {
  const telemetry = createTelemetry(createTracing());
  const handler = httpFunction(
    createHandler({
      keys: {
        read: async () => [parseSigningKey('k'.repeat(200), SECRET)],
        reread: async () => undefined,
      },
      queue: { put: async () => {} },
      clock: new TestClock(),
      toleranceSeconds: 180,
      logger: telemetry.logger,
      ...deps,
    }),
    telemetry,
  );
  await handler(httpEvent({ path: '/webhooks/moment', headers, body }), lambdaContext());
  return written;
}

function signed(id = LONGEST_ID, secret = SECRET, at = NOON): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(at / 1000),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), BODY),
  };
}

const nobody = { sources: { includes: () => false } };
const REFUSALS: Readonly<Record<string, readonly [Sent, Partial<WebhookDeps>?]>> = {
  'delivery.source_refused': [{ headers: signed() }, nobody],
  'delivery.header_missing': [{ headers: { 'webhook-id': LONGEST_ID } }],
  'delivery.header_malformed': [
    { headers: { ...signed(), 'webhook-id': '\u{1F4B8}'.repeat(4000), 'webhook-signature': '"' } },
  ],
  'delivery.too_large': [{ headers: signed(), body: 'x'.repeat(300_000) }],
  'delivery.signature_unsupported': [{ headers: { ...signed(), 'webhook-signature': 'v2,abc' } }],
  'delivery.signature_mismatch': [{ headers: signed(LONGEST_ID, AS_TEXT) }],
  'delivery.stale': [{ headers: signed(LONGEST_ID, SECRET, NOON - 3_600_000) }],
  'delivery.early': [{ headers: signed(LONGEST_ID, SECRET, NOON + 3_600_000) }],
};

test('every way to refuse a delivery is measured here', () => {
  const codes = ERROR_CODES.filter((code) => code.startsWith('delivery.'));
  expect(Object.keys(REFUSALS).toSorted()).toEqual(codes.toSorted());
});

describe.each(Object.entries(REFUSALS))('%s', (code, [sent, deps]) => {
  test(`writes one line below ${BYTES_MAX} bytes, whatever was sent, and no stack`, async () => {
    const lines = await linesOf(sent, deps);
    expect(lines.map((line) => JSON.parse(line).code)).toEqual([code]);
    expect(lines[0]).not.toMatch(/\.ts:\d|stack/);
    expect(Buffer.byteLength(`${lines[0]}\n`)).toBeLessThan(BYTES_MAX);
  });
});

test('a refused delivery of Moment is found by its whole id, and says what is wrong', async () => {
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  const [line = ''] = await linesOf({ headers: signed(id, AS_TEXT) });
  expect(JSON.parse(line)).toEqual({
    level: 'WARN',
    message: 'request.refused',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    cold_start: true,
    code: 'delivery.signature_mismatch',
    webhook_id: id,
    detail: expect.stringMatching(/^The signature was made with the text of signing key "k+/),
  });
});

test('what is our own fault is logged with all that is known, the id cut to 255 characters', async () => {
  const headers = { ...signed(), 'webhook-id': 'x'.repeat(5000) };
  const put = async () => {
    throw new ServiceError('queue.unavailable', 'None', { cause: new Error('why') });
  };
  const includes = () => {
    throw new ServiceError('signing_keys.unavailable', 'None', { cause: new Error('why') });
  };
  await linesOf({ headers: signed() }, { queue: { put } });
  await linesOf({ headers }, { sources: { includes } });
  const [failed, cut] = written.map((line) => JSON.parse(line));
  expect(failed).toMatchObject({
    level: 'ERROR',
    message: 'request.failed',
    code: 'queue.unavailable',
    request_id: 'request-1',
    error: { stack: expect.anything(), cause: { message: 'why' } },
  });
  expect(cut.webhook_id).toBe('x'.repeat(255));
});
