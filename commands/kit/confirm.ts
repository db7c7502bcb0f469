import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

/** Whether somebody at the keyboard says yes, in full. Whoever leaves says no. */
export async function confirm(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  stop: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ input, output });
  // Of a question that is closed by Ctrl-C or Ctrl-D nothing comes back.
  const left = once(lines, 'close').then(() => 'no');
  const asked = lines.question(`${question} Type yes to do it: `, { signal: stop });
  try {
    const answer = await Promise.race([asked, left]);
    return answer.trim().toLowerCase() === 'yes';
  } catch (error) {
    if ((error as Error).name === 'AbortError') return false;
    throw error;
  } finally {
    lines.close();
  }
}
