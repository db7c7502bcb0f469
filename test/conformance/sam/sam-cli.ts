import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonTool } from '#test/conformance/set-up/python-tools.ts';

export type Ended = { readonly code: number; readonly output: string };

/** A home in which SAM finds no settings, and that it need not ask for a newer version. */
export function prepareHome(home: string): void {
  mkdirSync(join(home, '.aws-sam'), { recursive: true });
  const settings = { telemetryEnabled: false, lastVersionCheck: Date.now() / 1000 };
  writeFileSync(join(home, '.aws-sam/metadata.json'), JSON.stringify(settings));
}

export function sam(args: readonly string[], home: string, dockerHost: string): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    SAM_CLI_TELEMETRY: '0',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    DOCKER_HOST: dockerHost,
  };
  return new Promise((resolve) => {
    execFile(pythonTool('sam'), args, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` });
    });
  });
}
