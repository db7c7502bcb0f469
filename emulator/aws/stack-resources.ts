import type * as z from 'zod';
import type { CloudAssembly } from './cloud-assembly.ts';
import { type LocalValue, type LookUp, resolve } from './intrinsics.ts';

export const REGION = 'us-east-1';
// The account that fauxqs writes into its ARNs.
export const ACCOUNT_ID = '000000000000';

export type StackResources = {
  readonly stackName: string;
  /** Logical ids of one of the types, in the template's order. */
  ids(...types: readonly string[]): readonly string[];
  /** What `Ref` gives for a logical id. */
  ref(id: string): string;
  arn(id: string): string;
  /** The properties that the schema names, resolved and checked; the others are not looked at. */
  properties<T extends z.ZodRawShape>(id: string, schema: z.ZodObject<T>): z.infer<z.ZodObject<T>>;
  output(name: string): string;
};

export function localArn(service: string, rest: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${rest}`;
}

export type StackEndpoints = { readonly apiUrl: string; readonly sqs: string };

/** The template's resources, with every reference resolved to a name or address on this machine. */
export function createStackResources(
  { stackName, template }: CloudAssembly,
  endpoints: StackEndpoints,
): StackResources {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': ACCOUNT_ID,
    'AWS::Partition': 'aws',
    'AWS::Region': REGION,
    'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${stackName}/local`,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const lookUp: LookUp = (name) => {
    const fixed = pseudo[name] ?? template.Parameters[name]?.Default;
    if (fixed !== undefined) return { ref: String(fixed), attributes: {} };
    const resource = template.Resources[name];
    return resource && localValue(name, resource, lookUp, endpoints);
  };
  const value = (id: string): LocalValue => {
    const found = lookUp(id);
    if (!found) throw new Error(`${id} has no value on this machine`);
    return found;
  };
  return {
    stackName,
    ids: (...types) =>
      Object.entries(template.Resources)
        .filter(([, { Type }]) => types.includes(Type))
        .map(([id]) => id),
    ref: (id) => value(id).ref,
    arn: (id) => value(id).attributes['Arn'] ?? value(id).ref,
    properties(id, schema) {
      const properties = template.Resources[id]?.Properties ?? {};
      const picked = Object.keys(schema.shape)
        .filter((key) => key in properties)
        .map((key) => [key, properties[key]]);
      const result = schema.safeParse(resolve(Object.fromEntries(picked), lookUp, id));
      if (result.success) return result.data;
      throw new Error(`${id} has properties that cannot run here: ${result.error.message}`);
    },
    output(name) {
      const output = template.Outputs[name];
      if (!output) {
        const names = Object.keys(template.Outputs).join(', ') || 'none';
        throw new Error(`The template has no output ${name}; it has: ${names}`);
      }
      return localUrls(String(resolve(output.Value, lookUp, `Outputs.${name}`)), endpoints);
    },
  };
}

/** The CDK writes the URL of an API's stage by AWS's naming rule, not by asking for it. */
export function localUrls(text: string, { apiUrl }: Pick<StackEndpoints, 'apiUrl'>): string {
  return text.replaceAll(
    new RegExp(`https://\\w+\\.execute-api\\.${REGION}\\.amazonaws\\.com`, 'g'),
    () => apiUrl,
  );
}

type Resource = CloudAssembly['template']['Resources'][string];

function localValue(
  id: string,
  { Type, Properties }: Resource,
  lookUp: LookUp,
  endpoints: StackEndpoints,
): LocalValue | undefined {
  const text = (key: string): string | undefined => {
    const found = resolve(Properties[key], lookUp, `${id}.${key}`);
    return typeof found === 'string' ? found : undefined;
  };
  switch (Type) {
    case 'AWS::DynamoDB::GlobalTable': {
      const name = text('TableName') ?? id;
      const arn = localArn('dynamodb', `table/${name}`);
      return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/local` } };
    }
    case 'AWS::SQS::Queue': {
      const name = text('QueueName') ?? id;
      const url = `${endpoints.sqs}/${ACCOUNT_ID}/${name}`;
      return {
        ref: url,
        attributes: { Arn: localArn('sqs', name), QueueName: name, QueueUrl: url },
      };
    }
    case 'AWS::S3::Bucket': {
      // S3 takes no capitals in a name.
      const name = text('BucketName') ?? id.toLowerCase();
      return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } };
    }
    case 'AWS::SecretsManager::Secret': {
      const secretArn = localArn(
        'secretsmanager',
        `secret:${text('Name') ?? `${id}-local`}-local1`,
      );
      return { ref: secretArn, attributes: { Id: secretArn } };
    }
    case 'AWS::Lambda::Function': {
      const name = text('FunctionName') ?? id;
      return { ref: name, attributes: { Arn: localArn('lambda', `function:${name}`) } };
    }
    case 'AWS::Logs::LogGroup': {
      const name = text('LogGroupName') ?? id;
      return { ref: name, attributes: { Arn: localArn('logs', `log-group:${name}:*`) } };
    }
    case 'AWS::KMS::Key':
      return { ref: id, attributes: { Arn: localArn('kms', `key/${id}`) } };
    case 'AWS::ApiGatewayV2::Api':
      return { ref: id, attributes: { ApiEndpoint: endpoints.apiUrl, ApiId: id } };
    case 'AWS::ApiGatewayV2::Integration':
      return { ref: id, attributes: {} };
    case 'AWS::IAM::Role':
      return { ref: id, attributes: { Arn: localArn('iam', `role/${id}`) } };
    case 'AWS::Scheduler::Schedule':
      return { ref: id, attributes: { Arn: localArn('scheduler', `schedule/default/${id}`) } };
    default:
      return undefined;
  }
}
