import { parseOptions } from '#commands/kit/usage.ts';

export type SbomOptions = {
  /** The folder that was synthesised. */
  readonly assembly: string;
  readonly help: boolean;
};

export const USAGE = `npm run sbom -- [options]

Writes a software bill of materials for each function: every package that is in its bundle, with version,
licence and who imports it, as CycloneDX 1.6 in JSON. Synthesise first: npm run synth -- -c stage=prod

  --assembly DIR  what was synthesised, cdk.out unless told; the bills are written to DIR/sbom
  --help

Exit status: 0 if each function has its bill, 2 if not.`;

/** @throws UsageError that says what is wrong */
export function readOptions(args: readonly string[]): SbomOptions {
  return parseOptions(args, {
    assembly: { type: 'string', default: 'cdk.out' },
    help: { type: 'boolean', default: false },
  });
}
