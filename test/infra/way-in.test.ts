import { spawnSync } from 'node:child_process';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { matchRoute, readHttpRoutes } from '#emulator/aws/http-routes.ts';
import { createStackResources } from '#emulator/aws/stack-resources.ts';
import { parseConfig, type StageSettings } from '#infra/config.ts';
import { counts } from '#test/support/metric-filter.ts';
import { templateOf } from '#test/support/template.ts';

const [NEW, OLD] = ['Vq3mX8yTn0bRkJ5sWcLd7uHf2pGzAe9i', 'a4YkPz7NcQ1tVxS8mWbJ0rLhD6gUeF3o'];
const PLAIN = '/webhooks/moment';
const LIMITS = { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 };
const DOMAIN = {
  name: 'balances.example.com',
  certificateArn: 'arn:aws:acm:af-south-1:111122223333:certificate/1',
};
const MUTUAL_TLS = {
  truststoreUri: 's3://moment-balances-trust/moment/ca.pem',
  truststoreVersion: 'v1',
};

// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of any shape
type Resource = { readonly Properties: any; readonly DependsOn?: readonly string[] };

const all = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.findResources(type) as Record<string, Resource>);
const first = (template: Template, type: string) => all(template, type)[0]?.[1];
/** Every path at which the webhook's function is reached, as the API matches it: letter by letter. */
const webhookPathsOf = (template: Template) =>
  all(template, 'AWS::ApiGatewayV2::Route')
    .map(([, { Properties }]) => String(Properties.RouteKey))
    .filter((key) => key.includes('/webhooks'));
const functionOf = (template: Template, service: string) =>
  all(template, 'AWS::Lambda::Function')
    .map(([, { Properties }]) => Properties)
    .find((properties) => properties.Environment.Variables.POWERTOOLS_SERVICE_NAME === service);
const urlOf = (template: Template) => JSON.stringify(template.toJSON()['Outputs']['WebhookUrl']);

describe('the path of the webhook', () => {
  const CASES: readonly (readonly [string, StageSettings, readonly string[]])[] = [
    ['is the documented one, unless the stage says otherwise', {}, [PLAIN]],
    [
      'stays open beside a first segment, since Moment may have it registered',
      { webhookPath: { segments: [NEW] } },
      [`${PLAIN}/${NEW}`, PLAIN],
    ],
    [
      'is one that strangers do not know once the plain one is off',
      { webhookPath: { segments: [NEW], withoutSegment: 'off' } },
      [`${PLAIN}/${NEW}`],
    ],
    [
      'has two segments while Moment switches',
      { webhookPath: { segments: [NEW, OLD], withoutSegment: 'off' } },
      [`${PLAIN}/${NEW}`, `${PLAIN}/${OLD}`],
    ],
  ];

  describe.each(CASES)('%s', (_what, settings, paths) => {
    const template = () => templateOf(settings);

    test('and nothing else leads to the webhook: no other route, and none for whatever has none', () => {
      const keys = paths.map((path) => `POST ${path}`);
      expect(webhookPathsOf(template()).toSorted()).toEqual(keys.toSorted());
      const everyKey = all(template(), 'AWS::ApiGatewayV2::Route').map(
        ([, { Properties }]) => Properties.RouteKey,
      );
      expect(everyKey.filter((key) => /\$default|\{\w+\+\}|^ANY /.test(key))).toEqual([]);
    });

    test('the throttle is on each of them, and waits for each of their routes', () => {
      const stage = first(template(), 'AWS::ApiGatewayV2::Stage');
      expect(stage?.Properties.RouteSettings).toEqual(
        Object.fromEntries(paths.map((path) => [`POST ${path}`, LIMITS])),
      );
      const routes = all(template(), 'AWS::ApiGatewayV2::Route')
        .filter(([, { Properties }]) => Properties.RouteKey.includes('/webhooks'))
        .map(([id]) => id);
      expect(stage?.DependsOn?.toSorted()).toEqual(routes.toSorted());
    });

    test('the API may call the function on each of them', () => {
      const sources = all(template(), 'AWS::Lambda::Permission')
        .map(([, { Properties }]) => JSON.stringify(Properties.SourceArn))
        .filter((arn) => arn.includes('/webhooks'));
      expect(sources).toHaveLength(paths.length);
      for (const path of paths) {
        expect(sources.some((arn) => arn.includes(`/*/*${path}"`))).toBe(true);
      }
    });

    test('what is refused and what fails there counts for the alarms', () => {
      const filters = all(template(), 'AWS::Logs::MetricFilter').map(
        ([, { Properties }]) => Properties,
      );
      const countedFor = (line: object) =>
        filters
          .filter(({ FilterPattern }) => counts(FilterPattern, { ...line }))
          .map(({ MetricTransformations: [{ MetricName }] }) => MetricName);
      for (const path of paths) {
        const route = `POST ${path}`;
        expect(countedFor({ route, status: '503' })).toEqual(['WebhookErrors']);
        expect(countedFor({ route, status: '429' })).toEqual(['WebhookTurnedAway']);
        expect(countedFor({ route, status: '403' })).toEqual(['WebhookTurnedAway']);
        for (const status of ['200', '401', '413'])
          expect(countedFor({ route, status })).toEqual([]);
      }
      expect(countedFor({ route: 'POST /customers', status: '429' })).toEqual([]);
      expect(countedFor({ route: '-', status: '404' })).toEqual([]);
    });

    test('the URL to register is of the first', () => {
      expect(urlOf(template())).toContain(`${paths[0]}"`);
    });
  });

  test('a stranger who asks the plain one, or another segment, meets no function, and Moment does', () => {
    const { Resources } = templateOf({
      webhookPath: { segments: [NEW, OLD], withoutSegment: 'off' },
    }).toJSON();
    const template = { Resources, Outputs: {}, Parameters: {} };
    const assembly = { stackName: 'test', template, assetPath: String };
    const routes = readHttpRoutes(createStackResources(assembly, { apiUrl: '', sqs: '' }));
    const reached = (path: string) => matchRoute(routes, 'POST', path)?.functionArn;
    const strange = [PLAIN, `${PLAIN}/`, `${PLAIN}/${NEW}x`, `${PLAIN}/${NEW.toLowerCase()}`];
    expect(strange.map(reached)).toEqual(strange.map(() => undefined));
    expect(reached(`${PLAIN}/${NEW}`)).toContain('ReconciliationWebhook');
    expect(reached(`${PLAIN}/${OLD}`)).toBe(reached(`${PLAIN}/${NEW}`));
  });

  test('a segment changes no other resource of the template than its route', () => {
    const ids = (settings: StageSettings) =>
      Object.keys(templateOf(settings).toJSON()['Resources']);
    const without = new Set(ids({}));
    const added = ids({ webhookPath: { segments: [NEW] } }).filter((id) => !without.has(id));
    expect(added.filter((id) => !/^ApiHttpApiPOSTwebhooksmoment/.test(id))).toEqual([]);
    expect(ids({ webhookPath: { segments: [NEW] } })).toEqual(expect.arrayContaining([...without]));
  });

  const wrong =
    (...segments: string[]) =>
    () =>
      parseConfig({ webhookPath: { segments } });

  test.each([
    ['short', NEW.slice(0, 21)],
    ['long', `${NEW}${NEW}x`],
    ['of one letter', 'a'.repeat(32)],
    ['of a pattern', 'Abc1Abc1Abc1Abc1Abc1Abc1'],
    ['of words', 'the-webhook-of-moment-of-production'],
    ['of words and a digit', 'MomentBalancesWebhookPath1'],
    ['of other words and digits', 'CorrectHorseBatteryStaple2026'],
  ])(
    'a segment that is %s is refused, with the command that makes a good one',
    (_what, segment) => {
      expect(wrong(segment)).toThrow('webhookPath.segments');
      expect(wrong(segment)).toThrow(
        `node -p "require('node:crypto').randomBytes(24).toString('base64url')"`,
      );
    },
  );

  test.each(['moment', 'WebHook', 'BALANCE', 'secret', 'Test', 'prod', 'DEV'])(
    'a segment with "%s" in it is refused, however much chance is around it',
    (word) => {
      expect(wrong(`${NEW}${word}`)).toThrow('webhookPath.segments');
    },
  );

  test('what that command makes is good, but for the few that look like a pattern', () => {
    const code = "require('node:crypto').randomBytes(24).toString('base64url')";
    const made = spawnSync(
      process.execPath,
      ['-p', `Array.from({length: 200}, () => ${code})+''`],
      {
        encoding: 'utf8',
      },
    ).stdout.trim();
    const good = made.split(',').filter((segment) => {
      try {
        return parseConfig({ webhookPath: { segments: [segment] } }) !== undefined;
      } catch {
        return false;
      }
    });
    expect(good.length).toBeGreaterThan(180);
  });

  test('of 22 characters and of 64 it may be; none, three, or one twice is refused', () => {
    expect(wrong(NEW.slice(0, 22), `${NEW}${OLD}`)).not.toThrow();
    expect(wrong()).toThrow('webhookPath.segments');
    expect(wrong(NEW, OLD, NEW.slice(1))).toThrow('webhookPath.segments');
    expect(wrong(NEW, NEW)).toThrow('has one of them twice');
  });
});

describe('the addresses that may deliver', () => {
  const variable = (settings: StageSettings) =>
    functionOf(templateOf(settings), 'webhook').Environment.Variables.WEBHOOK_SOURCES;

  test('are told to the webhook, and are all where the stage names none', () => {
    expect(variable({ webhookSources: ['192.0.2.0/24', '2001:db8::/32'] })).toBe(
      '192.0.2.0/24,2001:db8::/32',
    );
    expect(variable({})).toBeUndefined();
  });

  test.each([['192.0.2.7'], ['192.0.2.0/33'], ['moment.example.com'], ['2001:db8::/129']])(
    '%s is refused, with an example',
    (block) => {
      const parse = () => parseConfig({ webhookSources: [block] });
      expect(parse).toThrow('must be a CIDR block such as 192.0.2.0/24');
    },
  );

  test.each([['0.0.0.0/0'], ['::/0']])('%s, which is everybody, is refused', (block) => {
    expect(() => parseConfig({ webhookSources: [block] })).toThrow('leave webhookSources out');
  });

  test.each([
    ['halves of everything', ['0.0.0.0/1', '128.0.0.0/1']],
    ['halves, in IPv6', ['::/1', '8000::/1']],
    ['a short block among others', ['192.0.2.0/24', '64.0.0.0/7']],
    ['a short block of IPv6', ['2000::/15']],
  ])('%s are refused: too many addresses to keep anybody out', (_what, webhookSources) => {
    const parse = () => parseConfig({ webhookSources });
    expect(parse).toThrow('webhookSources[');
    expect(parse).toThrow(/\/8 \(IPv4\) or \/16 \(IPv6\)/);
  });

  test.each([
    ['::ffff:192.0.2.0/120'],
    ['::ffff:c000:200/120'],
    ['0:0:0:0:0:FFFF:c000:200/120'],
    ['::ffff:0:0/96'],
    ['::/16'],
  ])('%s is refused: it is IPv4 in the clothes of IPv6', (block) => {
    expect(() => parseConfig({ webhookSources: [block] })).toThrow(
      'write the IPv4 block, such as 192.0.2.0/24',
    );
  });

  test('the largest blocks are a /8 and a /16', () => {
    const webhookSources = ['10.0.0.0/8', '2001::/16'];
    expect(parseConfig({ webhookSources })).toMatchObject({ webhookSources });
  });

  test('fifty, the most, fit into what Lambda gives to variables, and none is no list', () => {
    const longest = Array.from({ length: 50 }, () => 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128');
    expect(parseConfig({ webhookSources: longest }).webhookSources?.join(',').length).toBeLessThan(
      3000,
    );
    expect(() => parseConfig({ webhookSources: [...longest, '192.0.2.0/24'] })).toThrow();
    expect(() => parseConfig({ webhookSources: [] })).toThrow('webhookSources');
  });
});

describe('mutual TLS', () => {
  test('asks whoever calls the domain for a certificate of the truststore', () => {
    const domain = { ...DOMAIN, awsAddress: 'off', mutualTls: MUTUAL_TLS } as const;
    expect(
      first(templateOf({ domain }), 'AWS::ApiGatewayV2::DomainName')?.Properties,
    ).toMatchObject({
      MutualTlsAuthentication: {
        TruststoreUri: MUTUAL_TLS.truststoreUri,
        TruststoreVersion: MUTUAL_TLS.truststoreVersion,
      },
    });
  });

  test.each([{}, { awsAddress: 'on' } as const])(
    'is refused while the address that AWS gives lets everybody past it: %j',
    (address) => {
      const parse = () => parseConfig({ domain: { ...DOMAIN, ...address, mutualTls: MUTUAL_TLS } });
      expect(parse).toThrow("set awsAddress: 'off', and then this");
      expect(parse).toThrow('domain.mutualTls');
    },
  );

  test.each([
    { truststoreUri: 'https://example.com/ca.pem' },
    { truststoreUri: 's3://bucket-without-object/' },
    { truststoreUri: 's3://a-bucket/my ca.pem' },
    { truststoreUri: 's3://a-bucket/ca.pem?versionId=1' },
    { truststoreUri: 's3://a-bucket/ca.pem#1' },
    { truststoreUri: 's3://a-bucket/ca.pem\n' },
    { truststoreUri: 's3://a-bucket/../ca.pem' },
    { truststoreUri: 's3://A_Bucket/ca.pem' },
    { truststoreVersion: '' },
  ])('has a truststore in S3, of one version: %j', (wrong) => {
    const mutualTls = { ...MUTUAL_TLS, ...wrong };
    expect(() => parseConfig({ domain: { ...DOMAIN, awsAddress: 'off', mutualTls } })).toThrow(
      'domain.mutualTls.truststore',
    );
  });
});

describe('reserved concurrency', () => {
  const reservedOf = (settings: StageSettings) =>
    Object.fromEntries(
      all(templateOf(settings), 'AWS::Lambda::Function')
        .map(([, { Properties }]) => Properties)
        .filter(({ ReservedConcurrentExecutions: reserved }) => reserved !== undefined)
        .map(({ Environment, ReservedConcurrentExecutions }) => [
          Environment.Variables.POWERTOOLS_SERVICE_NAME,
          ReservedConcurrentExecutions,
        ]),
    );

  test('is of the webhook and of reconcile, as the stage says, and of nobody unless it does', () => {
    expect(reservedOf({})).toEqual({});
    expect(reservedOf({ reservedConcurrency: { webhook: 20 } })).toEqual({ webhook: 20 });
    expect(reservedOf({ reservedConcurrency: { webhook: 1, reconcile: 5 } })).toEqual({
      webhook: 1,
      reconcile: 5,
    });
  });

  test('of reconcile below what the queue may start is refused: messages would come back in vain', () => {
    const of = (reconcile: number, concurrencyMax: number) => () =>
      parseConfig({ reservedConcurrency: { reconcile }, reconcile: { concurrencyMax } });
    expect(of(5, 5)).not.toThrow();
    expect(of(4, 5)).toThrow('reservedConcurrency.reconcile');
    expect(of(4, 5)).toThrow('reconcile.concurrencyMax is more than this');
    expect(() => parseConfig({ reservedConcurrency: { reconcile: 4 } })).toThrow('messages');
  });

  test('of more than an account is given is refused', () => {
    const of = (webhook: number) => () => parseConfig({ reservedConcurrency: { webhook } });
    expect(of(1000)).not.toThrow();
    expect(of(1001)).toThrow('reservedConcurrency.webhook');
    expect(() => parseConfig({ reservedConcurrency: { reconcile: 1001 } })).toThrow(
      'reservedConcurrency.reconcile',
    );
  });

  test('of none at all is refused: it would stop the function', () => {
    expect(() => parseConfig({ reservedConcurrency: { webhook: 0 } })).toThrow(
      'reservedConcurrency.webhook',
    );
  });
});
