/** Names of numbers that belong together. Several names may say one number. */
export interface Family {
  /** In the plural, for sentences. */
  readonly title: string;
  readonly values: ReadonlyMap<string, bigint>;
}

export function family(title: string, values: Readonly<Record<string, number | bigint>>): Family {
  return { title, values: new Map(Object.entries(values).map(([name, value]) => [name, BigInt(value)])) };
}

/** Names that are numbered from 0, separated by white space; what follows a `|` is a further name of the same number. */
export function numbered(title: string, prefix: string, names: string): Family {
  const entries = words(names).flatMap((entry, index) =>
    entry.split('|').map((name) => [prefix + name, index] as const),
  );
  return family(title, Object.fromEntries(entries));
}

/** `name=value` pairs, separated by white space. */
export function valued(title: string, prefix: string, pairs: string): Family {
  return family(
    title,
    Object.fromEntries(
      words(pairs).map((pair) => {
        const [name, value] = pair.split('=') as [string, string];
        return [prefix + name, BigInt(value)];
      }),
    ),
  );
}

/** The names of a family's numbers that pass. */
export function namesWhere({ values }: Family, passes: (value: bigint) => boolean): string[] {
  return [...values].filter(([, value]) => passes(value)).map(([name]) => name);
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
