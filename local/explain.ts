import { visibleText } from '#shared/models/visible-text.ts';
import { USAGE } from './options.ts';
import { findPortHolder } from './port-holder.ts';

/** An error of the start as whoever typed it needs it. */
export function explain(error: unknown): string {
  const { code, port, message, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE' && port !== undefined) return explainTakenPort(port);
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message}\n\n${USAGE}`;
  // What we throw ourselves says what to do; of all else the place is wanted.
  return Object.getPrototypeOf(error) === Error.prototype ? message : (stack ?? String(error));
}

function explainTakenPort(port: number): string {
  const others =
    'choose others: npm start -- --port N --sandbox-port N --dynamodb-port N --sqs-port N';
  const holder = findPortHolder(port);
  if (!holder) return `Port ${port} is taken. Stop what listens there, or ${others}`;
  const { pid, command } = holder;
  return `Port ${port} is taken by process ${pid}: ${visibleText(command)}\nStop it with: kill ${pid}, or ${others}`;
}
