/**
 * Who may import what. Each source file lies behind exactly one of these walls.
 *
 * `may` lists imports as they are written. The last entry that matches counts, and what none allows is refused.
 * `*` stands for one name, `**` for any number; `#*` is any folder of this repository, so whatever else has no `#` is
 * a package. Beside that, a file may import from its own folder (`./`), never upwards (`../`), and nobody a `main.ts`.
 */
export type Wall = {
  readonly files: readonly string[];
  readonly may: readonly string[];
  /** What may be imported as a type only. */
  readonly typesOnly?: string;
  /** For whoever runs into it: why, and what to do instead. */
  readonly message: string;
};

const NODE = ['node:*', 'node:*/**'];
const PACKAGES = ['**', '!#*/**'];
const MODELS = ['#shared/models/**', '#shared/errors.ts'];
const WIRE_AND_SIGNATURE = ['#shared/moment/wire/**', '#shared/moment/signature/**'];

const SHARED: readonly Wall[] = [
  {
    files: ['shared/models/**'],
    may: ['zod/mini', 'zod/v4/locales/en.js', 'node:crypto', 'temporal-polyfill', ...MODELS],
    message: 'A model knows shapes alone. What uses it lives further out, and imports it.',
  },
  {
    files: ['shared/errors.ts'],
    may: ['!./*/**'],
    message: 'Errors are imported by all, and import nothing.',
  },
  {
    files: ['shared/ledger/**'],
    may: [...MODELS, '#shared/moment/wire/**', '#shared/ledger/**', 'node:crypto'],
    message: 'A decision about money knows no world: let a use case fetch it, and pass it in.',
  },
  {
    files: ['shared/ports/**'],
    may: ['#shared/models/**'],
    message: 'A port says in our words what is promised: models and nothing else.',
  },
  {
    files: ['shared/moment/wire/**'],
    may: ['zod/mini', '#shared/models/**'],
    message: 'The wire is read to models here; what follows from them is decided in shared/ledger.',
  },
  {
    files: ['shared/moment/**', '!shared/moment/wire/**'],
    may: ['zod/mini', 'node:crypto', ...MODELS, '#shared/moment/**', '#shared/ports/**'],
    message: 'Moment is spoken to here, and nothing decided: models and ports.',
  },
  {
    files: ['shared/aws/**'],
    may: [
      '@aws-sdk/*',
      '@aws-lambda-powertools/parameters/**',
      'aws4fetch',
      'zod/mini',
      ...MODELS,
      '#shared/moment/signature/read-signing-keys.ts',
      '#shared/moment/signature/signing-key.ts',
      '#shared/ports/**',
      '#shared/aws/**',
    ],
    message: 'AWS is spoken to here, behind a port; who calls it, and what for, is not known.',
  },
  {
    files: ['shared/use-cases/uploads/**'],
    may: [
      ...MODELS,
      '#shared/files/**',
      // Rows that are refused leave as they came, in the CSV that the API writes.
      '#shared/api/csv/write-csv.ts',
      '#shared/ports/**',
      '#shared/use-cases/**',
    ],
    message: 'A file is imported as it is by a person: take a port for where it lies.',
  },
  {
    files: ['shared/use-cases/**', '!shared/use-cases/uploads/**'],
    may: [
      'zod/mini',
      ...MODELS,
      '#shared/ledger/**',
      ...WIRE_AND_SIGNATURE,
      '#shared/ports/**',
      '#shared/use-cases/**',
    ],
    message:
      'A use case knows neither HTTP nor AWS nor whose API it is: take a port, answer in words.',
  },
  {
    files: ['shared/api/**'],
    may: [
      'zod/mini',
      'aws-lambda',
      '@middy/core',
      'csv-stringify/sync',
      ...MODELS,
      '#shared/ports/**',
      '#shared/use-cases/**',
      '#shared/api/**',
    ],
    message: 'Here answers become HTTP; what is answered is decided by a use case.',
  },
  {
    files: ['shared/files/**'],
    may: [
      'csv-parse',
      'csv-parse/sync',
      'csv-stringify',
      'csv-stringify/sync',
      'node:buffer',
      'node:stream',
      'zod/mini',
      ...MODELS,
      '#shared/files/**',
    ],
    message:
      'A file is read and written here, as a stream of bytes: whose rows they are is not known.',
  },
  {
    files: ['shared/lambda/**'],
    may: [
      ...NODE,
      'zod/mini',
      'aws-lambda',
      '@middy/core',
      '@aws-lambda-powertools/**',
      '#shared/**',
    ],
    message:
      'An SDK is met in shared/aws; functions know what runs in Lambda, and not the reverse.',
  },
];

const FUNCTIONS: readonly Wall[] = [
  {
    files: ['functions/*/main.ts'],
    may: [...PACKAGES, '#shared/**', '#docs/openapi.json'],
    message:
      'A function joins parts of shared. What two functions need is shared; infra deploys them.',
  },
  {
    files: ['functions/*/handler.ts'],
    may: [
      'zod/mini',
      'aws-lambda',
      ...MODELS,
      '#shared/ledger/**',
      ...WIRE_AND_SIGNATURE,
      '#shared/use-cases/**',
      '#shared/api/**',
      '#shared/ports/**',
      '#shared/lambda/deadline.ts',
    ],
    message: 'A handler translates: take a port, and let main.ts join it to the world.',
  },
  {
    files: ['functions/*/env.ts'],
    may: ['#shared/lambda/env-parts.ts', '#shared/models/variables.ts'],
    message: 'This says what a function needs to be told: a schema and no more.',
  },
  {
    files: [
      'functions/**',
      '!functions/*/main.ts',
      '!functions/*/handler.ts',
      '!functions/*/env.ts',
    ],
    may: ['!**'],
    message: 'A function is main.ts, handler.ts and env.ts; what else it needs lives in shared.',
  },
];

const OTHERS: readonly Wall[] = [
  {
    files: ['infra/**'],
    may: [
      ...NODE,
      'zod',
      'aws-cdk-lib',
      'aws-cdk-lib/**',
      'cdk-nag',
      'constructs',
      '#infra/**',
      '#functions/*/env.ts',
      '#shared/models/zone.ts',
    ],
    typesOnly: '#functions/*/env.ts',
    message:
      'infra says what exists in AWS, and of a function knows the type of its environment; of what is shared, which time zones there are.',
  },
  {
    files: ['commands/*/main.ts'],
    may: [...PACKAGES, '#shared/**', '#commands/**'],
    message: 'A command knows the ledger, and nothing of what runs in AWS or tests it.',
  },
  {
    files: ['commands/kit/ledger-source.ts'],
    may: [
      '#emulator/aws/client-config.ts',
      '#local/kept-data.ts',
      '#local/running.ts',
      '#shared/aws/reader-client.ts',
    ],
    message: 'This finds the ledger, local or deployed; what is done with it is up to the command.',
  },
  {
    files: ['commands/kit/actor.ts'],
    may: ['node:os', '#shared/aws/caller-identity.ts'],
    message: 'This finds who runs a command; what they may do is up to AWS.',
  },
  {
    files: ['commands/kit/deployment.ts'],
    may: [
      '#emulator/aws/client-config.ts',
      '#shared/aws/reader-client.ts',
      '#shared/aws/secret-text.ts',
      '#shared/aws/sign-for-iam.ts',
      '#shared/aws/stack-outputs.ts',
    ],
    message: 'This finds the stack, local or deployed; what is done with it is up to the command.',
  },
  {
    files: ['commands/sbom/**', '!commands/sbom/main.ts'],
    may: [
      ...NODE,
      'zod',
      '@cyclonedx/cyclonedx-library',
      'packageurl-js',
      'spdx-expression-parse',
      '#commands/kit/usage.ts',
      '#emulator/aws/cloud-assembly.ts',
    ],
    message: 'This says what is in the bundles, and knows nothing of a ledger.',
  },
  {
    files: [
      'commands/openapi/**',
      '!commands/openapi/main.ts',
      '!commands/openapi/client-types/**',
    ],
    may: [
      'node:fs',
      'zod/mini',
      'zod-openapi',
      '#shared/api/**',
      ...MODELS,
      '#commands/kit/usage.ts',
    ],
    message:
      'This writes down what the API is: its routes and their schemas, and nothing that runs.',
  },
  {
    files: ['commands/openapi/client-types/**'],
    may: ['openapi-typescript'],
    message: 'A package of its own, with a TypeScript of its own: it knows what it is given.',
  },
  {
    files: ['commands/import/**', '!commands/import/main.ts'],
    may: [
      ...NODE,
      'zod',
      'classic-level',
      ...MODELS,
      // Rows that are refused leave as they came, in the CSV that the API writes.
      '#shared/files/**',
      '#shared/api/csv/write-csv.ts',
      '#shared/api/response-schemas.ts',
      '#shared/use-cases/**',
      '#shared/ports/**',
      '#commands/kit/**',
    ],
    message: 'What a file comes to is decided in shared; this reads it, asks, and tells a person.',
  },
  {
    files: [
      'commands/**',
      '!commands/import/**',
      '!commands/openapi/**',
      '!commands/sbom/**',
      '!commands/*/main.ts',
      '!commands/kit/actor.ts',
      '!commands/kit/ledger-source.ts',
      '!commands/kit/deployment.ts',
    ],
    may: [
      ...NODE,
      'zod',
      'cli-progress',
      'openapi-fetch',
      'standardwebhooks',
      ...MODELS,
      // A command reads a secret and an answer as whoever else does.
      '#shared/moment/signature/**',
      '#shared/api/response-schemas.ts',
      '#shared/api/statement-schemas.ts',
      // What it writes for a spreadsheet has the columns of the API.
      '#shared/api/statement-view.ts',
      '#shared/api/csv/write-csv.ts',
      '#shared/files/**',
      '#shared/ledger/**',
      '#shared/use-cases/**',
      '#shared/ports/**',
      '#commands/kit/**',
    ],
    message: 'Take a port, and let main.ts join it to the world; what commands share is in kit.',
  },
  {
    files: ['emulator/**'],
    may: [...PACKAGES, '#emulator/**'],
    message:
      'The emulator runs whatever template it is given, and knows nothing of Moment or money.',
  },
  {
    files: ['local/sandbox/**'],
    may: [
      ...PACKAGES,
      '!@aws-sdk/**',
      '!@aws-lambda-powertools/**',
      '#shared/models/format-amount.ts',
      '#shared/models/visible-text.ts',
      // How all that listens on this machine is shut to browsers.
      '#emulator/http/**',
    ],
    message: 'The sandbox is Moment as documented: it shares no code with what it tests.',
  },
  {
    files: ['local/**', '!local/sandbox/**'],
    may: [
      ...PACKAGES,
      ...MODELS,
      '#shared/ports/**',
      // One rule for a key, where it is given to a deployed function and here.
      '#shared/moment/signature/signing-key.ts',
      '#emulator/**',
      '#local/**',
    ],
    message: 'local runs the synthesised bundles over HTTP, and decides nothing about money.',
  },
  {
    files: ['bench/peer/**'],
    may: [...PACKAGES, '#bench/peer/**'],
    message: 'The peer is somebody else’s design: nothing of ours makes it better or worse.',
  },
  {
    files: ['test/support/**'],
    may: ['**', '!#bench/**', '!#test/**', '#test/support/**'],
    message: 'What tests share depends on no kind of test: move what you need to test/support.',
  },
  {
    files: ['bench/**', '!bench/peer/**', 'test/**', '!test/support/**'],
    may: ['**'],
    message: 'What measures or tests may import anything.',
  },
];

export const WALLS: readonly Wall[] = [...SHARED, ...FUNCTIONS, ...OTHERS];
