import { readFileSync } from 'node:fs';

/**
 * Loaded before a program, it tells whoever started that how much memory it has held at most, in kB. Pages of files that
 * LevelDB maps are not counted where the system tells them apart: they are a cache, which is given back when asked for.
 */
let most = 0;

function own(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}

function tell(): void {
  most = Math.max(most, own());
  process.send?.(most);
}

setInterval(tell, 50).unref();
process.once('exit', tell);
