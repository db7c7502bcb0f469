import { Fn, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/**
 * What Moment and the merchant know of each other. Both secrets are born with a placeholder that is no
 * secret, and filled in by the merchant; a deployment leaves what was filled in as it is.
 */
export class MomentSecrets extends Construct {
  /** Plain text: `sk_...`. */
  readonly apiKey: Secret;
  /** JSON from our id of a key to the key, so that several are active and rotate with no gap. */
  readonly signingKeys: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.apiKey = this.#secret(
      'ApiKey',
      'api-key',
      'unset',
      "Moment's API key, as plain text (sk_... or sk_test_...)",
    );
    this.signingKeys = this.#secret(
      'SigningKeys',
      'signing-keys',
      '{}',
      'Moment\'s webhook signing keys: {"2026-11": "whsec_..."}',
    );
  }

  /** Its value now, and nothing of what it is called or was. */
  grantReading(grantee: IGrantable, secret: Secret): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [secret.secretArn],
      }),
    );
  }

  #secret(id: string, name: string, placeholder: string, description: string): Secret {
    const secret = new Secret(this, id, {
      description,
      secretName: `${Stack.of(this).stackName}/${name}-${deploymentId(this)}`,
      secretStringValue: SecretValue.unsafePlainText(placeholder),
      // What a first deployment that fails made holds a placeholder, and would cost money.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      secret,
      'AwsSolutions-SMG4',
      'Moment rotates these on request, by people; docs/deploy.md has the steps',
    );
    return secret;
  }
}

/**
 * Another one each time that the stack is made anew: a secret outlives its stack, and keeps its name for days after
 * it was deleted.
 */
export function deploymentId(scope: Construct): string {
  // arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/UUID
  const uuid = Fn.select(2, Fn.split('/', Stack.of(scope).stackId));
  return Fn.select(0, Fn.split('-', uuid));
}
