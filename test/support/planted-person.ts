/** Somebody whom no test but these knows, as a merchant, a payer or Moment may write of them. */
export const WHO = {
  name: 'Rosalind Quill',
  email: 'quill@example.com',
  phone: '+27831112222',
  metadata: { plan: 'marigold plan' },
};
export const DESCRIPTION = 'Piano lessons of Tobias';
/** A text that quotes all of it. */
export const QUOTING = `"${Object.values(WHO).slice(0, 3).join('", "')}", ${WHO.metadata.plan}: ${DESCRIPTION}`;

const PLANTED = [/rosalind/i, /quill/i, /27831112222/, /marigold/i, /tobias/i];

/** What of it a text tells. */
export function toldIn(text: string): readonly string[] {
  return PLANTED.flatMap((planted) => planted.exec(text)?.[0] ?? []);
}
