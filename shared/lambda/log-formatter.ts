import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';

/**
 * What is the same on every line of a log group (the function's name, service and memory) is left out: each
 * byte is paid for, and each column is one more to read past. So is the invocation unless it failed, since Lambda
 * writes of those that failed only.
 */
export class LineFormatter extends LogFormatter {
  readonly #traces: { readonly named: boolean };

  constructor(traces: { readonly named: boolean }) {
    super();
    this.#traces = traces;
  }

  override formatAttributes(
    { logLevel, message, timestamp, xRayTraceId, lambdaContext }: UnformattedAttributes,
    members: LogAttributes,
  ): LogItem {
    const attributes = {
      level: logLevel,
      message,
      timestamp: this.formatTimestamp(timestamp),
      ...(logLevel === 'ERROR' ? { request_id: lambdaContext?.awsRequestId } : {}),
      ...(this.#traces.named ? { xray_trace_id: xRayTraceId } : {}),
      ...(lambdaContext?.coldStart ? { cold_start: true } : {}),
    };
    return new LogItem({ attributes }).addAttributes(members);
  }
}
