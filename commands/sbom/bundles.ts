import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readCloudAssembly } from '#emulator/aws/cloud-assembly.ts';

const OurFunction = z.object({
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});

/** The bundle of each function of an assembly, by the function's folder: what Lambda is given. */
export function readBundles(directory: string): ReadonlyMap<string, Buffer> {
  const { template, assetPath } = readCloudAssembly(directory);
  const functions = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => OurFunction.parse(Properties));
  return new Map(
    functions.map(({ Code, Environment }) => [
      Environment.Variables.POWERTOOLS_SERVICE_NAME,
      readFileSync(join(assetPath(Code.S3Key), 'index.js')),
    ]),
  );
}
