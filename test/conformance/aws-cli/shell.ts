import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsCliPath } from '#test/conformance/set-up/aws-cli.ts';

export type Ran = {
  readonly code: number;
  readonly output: string;
  /** Each call of `aws` that failed, also where the shell goes on. */
  readonly failed: readonly string[];
};

/** A terminal in which `aws` is the AWS CLI, with no settings of whoever runs the tests. */
export class Shell {
  readonly #folder = mkdtempSync(join(tmpdir(), 'moment-balances-aws-'));
  readonly #failures = join(this.#folder, 'failures');

  constructor() {
    const aws = join(this.#folder, 'aws');
    const noteFailure = `{ code=$?; echo "$*" | tr '\\n' ' ' >> "${this.#failures}"; echo >> "${this.#failures}"; exit $code; }`;
    writeFileSync(aws, `#!/bin/sh\n"${awsCliPath()}" "$@" || ${noteFailure}\n`);
    chmodSync(aws, 0o755);
  }

  run(script: string, env: Readonly<Record<string, string>> = {}, input = ''): Promise<Ran> {
    rmSync(this.#failures, { force: true });
    const child = ['-c', `set -euo pipefail\n${script}`];
    const options = {
      env: {
        PATH: `${this.#folder}:${process.env['PATH']}`,
        HOME: this.#folder,
        AWS_PAGER: '',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        ...env,
      },
    };
    return new Promise((resolve) => {
      const bash = execFile('bash', child, options, (error, stdout, stderr) => {
        const failed = existsSync(this.#failures)
          ? readFileSync(this.#failures, 'utf8').trim().split('\n')
          : [];
        const output = `${stdout}${stderr}`.trim();
        resolve({ code: error ? Number(error.code) : 0, output, failed });
      });
      // A script that reads nothing may be over first.
      bash.stdin?.on('error', () => undefined).end(input);
    });
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
