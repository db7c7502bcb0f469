const TOKEN = /\s*(?:(\(|\)|&&|\|\|)|\$\.([\w.]+) = ("(?:[^"\\]|\\.)*"))/y;

/**
 * Whether CloudWatch would count a line, for the patterns that this stack has: members that equal a text, with a
 * wildcard at its end, joined by && and || in brackets (CloudWatch Logs User Guide, filter pattern syntax).
 */
export function counts(pattern: string, line: Readonly<Record<string, unknown>>): boolean {
  const tokens = tokensOf(pattern);
  const one = (): boolean => {
    const token = tokens.shift();
    if (token === undefined || (typeof token === 'string' && token !== '(')) {
      throw new Error(`${pattern} has ${token} where a member should stand`);
    }
    if (typeof token === 'object') return equals(line[token.name], token.value);
    const value = all();
    if (tokens.shift() !== ')') throw new Error(`${pattern} has a bracket that nothing ends`);
    return value;
  };
  const all = (): boolean => {
    let value = one();
    while (tokens[0] === '&&' || tokens[0] === '||') {
      const operator = tokens.shift();
      const next = one();
      value = operator === '&&' ? value && next : value || next;
    }
    return value;
  };
  return all();
}

function equals(told: unknown, wanted: string): boolean {
  const text = String(told);
  return wanted.endsWith('*') ? text.startsWith(wanted.slice(0, -1)) : text === wanted;
}

function tokensOf(pattern: string) {
  const inner = /^\{(.*)\}$/s.exec(pattern)?.[1]?.trim() ?? '';
  const tokens: (string | { readonly name: string; readonly value: string })[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < inner.length; ) {
    const [, sign, name, value] = TOKEN.exec(inner) ?? [];
    if (sign !== undefined) tokens.push(sign);
    else if (name !== undefined) tokens.push({ name, value: JSON.parse(String(value)) });
    else throw new Error(`${pattern} is no pattern that is known here`);
  }
  return tokens;
}
