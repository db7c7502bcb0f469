import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { signatureMismatch } from '#shared/moment/signature/signature-mismatch.ts';
import { parseSigningKey } from '#shared/moment/signature/signing-key.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER_SECRET = 'whsec_MDUyYmQ2NThjZDY3NDU5NzkyYTViNjViOTlhYzI2MzE=';
const KEYS = [parseSigningKey('2026-11', SECRET), parseSigningKey('2027-05', OTHER_SECRET)];
const BODY = Buffer.from('{"amount":2000}');

/** The words of the refusal for what was signed with these bytes. */
function refusal(key: string | Uint8Array, body: Uint8Array = BODY): string {
  const signature = createHmac('sha256', key).update('msg_1.1700000000.').update(body);
  const headers = {
    webhookId: 'msg_1',
    webhookTimestamp: 1700000000,
    signatures: [signature.digest('base64')],
  };
  const { code, message } = signatureMismatch(BODY, headers, KEYS);
  expect(code).toBe('delivery.signature_mismatch');
  return message;
}

test.each([
  ['whole', OTHER_SECRET],
  ['without its prefix', OTHER_SECRET.slice('whsec_'.length)],
])('a signer that used the secret as text, %s, is told so, and with which key', (_how, text) => {
  const message = refusal(text);
  expect(message).toContain('text of signing key "2027-05"');
  expect(message).toContain('base64 behind whsec_');
  expect(message).not.toContain(OTHER_SECRET.slice(6, 20));
});

test.each([
  ['with a key of nobody', Buffer.alloc(32, 1), BODY],
  ['with the text of a key, but another body', SECRET, Buffer.from('{"amount":2}')],
])('what was signed %s gets no more than the advice on the body', (_how, key, body) => {
  expect(refusal(key, body)).toMatch(/^No active signing key .* byte for byte$/);
});
