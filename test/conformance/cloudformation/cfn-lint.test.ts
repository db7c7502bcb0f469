import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readStage } from '#infra/config.ts';
import { pythonTool } from '#test/conformance/set-up/python-tools.ts';
import { EVERY_OPTION } from '#test/support/every-option.ts';
import { templateOf } from '#test/support/template.ts';
import { type TemplateFault, UNSEEN_BY_LINTERS, withFault } from '#test/support/template-faults.ts';

type Finding = {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path: readonly (string | number)[] };
};

const MESSAGE_MAX = 200;
const REGIONS = ['af-south-1', 'eu-west-1', 'us-east-1'];
const STAGES = {
  dev: readStage('dev').config,
  prod: readStage('prod').config,
  'every option on': EVERY_OPTION,
};
/** None of them changes what is deployed. */
const IGNORED = {
  W3005: 'the CDK names a role in DependsOn beside the policy that it must wait for',
  I1022: 'the CDK joins with Fn::Join and no delimiter, where Fn::Sub would be shorter',
  I4010: 'it asks for prose on each resource in the template; ours is in ARCHITECTURE.md',
};

const set = (path: string, value: unknown) => (properties: Record<string, unknown>) => {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const owner = names.reduce((at, name) => at[name] as Record<string, unknown>, properties);
  owner[last] = value;
};
const SEEN: readonly (TemplateFault & { readonly rule: string })[] = [
  {
    name: 'a runtime that does not exist',
    rule: 'E3030',
    type: 'AWS::Lambda::Function',
    plant: set('Runtime', 'nodejs99.x'),
  },
  {
    name: 'a runtime that is no longer taken',
    rule: 'E2531',
    type: 'AWS::Lambda::Function',
    plant: set('Runtime', 'nodejs14.x'),
  },
  {
    name: 'fewer functions at once than Lambda takes',
    rule: 'E3034',
    type: 'AWS::Lambda::EventSourceMapping',
    plant: set('ScalingConfig.MaximumConcurrency', 1),
  },
  {
    name: 'messages hidden for longer than SQS can',
    rule: 'E3034',
    type: 'AWS::SQS::Queue',
    plant: set('VisibilityTimeout', 43_201),
  },
  {
    name: 'a property that is not known',
    rule: 'E3002',
    type: 'AWS::SQS::Queue',
    plant: set('Colour', 'red'),
  },
  {
    name: 'a property that is missing',
    rule: 'E3003',
    type: 'AWS::Lambda::Function',
    plant: set('Role', undefined),
  },
  {
    name: 'a reference to nothing',
    rule: 'E1020',
    type: 'AWS::Lambda::EventSourceMapping',
    plant: set('FunctionName', { Ref: 'Nobody' }),
  },
  {
    name: 'an action that does not exist',
    rule: 'W3037',
    type: 'AWS::IAM::Policy',
    plant: set('PolicyDocument.Statement.0.Action', 'dynamodb:GetItm'),
  },
];

let folder: string;
let findings: readonly Finding[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moment-balances-'));
  const templates = {
    ...Object.fromEntries(
      Object.entries(STAGES).map(([name, config]) => [name, templateOf(config).toJSON()]),
    ),
    ...Object.fromEntries(
      [...SEEN, ...UNSEEN_BY_LINTERS].map((fault) => [
        fault.name,
        withFault(templateOf().toJSON(), fault),
      ]),
    ),
  };
  const files = Object.entries(templates).map(([name, template]) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(template));
    return file;
  });
  const { stdout, stderr } = spawnSync(
    pythonTool('cfn-lint'),
    ['--include-experimental', '-c', 'I', '-f', 'json', '-r', ...REGIONS, '--', ...files],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (stderr) throw new Error(stderr);
  findings = JSON.parse(stdout);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What cfn-lint says of one template, but for what is ignored. */
const saidOf = (name: string) =>
  findings
    .filter(({ Filename, Rule }) => basename(Filename, '.json') === name && !(Rule.Id in IGNORED))
    .map(({ Rule, Message, Location }) =>
      [Rule.Id, Message.slice(0, MESSAGE_MAX), Location.Path.join('/')].join(' '),
    );

test.each(Object.keys(STAGES))('cfn-lint has nothing against the template of %s', (name) => {
  expect(saidOf(name)).toEqual([]);
});

test('what is ignored is there; what has gone need not be ignored', () => {
  const ids = new Set(findings.map(({ Rule }) => Rule.Id));
  expect(Object.keys(IGNORED).filter((id) => !ids.has(id))).toEqual([]);
});

describe('of the templates with a planted fault', () => {
  test.each(SEEN)('cfn-lint tells $name', ({ name, rule }) => {
    expect(saidOf(name)).toEqual([expect.stringContaining(rule)]);
  });

  // One that fails here is seen by cfn-lint now: it belongs to those above.
  test.each(UNSEEN_BY_LINTERS)('cfn-lint does not see $name', ({ name }) => {
    expect(saidOf(name)).toEqual([]);
  });
});
