import { Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi as ApiGatewayHttpApi,
  type CfnRoute,
  type CfnStage,
  DomainName,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { StageConfig } from '#infra/config.ts';
import { acknowledge } from './acknowledge.ts';
import { deploymentId } from './moment-secrets.ts';
import { notice } from './notice.ts';
import { removalPolicyOf } from './removal-policy.ts';
import { metricsNamespace } from './service-function.ts';

/** Where Moment delivers. */
export const WEBHOOK_ROUTE = 'POST /webhooks/moment';

export interface HttpApiProps {
  readonly config: StageConfig;
}

/** Who asked for what and how it went; no bodies, no names. When, each line says by itself. */
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
  readonly #api: ApiGatewayHttpApi;
  readonly #stage: HttpStage;
  readonly #accessLogs: LogGroup;
  readonly #config: StageConfig;

  constructor(scope: Construct, id: string, { config }: HttpApiProps) {
    super(scope, id);
    this.#config = config;
    this.#api = new ApiGatewayHttpApi(this, 'HttpApi', {
      createDefaultStage: false,
      defaultAuthorizer: createAuthorizer(config.auth),
      disableExecuteApiEndpoint: config.domain?.awsAddress === 'off',
    });
    this.#accessLogs = new LogGroup(this, 'AccessLogs', {
      // What is named so needs no line of its own in the resource policy of the account, which has room for a few.
      logGroupName: `/aws/vendedlogs/${Stack.of(this).stackName}-AccessLogs-${deploymentId(this)}`,
      retention: config.logRetentionDays,
      removalPolicy: removalPolicyOf(config),
    });
    const domainName = config.domain && this.#createDomain(config.domain);
    if (config.domain?.awsAddress === 'on') {
      notice(
        this,
        'AwsAddress',
        "The address that AWS gives works beside the domain, until `awsAddress: 'off'`: docs/deploy.md#a-domain-of-your-own",
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
  }

  /** `POST /path`, behind the authoriser. */
  addRoute(route: string, handler: IFunction): void {
    this.#add(route, handler);
  }

  /** The webhook: Moment has no credentials of ours; its signature is its authentication. */
  addWebhookRoute(handler: IFunction): void {
    const [httpRoute] = this.#add(WEBHOOK_ROUTE, handler, new HttpNoneAuthorizer());
    if (!httpRoute) return;
    acknowledge(
      httpRoute,
      'AwsSolutions-APIG4',
      "Moment's signature is the authentication; the function verifies it",
    );
    const stage = this.#stage.node.defaultChild as CfnStage;
    const { requestsPerSecond, burst } = this.#config.webhookThrottle;
    stage.routeSettings = {
      [WEBHOOK_ROUTE]: { ThrottlingRateLimit: requestsPerSecond, ThrottlingBurstLimit: burst },
    };
    // Settings of a route that is not there yet fail the deployment.
    stage.addResourceDependency(httpRoute.node.defaultChild as CfnRoute);
  }

  /** Deliveries that Moment was answered 5xx: by us, or by the API for a function that could not answer. */
  metricWebhookErrors(): Metric {
    return this.#accessLogs
      .addMetricFilter('WebhookErrors', {
        filterPattern: FilterPattern.all(
          FilterPattern.stringValue('$.route', '=', WEBHOOK_ROUTE),
          FilterPattern.stringValue('$.status', '=', '5*'),
        ),
        metricNamespace: metricsNamespace(this),
        metricName: 'WebhookErrors',
      })
      .metric({ statistic: 'Sum' });
  }

  #add(route: string, handler: IFunction, authorizer?: IHttpRouteAuthorizer) {
    const [method, path] = route.split(' ') as [HttpMethod, string];
    return this.#api.addRoutes({
      path,
      methods: [method],
      integration: new HttpLambdaIntegration(`${handler.node.id}Integration`, handler),
      ...(authorizer ? { authorizer } : {}),
    });
  }

  #createDomain({ name, certificateArn }: NonNullable<StageConfig['domain']>): DomainName {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    return new DomainName(this, 'Domain', { domainName: name, certificate });
  }
}

/** Where there are two addresses, also which of them was called. */
function accessLog({ domain }: StageConfig) {
  return { ...ACCESS_LOG, ...(domain && { domain: '$context.domainName' }) };
}

function createAuthorizer(auth: StageConfig['auth']): IHttpRouteAuthorizer {
  if (auth.kind === 'iam') return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer('Jwt', auth.issuer, { jwtAudience: auth.audience });
}

function throttle({ requestsPerSecond, burst }: StageConfig['merchantThrottle']) {
  return { rateLimit: requestsPerSecond, burstLimit: burst };
}
