import { createInterface } from 'node:readline/promises';

/** Whether somebody at the keyboard says yes, in full. */
export async function confirm(
  question: string,
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  stop: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ input, output });
  try {
    const answer = await lines.question(`${question} Type yes to do it: `, { signal: stop });
    return answer.trim().toLowerCase() === 'yes';
  } catch (error) {
    if ((error as Error).name === 'AbortError') return false;
    throw error;
  } finally {
    lines.close();
  }
}
