import { Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as ApiGatewayHttpApi,
  type CfnRoute,
  type CfnStage,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageConfig } from '#infra/config.ts';
import { webhookPaths } from '#infra/way-in.ts';
import { acknowledge } from './acknowledge.ts';
import { createAuthorizer, principalOf, scopesOf } from './callers.ts';
import { createDomain } from './custom-domain.ts';
import { deploymentId } from './moment-secrets.ts';
import { notice } from './notice.ts';
import { removalPolicyOf } from './removal-policy.ts';
import { countWebhookAnswers } from './webhook-answers.ts';

export interface HttpApiProps {
  readonly config: StageConfig;
}

/** What was asked for and how it went; no bodies, no names. When, each line says by itself. */
const ACCESS_LOG = {
  request_id: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latency_ms: '$context.responseLatency',
  integration_latency_ms: '$context.integrationLatency',
  integration_error: '$context.integrationErrorMessage',
  error: '$context.error.message',
  source_ip: '$context.identity.sourceIp',
};

/** The HTTP API; every route is behind the authoriser unless it says otherwise. */
export class HttpApi extends Construct {
  /** Without a slash at the end. */
  readonly url: string;
  /** The one to register. */
  readonly webhookUrl: string;
  /** Of the API at AWS, as its ARN has it. */
  readonly id: string;
  readonly #api: ApiGatewayHttpApi;
  readonly #stage: HttpStage;
  readonly #accessLogs: LogGroup;
  readonly #config: StageConfig;
  readonly #webhookPaths: readonly string[];

  constructor(scope: Construct, id: string, { config }: HttpApiProps) {
    super(scope, id);
    this.#config = config;
    this.#api = new ApiGatewayHttpApi(this, 'HttpApi', {
      createDefaultStage: false,
      defaultAuthorizer: createAuthorizer(config.auth),
      disableExecuteApiEndpoint: config.domain?.awsAddress === 'off',
    });
    this.id = this.#api.apiId;
    this.#accessLogs = new LogGroup(this, 'AccessLogs', {
      // What is named so needs no line of its own in the resource policy of the account, which has room for a few.
      logGroupName: `/aws/vendedlogs/${Stack.of(this).stackName}-AccessLogs-${deploymentId(this)}`,
      retention: config.logRetentionDays,
      removalPolicy: removalPolicyOf(config),
    });
    const domainName = config.domain && createDomain(this, config.domain);
    if (config.domain?.awsAddress === 'on') {
      notice(
        this,
        'AwsAddress',
        "The address that AWS gives works beside the domain, until `awsAddress: 'off'`: docs/deploy.md#a-domain-of-your-own",
      );
    }
    if (config.webhookPath?.withoutSegment === 'on') {
      notice(
        this,
        'PathWithoutSegment',
        "The webhook's path without a segment works beside the others, until `withoutSegment: 'off'`: docs/deploy.md#the-way-in",
      );
    }
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      stageName: '$default',
      autoDeploy: true,
      throttle: throttle(config.merchantThrottle),
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.#accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(accessLog(config))),
      },
      ...(domainName ? { domainMapping: { domainName } } : {}),
    });
    this.url = config.domain ? `https://${config.domain.name}` : this.#api.apiEndpoint;
    this.#webhookPaths = webhookPaths(config.webhookPath);
    this.webhookUrl = `${this.url}${this.#webhookPaths[0]}`;
  }

  /** `POST /path`, behind the authoriser. */
  addRoute(route: string, handler: IFunction): void {
    this.#add(route, handler);
  }

  /** The webhook: Moment has no credentials of ours; its signature is its authentication. */
  addWebhookRoute(handler: IFunction): void {
    const stage = this.#stage.node.defaultChild as CfnStage;
    const { requestsPerSecond, burst } = this.#config.webhookThrottle;
    const limits = { ThrottlingRateLimit: requestsPerSecond, ThrottlingBurstLimit: burst };
    const routes = this.#webhookPaths.map((path) => `POST ${path}`);
    stage.routeSettings = Object.fromEntries(routes.map((route) => [route, limits]));
    for (const httpRoute of routes.flatMap((route) =>
      this.#add(route, handler, new HttpNoneAuthorizer()),
    )) {
      acknowledge(
        httpRoute,
        'AwsSolutions-APIG4',
        "Moment's signature is the authentication; the function verifies it",
      );
      // Settings of a route that is not there yet fail the deployment.
      stage.addResourceDependency(httpRoute.node.defaultChild as CfnRoute);
    }
  }

  /** Deliveries that Moment was answered 5xx: by us, or by the API for a function that could not answer. */
  metricWebhookErrors(): Metric {
    return countWebhookAnswers(this.#accessLogs, 'WebhookErrors', '5*');
  }

  /** Deliveries that no function has read: more than the throttle lets pass, or from an address that may not deliver. */
  metricWebhookTurnedAway(): Metric {
    return countWebhookAnswers(this.#accessLogs, 'WebhookTurnedAway', '429', '403');
  }

  #add(route: string, handler: IFunction, authorizer?: IHttpRouteAuthorizer) {
    const [method, path] = route.split(' ') as [HttpMethod, string];
    return this.#api.addRoutes({
      path,
      methods: [method],
      integration: new HttpLambdaIntegration(`${handler.node.id}Integration`, handler),
      ...(authorizer ? { authorizer } : scopesOf(this.#config.auth, route)),
    });
  }
}

/** Where there are two addresses, also which of them was called. */
function accessLog({ auth, domain }: StageConfig) {
  return {
    ...ACCESS_LOG,
    principal: principalOf(auth),
    ...(domain && { domain: '$context.domainName' }),
  };
}

function throttle({ requestsPerSecond, burst }: StageConfig['merchantThrottle']) {
  return { rateLimit: requestsPerSecond, burstLimit: burst };
}
