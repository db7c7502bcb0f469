/** Wraps a client so that its calls show in traces. */
export type Capture = <T>(client: T) => T;

/** Far below the functions' timeouts: a connection that died costs a retry, not the invocation. */
export const requestHandler = {
  connectionTimeout: 1_000,
  requestTimeout: 3_000,
  throwOnRequestTimeout: true,
};
