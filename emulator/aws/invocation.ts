import type { ErrorDocument } from './error-document.ts';

/** What a function environment is sent over IPC: one invocation at a time. */
export type InvocationRequest = {
  readonly requestId: string;
  readonly event: unknown;
  readonly deadlineEpochMs: number;
  readonly functionArn: string;
  readonly functionName: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
};

/** What a function environment sends back. Results are JSON text, as Lambda's are. */
export type EnvironmentMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'init failure'; readonly document: ErrorDocument }
  | { readonly kind: 'result'; readonly requestId: string; readonly json: string }
  | { readonly kind: 'failure'; readonly requestId: string; readonly document: ErrorDocument };
