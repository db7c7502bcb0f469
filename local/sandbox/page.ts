import type { FastifyReply } from 'fastify';
import { visibleText } from '#shared/models/visible-text.ts';

/** A page for a payer. `title` is text, and `content` HTML in which all that is not ours is escaped. */
export function sendPage(
  reply: FastifyReply,
  { title, content, status = 200 }: { title: string; content: string; status?: number },
): FastifyReply {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>body { font: 1.1rem system-ui; max-width: 24rem; margin: 3rem auto; padding: 0 1.25rem } button, input { font: inherit; padding: .6rem 1.2rem } input { width: 7rem; padding: .6rem }</style>
${content}
<p><small>Moment sandbox: no money moves.</small></p>
</html>
`;
  return reply.code(status).type('text/html; charset=utf-8').headers(PAGE_HEADERS).send(page);
}

/** No script, nothing from elsewhere, and no page around this one that has the payer click unawares. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
};

export function escapeHtml(text: string): string {
  return visibleText(text).replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
