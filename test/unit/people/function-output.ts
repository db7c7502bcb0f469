import type { MiddlewareObj } from '@middy/core';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { vi } from 'vitest';
import { httpFunction, lambdaFunction } from '#shared/lambda/functions.ts';
import { createTelemetry, type Telemetry } from '#shared/lambda/telemetry.ts';
import { lambdaContext } from '#test/support/http-event.ts';

type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** All that functions write while they run as in Lambda, but for the answers: logs, metrics, and what a trace is told. */
export class FunctionOutput {
  readonly telemetry: Telemetry;
  readonly lines: string[] = [];
  readonly traced: string[] = [];
  /** `200`, `request.invalid`, or `failed`. */
  readonly answers: string[] = [];

  constructor() {
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'MomentBalances');
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'people');
    const write = (...parts: readonly unknown[]) => void this.lines.push(parts.join(' '));
    for (const way of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, way).mockImplementation(write);
    }
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        write(text);
        return true;
      });
    }
    const trace: NonNullable<MiddlewareObj['onError']> = ({ error }) => {
      this.traced.push(`${error?.name} ${error?.message} ${error?.stack}`);
    };
    this.telemetry = createTelemetry({
      capture: (client) => client,
      // As Powertools' tracer does: it adds the error of an invocation to the span.
      middlewares: [{ onError: trace }],
      named: true,
    });
  }

  restore(): void {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }

  get text(): string {
    return [...this.lines, ...this.traced].join('\n');
  }

  async http(handler: HttpHandler, event: APIGatewayProxyEventV2): Promise<void> {
    const answer = await httpFunction(handler, this.telemetry)(event, lambdaContext());
    const { code } = JSON.parse(String(answer.body)) as { readonly code?: string };
    this.answers.push(code ?? String(answer.statusCode));
  }

  async run<Event>(
    handler: (event: Event, context: Context) => Promise<unknown>,
    event: Event,
  ): Promise<void> {
    try {
      await lambdaFunction(handler, this.telemetry)(event, lambdaContext(300_000));
      this.answers.push('done');
    } catch (error) {
      // Lambda's runtime logs what is thrown.
      this.lines.push(error instanceof Error ? String(error.stack) : String(error));
      this.answers.push('failed');
    }
  }
}
