import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { interleave } from '#bench/measure/interleave.ts';
import { micro } from '#bench/measure/micro.ts';
import { atLeast, type BenchOptions, type Row } from '#bench/measure/row.ts';
import { ratios, spreadOf } from '#bench/measure/spread.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';
import {
  findSigner,
  readSignedHeaders,
  refuseByAge,
} from '#shared/moment/signature/verify-delivery.ts';

const BODY_BYTES = [353, 2_000, 20_000];
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEXT_SECRET = 'whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=';
const TOLERANCE_SECONDS = 180;
const SIGNED_BY = 'current';

/**
 * From the body and the headers of a delivery to the verdict. Each takes the body as it takes it best, ours
 * bytes and the libraries text; `standardwebhooks` is asked not to parse what it verified, as `svix` never does.
 */
export async function run({ quick, progress }: BenchOptions): Promise<readonly Row[]> {
  const rounds = quick ? 2 : 20;
  const rows: Row[] = [];
  for (const [index, bytes] of BODY_BYTES.entries()) {
    const taken = await interleave(contestants(bytes, quick ? 2 : 80), rounds, (done) =>
      progress(index * rounds + done, BODY_BYTES.length * rounds),
    );
    rows.push(...toRows(bytes, taken));
  }
  return rows;
}

const LIBRARIES = ['standardwebhooks', 'svix'] as const;
type Taken = Readonly<
  Record<
    | (typeof LIBRARIES)[number]
    | 'one key'
    | 'two keys'
    | 'one key, and parsed'
    | 'standardwebhooks, parsed',
    readonly number[]
  >
>;

function contestants(bytes: number, milliseconds: number) {
  const body = bodyOf(bytes);
  const text = body.toString();
  const standard = new StandardWebhook(SECRET);
  const svix = new SvixWebhook(SECRET);
  const headers = signedHeaders(text);
  const current = parseSigningKey(SIGNED_BY, SECRET);
  const both = [parseSigningKey('next', NEXT_SECRET), current];
  const ours = (keys: readonly (typeof current)[]) => {
    const signed = readSignedHeaders({ body, headers });
    const isSigned = findSigner(body, signed, keys)?.keyId === SIGNED_BY;
    if (!isSigned || refuseByAge(signed, Date.now(), TOLERANCE_SECONDS)) {
      throw new Error('Ours does not verify');
    }
  };
  const measured = (call: () => unknown) => micro(call, milliseconds);
  const one = [current];
  return {
    'one key': measured(() => ours(one)),
    'two keys': measured(() => ours(both)),
    'one key, and parsed': measured(() => {
      ours(one);
      return JSON.parse(body.toString());
    }),
    // Each throws unless the signature is right.
    standardwebhooks: measured(() => standard.verify(text, headers, { jsonParse: false })),
    'standardwebhooks, parsed': measured(() => standard.verify(text, headers)),
    svix: measured(() => svix.verify(text, headers)),
  };
}

function toRows(bytes: number, taken: Taken): Row[] {
  const middle = (name: keyof Taken) => spreadOf(taken[name]).median;
  const best = LIBRARIES.reduce((a, b) => (middle(b) < middle(a) ? b : a));
  const row = (what: keyof Taken, name: keyof Taken) => ({
    what: `${bytes} B, ${what}`,
    unit: 'us',
    ours: middle(what),
    peer: { name, value: middle(name) },
    times: ratios(taken[name], taken[what]),
  });
  const oneKey = row('one key', best);
  const twoKeys = row('two keys', best);
  return [
    { ...oneKey, ...atLeast(oneKey.times, 2) },
    { ...twoKeys, ...atLeast(twoKeys.times, 1) },
    row('one key, and parsed', 'standardwebhooks, parsed'),
  ];
}

/** An event of Moment's, with as much metadata as makes it this long. */
function bodyOf(bytes: number): Buffer {
  const event = (note: string) =>
    JSON.stringify({
      id: 'evt_2341234567890abcdef',
      type: 'obligation.amount_applied',
      data: {
        id: 'ob_N2a38DJQWPL8K4X42354234',
        amount: 15000,
        currency: 'ZAR',
        payment_id: 'pay_1313235234843nmafdsa',
        customer_id: 'bcus_H4jp6KnU5cPw263v1jyz4',
        metadata: { note },
      },
    });
  return Buffer.from(event('x'.repeat(bytes - event('').length)));
}

function signedHeaders(text: string): Record<string, string> {
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  const now = new Date();
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new StandardWebhook(SECRET).sign(id, now, text),
  };
}
