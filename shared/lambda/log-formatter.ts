import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';

/**
 * What is the same on every line of a log group (the function's name, ARN and memory) is left out: each
 * byte is paid for, and each column is one more to read past.
 */
export class LineFormatter extends LogFormatter {
  override formatAttributes(
    {
      logLevel,
      message,
      timestamp,
      serviceName,
      xRayTraceId,
      lambdaContext,
    }: UnformattedAttributes,
    members: LogAttributes,
  ): LogItem {
    const attributes = {
      level: logLevel,
      message,
      timestamp: this.formatTimestamp(timestamp),
      service: serviceName,
      request_id: lambdaContext?.awsRequestId,
      xray_trace_id: xRayTraceId,
      ...(lambdaContext?.coldStart ? { cold_start: true } : {}),
    };
    return new LogItem({ attributes }).addAttributes(members);
  }
}
