import { expect, test } from 'vitest';
import { WebhookEnv } from '#functions/webhook/env.ts';
import { readEnv } from '#shared/lambda/read-env.ts';
import { optionalText, text } from '#shared/models/variables.ts';

const GOOD = {
  QUEUE_URL: 'https://sqs.af-south-1.amazonaws.com/1/events',
  SIGNING_KEYS_SECRET: 'arn:aws:secretsmanager:af-south-1:1:secret:keys',
  TOLERANCE_SECONDS: '180',
};

test('a function has the variables that it names, each as what it is', () => {
  expect(readEnv(WebhookEnv, { ...GOOD, PATH: '/bin' })).toEqual({
    ...GOOD,
    TOLERANCE_SECONDS: 180,
  });
});

test('every variable that is wrong is named, with what it must be', () => {
  expect(() => readEnv(WebhookEnv, { QUEUE_URL: 'events', TOLERANCE_SECONDS: '0' })).toThrow(
    expect.objectContaining({
      code: 'config.invalid',
      message:
        "The function's environment is wrong: QUEUE_URL must be a URL; " +
        'SIGNING_KEYS_SECRET must be set; TOLERANCE_SECONDS must be an integer above 0',
    }),
  );
});

test.each(['', '0', '-1', '1.5', '1e3', ' 1', '1s', '9'.repeat(16)])(
  '%j is no integer above 0',
  (seconds) => {
    expect(() => readEnv(WebhookEnv, { ...GOOD, TOLERANCE_SECONDS: seconds })).toThrow(
      'TOLERANCE_SECONDS must be an integer above 0',
    );
  },
);

test('what may be left out may not be empty', () => {
  const variables = { NAME: text, LINK: optionalText };
  expect(readEnv(variables, { NAME: 'n' })).toEqual({ NAME: 'n' });
  expect(readEnv(variables, { NAME: 'n', LINK: 'l' })).toEqual({ NAME: 'n', LINK: 'l' });
  expect(() => readEnv(variables, { NAME: 'n', LINK: '' })).toThrow('LINK must be set');
});

test('a fault of the reading itself is not taken for a wrong variable', () => {
  const broken = () => {
    throw new TypeError('broken');
  };
  expect(() => readEnv({ NAME: broken }, {})).toThrow(TypeError);
});
