/**
 * Where a function finds the credentials of its role: Lambda puts them into its environment. The bundles
 * have this in place of `@aws-sdk/credential-provider-node` (AWS Lambda Developer Guide, Environment variables).
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
