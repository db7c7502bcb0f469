import type { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { parseConfig, readStage, type StageSettings } from '#infra/config.ts';
import { templateOf } from '#test/support/template.ts';

function authorisations(template: Template): Record<string, string> {
  const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
  return Object.fromEntries(
    routes.map(({ Properties }) => [Properties.RouteKey, Properties.AuthorizationType]),
  );
}

const SCOPES = { read: ['balances/read', 'audit'], write: ['balances/write'] };

function scopesAskedBy(template: Template): Record<string, readonly string[] | undefined> {
  const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
  return Object.fromEntries(
    routes.map(({ Properties }) => [Properties.RouteKey, Properties.AuthorizationScopes]),
  );
}

const OF_EACH_KIND = ['customers', 'accounts', 'bills'].flatMap((kind) => [
  `POST /${kind}`,
  `GET /${kind}`,
  `GET /${kind}/{id}`,
  `PATCH /${kind}/{id}`,
  `POST /${kind}/{id}/payment-requests`,
  `GET /${kind}/{id}/entries`,
  `GET /${kind}/{id}/payment-requests`,
  `GET /${kind}/{id}/statement`,
  `GET /${kind}/{id}/balance`,
  `POST /${kind}/{id}/charges`,
  `POST /${kind}/{id}/adjustments`,
  `PUT /${kind}/{id}/balance`,
  `POST /${kind}/{id}/entries/{entry}/reversals`,
  `GET /${kind}/{id}/ageing`,
]);
const ROUTES = [
  ...OF_EACH_KIND,
  'GET /entries',
  'GET /exceptions',
  'GET /exceptions/{id}',
  'GET /ageing',
  'GET /summary',
  'GET /openapi.json',
  'POST /exceptions/{id}/resolutions',
];

test('only the webhook is open; every other route asks for IAM', () => {
  const template = templateOf();
  expect(authorisations(template)).toEqual({
    'POST /webhooks/moment': 'NONE',
    ...Object.fromEntries(ROUTES.map((route) => [route, 'AWS_IAM'])),
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    AccessLogSettings: {},
    DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    RouteSettings: {
      'POST /webhooks/moment': { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
    },
  });
}, 30_000);

test('a stage may ask for tokens of an identity provider instead', () => {
  const issuer = 'https://login.example.com/';
  const template = templateOf({
    auth: { kind: 'jwt', issuer, audience: ['moment-balances'], scopes: SCOPES },
  });
  expect(authorisations(template)).toEqual({
    'POST /webhooks/moment': 'NONE',
    ...Object.fromEntries(ROUTES.map((route) => [route, 'JWT'])),
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
    JwtConfiguration: { Issuer: issuer, Audience: ['moment-balances'] },
  });
  expect(scopesAskedBy(template)).toEqual({
    'POST /webhooks/moment': undefined,
    ...Object.fromEntries(
      ROUTES.map((route) => [route, route.startsWith('GET') ? SCOPES.read : SCOPES.write]),
    ),
  });
}, 30_000);

test.each([
  ['an ARN, where callers sign', {}, '$context.identity.userArn'],
  [
    'the subject of a token, and no claim that may be a name',
    { auth: { kind: 'jwt', issuer: 'https://a.example/', audience: ['b'], scopes: SCOPES } },
    '$context.authorizer.claims.sub',
  ],
] as const)(
  'the access log says who called: %s',
  (_, settings, principal) => {
    const [stage] = Object.values(
      templateOf(settings as StageSettings).findResources('AWS::ApiGatewayV2::Stage'),
    );
    const format = stage?.['Properties'].AccessLogSettings.Format as string;
    expect(JSON.parse(format).principal).toBe(principal);
    const ofPeople = format.match(/\$context\.(authorizer|identity)\.\w+(\.\w+)?/g) ?? [];
    expect(ofPeople.toSorted()).toEqual([principal, '$context.identity.sourceIp'].toSorted());
  },
  30_000,
);

test('with IAM no route asks for a scope: the policy of the caller says what they may', () => {
  const asked = Object.values(scopesAskedBy(templateOf()));
  expect(asked.filter((scopes) => scopes !== undefined)).toEqual([]);
}, 30_000);

test('a stage may have a domain of its own', () => {
  const certificateArn = 'arn:aws:acm:af-south-1:111122223333:certificate/1';
  const template = templateOf({ domain: { name: 'balances.example.com', certificateArn } });
  template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
    DomainName: 'balances.example.com',
  });
  expect(JSON.stringify(template.toJSON()['Outputs']['WebhookUrl'])).toContain(
    'https://balances.example.com/webhooks/moment',
  );
}, 30_000);

test('a stage that is not there is told, with those that are', () => {
  expect(() => readStage('prd')).toThrow(/no stage "prd".*dev, prod/);
  expect(readStage().stage).toBe('dev');
});

test('every wrong setting is named at once', () => {
  const wrong = () => parseConfig({ toleranceSeconds: 0, sweepMinutes: 0, colour: 'red' });
  for (const name of ['toleranceSeconds', 'sweepMinutes', 'colour']) {
    expect(wrong).toThrow(name);
  }
});
