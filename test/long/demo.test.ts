import { afterAll, beforeAll, expect, test } from 'vitest';
import { PLAYS } from '#commands/demo/models.ts';
import { MODELS, type Model } from '#commands/demo/options.ts';
import { Stage } from '#commands/demo/stage.ts';
import { createApiClient } from '#commands/kit/api-client/client.ts';
import { createStackApi } from '#commands/kit/stack-api.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { startTestMerchant } from '#test/support/local-merchant.ts';

let merchant: Awaited<ReturnType<typeof startTestMerchant>>;
beforeAll(async () => {
  merchant = await startTestMerchant();
}, 60_000);
afterAll(() => merchant.close());

/** What a model prints. */
async function play(model: Model): Promise<readonly string[]> {
  const { stack, sandbox, webhookUrl, apiKey } = merchant;
  const lines: string[] = [];
  const authorization = `Bearer ${apiKey}`;
  await PLAYS[model](
    new Stage({
      api: createApiClient(stack.apiUrl),
      moment: createStackApi({
        apiUrl: sandbox.url,
        webhookUrl,
        authorise: async (request) => ({
          ...request,
          headers: { ...request.headers, authorization },
        }),
      }),
      sandboxUrl: sandbox.url,
      clock: systemClock,
      runId: model,
      print: (line) => lines.push(line.trim()),
    }),
  );
  return lines;
}

/** How each ends: its statement, and both sides' figures. */
const ENDS: Readonly<Record<Model, readonly RegExp[]>> = {
  customer: [
    /^entry 1 +opening +ZAR 20\.00 {2}-> +ZAR 20\.00$/,
    /^entry 2 +payment +-ZAR 15\.00 {2}-> +ZAR 5\.00 {2}pay_/,
    /^owed +here ZAR 5\.00 {2}at Moment ZAR 5\.00$/,
  ],
  account: [
    /^entry 1 +opening +ZAR 450\.00 {2}-> +ZAR 450\.00$/,
    /^entry 2 +payment +-ZAR 200\.00 {2}-> +ZAR 250\.00 {2}pay_/,
    /^owed +here ZAR 250\.00 {2}at Moment ZAR 250\.00$/,
  ],
  bill: [
    /^entry 2 +payment +-ZAR 5\.00 {2}-> +ZAR 15\.00 {2}pay_/,
    /^entry 3 +payment +-ZAR 15\.00 {2}-> +ZAR 0\.00 {2}pay_/,
    /^bill +bill_\w+ {2}paid {2}due ZAR 20\.00 {2}paid ZAR 20\.00 {2}remaining ZAR 0\.00$/,
    /^owed +here ZAR 0\.00 {2}at Moment ZAR 0\.00$/,
  ],
  wallet: [
    /^entry 2 +payment +-ZAR 500\.00 {2}-> +-ZAR 500\.00 {2}pay_/,
    /^entry 3 +charge +ZAR 120\.00 {2}-> +-ZAR 380\.00$/,
    /^owed +here -ZAR 380\.00 {2}at Moment -ZAR \d+\.00/,
  ],
};

test.each(MODELS)(
  'the %s model of Moment is played to its end, and printed with real ids',
  async (model) => {
    const lines = await play(model);
    const ends = ENDS[model];
    expect(lines.slice(-ends.length)).toEqual(ends.map((end) => expect.stringMatching(end)));
    expect(lines).toContainEqual(expect.stringMatching(/^paid +pay_\w+ {2}ZAR/));
    expect(lines).toContainEqual(expect.stringMatching(/^told +obligation\.amount_applied {2}/));
  },
  30_000,
);
