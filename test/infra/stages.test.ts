import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_STAGE, parseConfig, readStage, StageConfig } from '#infra/config.ts';
import { templateOf } from '#test/support/template.ts';

const DOMAIN = {
  name: 'balances.example.com',
  certificateArn: 'arn:aws:acm:af-south-1:111122223333:certificate/1',
};

const JWT = {
  ...{ kind: 'jwt', issuer: 'https://login.example.com/', audience: ['api'] },
  scopes: { read: ['r'], write: ['w'] },
};

test('docs/deploy.md has a row for each setting', () => {
  const [, table = ''] =
    /## Settings\n([\s\S]*?)\n## /.exec(readFileSync('docs/deploy.md', 'utf8')) ?? [];
  const rows = [...table.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name);
  expect([...new Set(rows)].toSorted()).toEqual(Object.keys(StageConfig.shape).toSorted());
});

test('a stage with tokens and no scopes is told what to name, and why', () => {
  const parse = () => parseConfig({ auth: { ...JWT, scopes: undefined } });
  expect(parse).toThrow(/Name the scopes that read and those that write[\s\S]*could do everything/);
});

describe('the prod stage', () => {
  const { stage, config } = readStage('prod');

  test('keeps logs for a year, and has a key of its own, rotated', () => {
    expect({ stage, ...config }).toMatchObject({
      stage: 'prod',
      logRetentionDays: 365,
      tableEncryption: 'customer-managed',
    });
    const template = templateOf(config);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
    template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
    template.resourceCountIs('AWS::KMS::Key', 1);
  }, 30_000);

  test('is otherwise what every stage is unless it says so', () => {
    expect(config).toEqual(
      parseConfig({ logRetentionDays: 365, tableEncryption: 'customer-managed' }),
    );
  });
});

test('who names no stage gets dev, never prod', () => {
  expect(DEFAULT_STAGE).toBe('dev');
  expect(readStage(undefined)).toEqual(readStage('dev'));
  templateOf(readStage().config).resourceCountIs('AWS::KMS::Key', 0);
}, 30_000);

test.each([[''], ['Prod'], ['prod '], [7], [null], [['prod']]])(
  '%j is not a stage, and the error names those that are and how to choose',
  (stage) => {
    expect(() => readStage(stage)).toThrow(/dev, prod, local\. Choose with -c stage=NAME/);
  },
);

test.each([['constructor'], ['toString'], ['__proto__']])(
  'what every object has, such as %s, is not a stage',
  (stage) => {
    expect(() => readStage(stage)).toThrow(`There is no stage "${stage}"`);
  },
);

test.each([['bad stage!'], ['Prod'], ['1st'], ['-a'], [`a${'b'.repeat(21)}`], ['a_b']])(
  'a stage cannot be called %j: AWS would not name a stack so',
  (stage) => {
    expect(() => readStage(stage, { [stage]: {} })).toThrow(/Call the stage ".*" otherwise/);
  },
);

test.each([['p'], ['eu-west-1'], [`a${'b'.repeat(20)}`]])('a stage may be called %j', (stage) => {
  expect(readStage(stage, { [stage]: {} }).stage).toBe(stage);
});

test('what is wrong with a setting is said once, with what it must be', () => {
  let words = '';
  try {
    parseConfig({ auth: { ...JWT, issuer: 'http://login.example.com/' } });
  } catch (error) {
    words = String(error);
  }
  expect(words.match(/must begin with https:\/\//g)).toHaveLength(1);
});

describe('the program that the CDK runs', () => {
  const run = (stage: string) =>
    spawnSync(process.execPath, ['infra/main.ts'], {
      encoding: 'utf8',
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ stage }) },
    });

  test('says what is wrong with the stage in words, and shows no place of the program', () => {
    const { status, stderr } = run('staging');
    expect(stderr).toBe(
      'There is no stage "staging"; infra/config.ts has dev, prod, local. Choose with -c stage=NAME\n',
    );
    expect(status).toBe(1);
  }, 60_000);
});

test('with no setting, callers sign, Moment has three minutes and its own host', () => {
  expect(parseConfig({})).toEqual({
    momentApiUrl: 'https://api.momentpay.net',
    toleranceSeconds: 180,
    auth: { kind: 'iam' },
    webhookThrottle: { requestsPerSecond: 500, burst: 1000 },
    merchantThrottle: { requestsPerSecond: 100, burst: 200 },
    logRetentionDays: 30,
    traces: false,
    tellings: 'both',
    momentLowers: 'unknown',
    tableEncryption: 'aws-owned',
    removable: false,
    backup: { every: 'day', retentionDays: 35, vaultLock: 'governance', lockedDays: 30 },
    reconcile: { batchSize: 50, windowSeconds: 1, concurrencyMax: 5 },
    zone: 'UTC',
    sweepMinutes: 5,
    anchors: { mode: 'governance', retentionDays: 400 },
  });
});

test('a stage that sets one thing of reconciling keeps the others', () => {
  expect(parseConfig({ reconcile: { batchSize: 10 } }).reconcile).toEqual({
    batchSize: 10,
    windowSeconds: 1,
    concurrencyMax: 5,
  });
});

test.each([
  { toleranceSeconds: 1 },
  { toleranceSeconds: 300 },
  { sweepMinutes: 60 },
  { zone: 'Africa/Johannesburg' },
  { reconcile: { batchSize: 500, windowSeconds: 1, concurrencyMax: 2 } },
  { reconcile: { batchSize: 10, windowSeconds: 0 } },
  { reconcile: { batchSize: 1, windowSeconds: 60, concurrencyMax: 1000 } },
])('%j is just inside', (settings) => {
  expect(parseConfig(settings)).toMatchObject(settings);
});

test.each([
  [{ toleranceSeconds: 301 }, 'toleranceSeconds'],
  [{ sweepMinutes: 61 }, 'sweepMinutes'],
  [{ logRetentionDays: 8 }, 'logRetentionDays'],
  [{ momentApiUrl: 'http://api.momentpay.net' }, 'momentApiUrl'],
  [{ webhookThrottle: { requestsPerSecond: 0, burst: 1 } }, 'webhookThrottle.requestsPerSecond'],
  [{ auth: { ...JWT, audience: [] } }, 'auth.audience'],
  [{ auth: { ...JWT, scopes: undefined } }, 'auth.scopes'],
  [{ auth: { ...JWT, scopes: { read: ['r'] } } }, 'auth.scopes'],
  [{ auth: { ...JWT, scopes: { read: [], write: ['w'] } } }, 'auth.scopes.read'],
  [{ auth: { ...JWT, scopes: { read: ['r'], write: ['a b'] } } }, 'auth.scopes.write'],
  [{ auth: { ...JWT, scopes: { read: ['r', 'b'], write: ['w', 'b'] } } }, 'auth.scopes'],
  [{ auth: { kind: 'iam', scopes: { read: ['r'], write: ['w'] } } }, 'scopes'],
  [{ auth: { kind: 'none' } }, 'auth.kind'],
  [{ domain: { ...DOMAIN, certificateArn: 'certificate/1' } }, 'domain.certificateArn'],
  [{ domain: { ...DOMAIN, awsAddress: 'no' } }, 'domain.awsAddress'],
  [{ auth: { ...JWT, issuer: 'http://login.example.com/' } }, 'auth.issuer'],
  [{ auth: { ...JWT, issuer: 'javascript:alert(1)' } }, 'auth.issuer'],
  [{ auth: { ...JWT, issuer: 'https:login.example.com' } }, 'auth.issuer'],
  [{ domain: { ...DOMAIN, name: 'https://balances.example.com' } }, 'domain.name'],
  [{ domain: { ...DOMAIN, name: 'balances.example.com/api' } }, 'domain.name'],
  [{ domain: { ...DOMAIN, name: 'balances.example.com:443' } }, 'domain.name'],
  [{ domain: { ...DOMAIN, name: 'Balances.example.com' } }, 'domain.name'],
  [{ domain: { ...DOMAIN, name: 'balances example.com' } }, 'domain.name'],
  [{ domain: { ...DOMAIN, name: 'localhost' } }, 'domain.name'],
  [{ domain: { ...DOMAIN, name: '192.0.2.7' } }, 'domain.name'],
  [{ domain: { ...DOMAIN, certificateArn: 'arn:aws:iam::111122223333:role/x' } }, 'certificateArn'],
  [{ domain: { ...DOMAIN, certificateArn: `${DOMAIN.certificateArn} ` } }, 'certificateArn'],
  [{ alarmTopicArn: 'arn:aws:sns:' }, 'alarmTopicArn'],
  [{ alarmTopicArn: 'arn:aws:sns:af-south-1:111122223333:' }, 'alarmTopicArn'],
  [{ alarmTopicArn: 'arn:aws:sns:af-south-1:1111:alarms' }, 'alarmTopicArn'],
  [{ alarmTopicArn: 'arn:aws:sqs:af-south-1:111122223333:alarms' }, 'alarmTopicArn'],
  [{ reconcile: { batchSize: 501 } }, 'reconcile.batchSize'],
  [{ reconcile: { windowSeconds: 61 } }, 'reconcile.windowSeconds'],
  [{ reconcile: { batchSize: 11, windowSeconds: 0 } }, 'reconcile.windowSeconds'],
  [{ reconcile: { windowSeconds: 0 } }, 'reconcile.windowSeconds'],
  [{ reconcile: { concurrencyMax: 1 } }, 'reconcile.concurrencyMax'],
  [{ reconcile: { size: 1 } }, 'size'],
])('%j is refused, with the file and the setting in the error', (settings, name) => {
  const parse = () => parseConfig(settings);
  expect(parse).toThrow('infra/config.ts');
  expect(parse).toThrow(name);
});

test('no setting leaves the API with no authorisation', () => {
  for (const auth of [false, null, {}, { kind: 'none' }, 'none']) {
    expect(() => parseConfig({ auth })).toThrow('auth');
  }
});

describe('a stage with a domain of its own', () => {
  let template: Template;
  beforeAll(() => {
    template = templateOf({ domain: DOMAIN });
  }, 30_000);

  test('is reached by it, with the certificate given', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: DOMAIN.name,
      DomainNameConfigurations: [{ CertificateArn: DOMAIN.certificateArn }],
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      DomainName: { Ref: Object.keys(template.findResources('AWS::ApiGatewayV2::DomainName'))[0] },
      Stage: '$default',
    });
  });

  test('keeps the address that AWS gives, which Moment may have, until it says otherwise', () => {
    const isOff = (of: Template) =>
      Object.values(of.findResources('AWS::ApiGatewayV2::Api')).map(
        ({ Properties }) => Properties.DisableExecuteApiEndpoint,
      );
    expect(isOff(template)).toEqual([false]);
    expect(isOff(templateOf({ domain: { ...DOMAIN, awsAddress: 'off' } }))).toEqual([true]);
  });

  test('logs which of the two addresses was called, and one without has one only', () => {
    const logged = (of: Template) =>
      Object.values(of.findResources('AWS::ApiGatewayV2::Stage')).map(
        ({ Properties }) => JSON.parse(Properties.AccessLogSettings.Format).domain,
      );
    expect(logged(template)).toEqual(['$context.domainName']);
    expect(logged(templateOf())).toEqual([undefined]);
  });

  test('and one without keeps the address that AWS gives', () => {
    const plain = templateOf();
    plain.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0);
    plain.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: false });
  });

  test('keeps the throttling and the access logs', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: {},
      DefaultRouteSettings: { ThrottlingRateLimit: 100 },
      RouteSettings: { 'POST /webhooks/moment': { ThrottlingRateLimit: 500 } },
    });
  });
});

test('the link template reaches the function that shows a customer, and only it', () => {
  const link = 'https://pay.example.com/bill/{id}';
  const functions = Object.values(
    templateOf({ ebpLinkTemplate: link }).findResources('AWS::Lambda::Function'),
  );
  const told = functions.filter(({ Properties }) => JSON.stringify(Properties).includes(link));
  expect(told).toHaveLength(1);
  expect(told[0]?.['Properties'].Environment.Variables).toMatchObject({
    EBP_LINK_TEMPLATE: link,
    POWERTOOLS_SERVICE_NAME: 'get-customer',
  });
});

test('traces are made where a stage asks for them, and nowhere else', () => {
  const traced = templateOf({ traces: true });
  traced.allResourcesProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
  expect(JSON.stringify(traced)).toContain('xray:PutTraceSegments');
  const plain = JSON.stringify(templateOf());
  expect(plain).not.toMatch(/TracingConfig|xray|TRACER/);
}, 60_000);

test('of its own lines Lambda writes only those about failures, and all of ours', () => {
  templateOf().allResourcesProperties('AWS::Lambda::Function', {
    LoggingConfig: {
      LogFormat: 'JSON',
      SystemLogLevel: 'WARN',
      ApplicationLogLevel: 'INFO',
    },
  });
}, 30_000);
