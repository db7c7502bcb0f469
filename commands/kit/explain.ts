import { visibleText } from '#shared/models/visible-text.ts';
import { UsageError } from './usage.ts';

export type CommandWords = {
  /** What `--help` prints. */
  readonly usage: string;
  /** The rights on AWS without which the command cannot work. */
  readonly needs: string;
};

/** A failure in words, with the way out of the usual ones. */
export function explain(error: unknown, { usage, needs }: CommandWords): string {
  if (!(error instanceof Error)) return visibleText(String(error));
  // One line, whatever it quotes: what comes after it is ours.
  const message = visibleText(error.message);
  if (error instanceof UsageError) return `${message}\n\n${usage}`;
  const wayOut = findWayOut(error, needs);
  if (wayOut !== undefined) return `${message}\n${wayOut}`;
  // What we throw ourselves says what to do; of all else the place is wanted.
  return Object.getPrototypeOf(error) === Error.prototype
    ? message
    : (error.stack?.replace(error.message, () => message) ?? message);
}

function findWayOut({ name, message }: Error, needs: string): string | undefined {
  switch (name) {
    case 'ResourceNotFoundException':
      return 'There is no such table: is it --table with the output TableName of the stack, and its --region?';
    case 'AccessDenied':
    case 'AccessDeniedException':
      return `This needs ${needs}; and kms:Decrypt if the table has a key of its own`;
    case 'CredentialsProviderError':
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
      return 'Sign in to AWS, and say which profile: --profile P or AWS_PROFILE';
    default:
      return message.startsWith('Region is missing')
        ? 'Say where it is: --region R or AWS_REGION'
        : undefined;
  }
}
