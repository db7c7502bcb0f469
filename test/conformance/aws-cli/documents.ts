import { globSync, readFileSync } from 'node:fs';

const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/*.md'),
].map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const FENCED = /^```\w*\n([\s\S]*?)^```$/gm;

export type Block = { readonly path: string; readonly text: string };

/** Every block of every document in which a command of AWS stands. */
export const BLOCKS: readonly Block[] = DOCUMENTS.flatMap(({ path, text }) =>
  [...text.matchAll(FENCED)].map(([, block = '']) => ({ path, text: block })),
).filter(({ text }) => namesOf(text).length > 0);

/** Commands in a sentence, in the order of the documents; `aws logs` alone is the name of a service. */
export const IN_SENTENCES: readonly string[] = [
  ...new Set(
    DOCUMENTS.flatMap(({ text }) =>
      [...text.replaceAll(FENCED, '').matchAll(/`(aws [a-z0-9]+ [^`]+)`/g)].map(
        ([, command = '']) => command,
      ),
    ),
  ),
];

/** What operations.md says that does not run on one's own machine. */
export const NOT_LOCAL =
  /There is no local [\s\S]*?\n\n/.exec(readFileSync('docs/operations.md', 'utf8'))?.[0] ?? '';

/** What goes before every other block: on one's own machine, and on AWS. */
export const [LOCAL_PRELUDE, AWS_PRELUDE] = ['AWS_ENDPOINT_URL_DYNAMODB=', 'logs() {'].map(
  (sign) => {
    const found = BLOCKS.find(({ text }) => text.includes(sign));
    if (!found) throw new Error(`No document has a block with ${sign}`);
    return found;
  },
) as [Block, Block];

/** `dynamodb query` of each `aws dynamodb query ...`. */
export function namesOf(text: string): string[] {
  return [...text.matchAll(/\baws ([a-z0-9]+ [a-z-]+)/g)].map(([, name = '']) => name);
}

/** Neither the local stack nor moto has these, or others would miss what they delete: their options are judged alone. */
const PARSED_ALONE = new RegExp(
  `^(${[
    ...['account .*', 'backup .*', 'cloudtrail .*', 'lambda get-account-settings'],
    ...['lambda (put|delete)-function-concurrency', 'iam list-access-keys'],
    ...['cloudformation (update-termination-protection|detect-stack-drift)'],
    ...[
      'dynamodb (update|delete)-table',
      'secretsmanager delete-secret',
      'logs describe-log-groups',
    ],
    's3api get-object-retention',
    ...['sns list-subscriptions-by-topic', 'dynamodb update-continuous-backups'],
  ].join('|')})$`,
);
export const isParsedAlone = ({ path, text }: Block) =>
  // What an emergency would take from the tests that come after it.
  path === 'docs/emergency.md' || namesOf(text).some((name) => PARSED_ALONE.test(name));

/** Whether the local stack has every command of the block, and the block asks for nothing that was deployed. */
export function runsLocally({ text }: Block): boolean {
  if (/\$STAGE|\$\(output /.test(text)) return false;
  return namesOf(text).every(
    (name) => /^(dynamodb|sqs) /.test(name) && !NOT_LOCAL.includes(`\`aws ${name}\``),
  );
}

/** For the name of a test. */
export const titleOf = ({ path, text }: Block) =>
  `${path}: ${[...new Set(namesOf(text))].join(', ')}`;
