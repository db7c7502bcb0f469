import { expect, test } from 'vitest';
import { KNOWN_RESOURCE_TYPES } from '#emulator/aws/resource-types.ts';
import { EVERY_OPTION } from '#test/support/every-option.ts';
import { templateOf } from '#test/support/template.ts';

test('the local stack knows every type of resource that a stage can have, and claims no other', () => {
  const { Resources } = templateOf(EVERY_OPTION).toJSON();
  const types = Object.values<{ readonly Type: string }>(Resources).map(({ Type }) => Type);
  // The CDK's command line adds its own.
  expect(new Set([...types, 'AWS::CDK::Metadata'])).toEqual(KNOWN_RESOURCE_TYPES);
}, 30_000);
