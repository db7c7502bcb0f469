import * as z from 'zod';

/** Of a block's address, how many bits are given. Shorter ones are more than one sender has, and few are everybody. */
const BITS_MIN = { ipv4: 8, ipv6: 16 };

const EXAMPLE = '192.0.2.0/24';
const TOO_MANY = `lets in too many to keep anybody out: name blocks of at least /${BITS_MIN.ipv4} (IPv4) or /${BITS_MIN.ipv6} (IPv6), or leave webhookSources out`;
const MAPPED = `is where IPv4 is written as IPv6, so that it may let in all of IPv4: write the IPv4 block, such as ${EXAMPLE}`;

/** CIDR blocks; deliveries from elsewhere are refused before anything else is looked at. */
export const WebhookSources = z
  .array(
    z
      .union([z.cidrv4(), z.cidrv6()], `must be a CIDR block such as ${EXAMPLE} or 192.0.2.7/32`)
      .superRefine((block, context) => {
        const message = faultOf(block);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      }),
  )
  .min(1)
  // They stand in one variable of the function; Lambda gives all of them 4 kB.
  .max(50);

function faultOf(block: string): string | undefined {
  const [address = '', bits = ''] = block.split('/');
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  if (Number(bits) < BITS_MIN[family]) return TOO_MANY;
  return family === 'ipv6' && beginsWithZero(address) ? MAPPED : undefined;
}

/** `::ffff:0:0/96` is below, however it is written, and nobody delivers from the rest of `::/16`. */
function beginsWithZero(address: string): boolean {
  const [first = ''] = address.split(':');
  return Number.parseInt(first || '0', 16) === 0;
}
