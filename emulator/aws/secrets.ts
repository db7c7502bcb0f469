import * as z from 'zod';
import type { LocalSecret } from './secrets-server.ts';
import type { StackResources } from './stack-resources.ts';

const SecretProperties = z.object({
  Name: z.string().optional(),
  SecretString: z.string().optional(),
});

export type Secrets = {
  readonly find: (nameOrArn: string) => LocalSecret | undefined;
  readonly set: (nameOrArn: string, value: string) => void;
};

/** The template's secrets, each with its first value until another is set. */
export function createSecrets(resources: StackResources): Secrets {
  const secrets = new Map<string, LocalSecret>(
    resources.ids('AWS::SecretsManager::Secret').map((id) => {
      const { SecretString } = resources.properties(id, SecretProperties);
      const arn = resources.ref(id);
      return [arn, { arn, name: secretName(arn), value: SecretString }];
    }),
  );
  const find = (nameOrArn: string) =>
    secrets.get(nameOrArn) ?? [...secrets.values()].find(({ name }) => name === nameOrArn);
  return {
    find,
    set: (nameOrArn, value) => {
      const secret = find(nameOrArn);
      if (!secret) throw new Error(`No secret is called ${nameOrArn}`);
      secrets.set(secret.arn, { ...secret, value });
    },
  };
}

/** What follows `secret:`, without the six characters that Secrets Manager adds to it. */
function secretName(arn: string): string {
  return (arn.split(':').at(-1) ?? '').replace(/-\w{6}$/, '');
}
