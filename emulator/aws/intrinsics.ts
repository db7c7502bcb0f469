import * as z from 'zod';

/** What a resource or a parameter is called by others. */
export type LocalValue = {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
};
/** The value of a logical id or of a pseudo parameter; undefined if there is none on this machine. */
export type LookUp = (name: string) => LocalValue | undefined;

const NO_VALUE = 'AWS::NoValue';

/** Replaces CloudFormation's intrinsic functions by values. `where` names the place in errors. */
export function resolve(value: unknown, lookUp: LookUp, where: string): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((item) => !isNoValue(item))
      .map((item, index) => resolve(item, lookUp, `${where}[${index}]`));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (first && entries.length === 1 && isIntrinsic(first[0])) {
    return evaluate(first[0], first[1], lookUp, where);
  }
  return Object.fromEntries(
    entries
      .filter(([, item]) => !isNoValue(item))
      .map(([key, item]) => [key, resolve(item, lookUp, `${where}.${key}`)]),
  );
}

function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

function isNoValue(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'Ref' in value && value.Ref === NO_VALUE;
}

function evaluate(name: string, input: unknown, lookUp: LookUp, where: string): unknown {
  const parse = <T>(schema: z.ZodType<T>, candidate: unknown): T => {
    const result = schema.safeParse(candidate);
    if (result.success) return result.data;
    throw new Error(
      `${where}: ${name} has arguments that it cannot have: ${JSON.stringify(input)}`,
    );
  };
  switch (name) {
    case 'Ref':
      return reference(parse(z.string(), input), lookUp, where);
    case 'Fn::GetAtt':
      return attribute(parse(AttributePath, input), lookUp, where);
    case 'Fn::Join': {
      const [separator, parts] = parse(Join, resolve(input, lookUp, where));
      return parts.join(separator);
    }
    case 'Fn::Split': {
      const [separator, text] = parse(Split, resolve(input, lookUp, where));
      return text.split(separator);
    }
    case 'Fn::Select': {
      const [index, list] = parse(Select, resolve(input, lookUp, where));
      return parse(
        z.unknown().refine((item) => item !== undefined),
        list[index],
      );
    }
    case 'Fn::Sub': {
      const [text, variables] = typeof input === 'string' ? [input, {}] : parse(Sub, input);
      return substitute(text, variables, lookUp, where);
    }
    default:
      throw new Error(`${where}: ${name} cannot be resolved on this machine`);
  }
}

const AttributePath = z.union([
  z.tuple([z.string(), z.string()]),
  z
    .string()
    .regex(/^[^.]+\../)
    .transform((path): [string, string] => {
      const dot = path.indexOf('.');
      return [path.slice(0, dot), path.slice(dot + 1)];
    }),
]);
const Join = z.tuple([z.string(), z.array(z.union([z.string(), z.number(), z.boolean()]))]);
const Split = z.tuple([z.string().min(1), z.string()]);
const Select = z.tuple([z.coerce.number().int().nonnegative(), z.array(z.unknown())]);
const Sub = z.tuple([z.string(), z.record(z.string(), z.unknown())]);

function reference(name: string, lookUp: LookUp, where: string): string {
  const value = lookUp(name);
  if (!value) throw new Error(`${where}: Ref to ${name} has no value on this machine`);
  return value.ref;
}

function attribute([name, key]: [string, string], lookUp: LookUp, where: string): string {
  const value = lookUp(name)?.attributes[key];
  if (value === undefined) {
    throw new Error(`${where}: Fn::GetAtt ${name}.${key} has no value on this machine`);
  }
  return value;
}

function substitute(
  text: string,
  variables: Readonly<Record<string, unknown>>,
  lookUp: LookUp,
  where: string,
): string {
  return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return String(resolve(variables[name], lookUp, where));
    if (!name.includes('.')) return reference(name, lookUp, where);
    return attribute(AttributePath.parse(name), lookUp, where);
  });
}
