import type { CustomerAtMoment, CustomerFacts } from '#shared/models/customer.ts';

/**
 * Whether a customer at Moment is the one that we asked for: all but the balance, which payments may have moved
 * since. Moment may write a name, an e-mail or a phone in another way than it was sent, or leave it out.
 */
export function tellsTheSame(atMoment: CustomerAtMoment, facts: CustomerFacts): boolean {
  const members = ['name', 'email', 'phone', 'currency'] as const;
  return members.every((member) => {
    const told = atMoment[member];
    return told === undefined || plain(told) === plain(facts[member] ?? '');
  });
}

/** Without what is written one way or another. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s()-]/g, '');
}
