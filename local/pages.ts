import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page, Pages } from '#emulator/aws/http-api.ts';
import { describeApi } from './front-page.ts';

/** Nothing from elsewhere: neither a script, a font nor a picture, and nobody is told that somebody reads. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const REFERENCE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>moment-balances, the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
`;

const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  // It would be asked whether the document is valid.
  validatorUrl: null,
});
`;

const TEXT = 'text/plain; charset=utf-8';
const HTML = 'text/html; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** What the API shows on this machine beside its routes: where people look first, and its reference. */
export function pagesOf(apiUrl: string, routeKeys: readonly string[], sandboxUrl: string): Pages {
  const pages = new Map<string, () => Page>([
    ['/', () => page(TEXT, describeApi(apiUrl, routeKeys, sandboxUrl))],
    ['/docs', () => page(HTML, REFERENCE)],
    ['/docs/start.js', () => page(JAVASCRIPT, START)],
    ['/docs/swagger-ui.css', () => page(CSS, ofSwaggerUi('swagger-ui.css'))],
    ['/docs/swagger-ui-bundle.js', () => page(JAVASCRIPT, ofSwaggerUi('swagger-ui-bundle.js'))],
  ]);
  return (path) => pages.get(path)?.();
}

function page(type: string, body: string | Buffer): Page {
  return {
    headers: {
      'content-type': type,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
    },
    body: Buffer.from(body),
  };
}

function ofSwaggerUi(name: string): Buffer {
  return readFileSync(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`)));
}
