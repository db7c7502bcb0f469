import { BlockList, isIP } from 'node:net';
import { ServiceError } from '#shared/errors.ts';

export type SourceAddresses = { includes(address: string): boolean };

/**
 * The addresses of a list of CIDR blocks, IPv4 and IPv6, parted by commas: `192.0.2.0/24,2001:db8::/32`.
 *
 * @throws ServiceError `config.invalid` that names the first that is none
 */
export function readSourceAddresses(text: string | undefined): SourceAddresses | undefined {
  if (text === undefined) return undefined;
  const list = new BlockList();
  for (const block of text.split(',')) addBlock(list, block);
  return { includes: (address) => isIP(address) > 0 && list.check(address, familyOf(address)) };
}

function addBlock(list: BlockList, block: string): void {
  const [network = '', bits = '', ...rest] = block.split('/');
  try {
    if (!/^\d+$/.test(bits) || rest.length > 0) throw new RangeError('no number of bits');
    list.addSubnet(network, Number(bits), familyOf(network));
  } catch (cause) {
    throw new ServiceError('config.invalid', `"${block}" is no CIDR block such as 192.0.2.0/24`, {
      cause,
    });
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
