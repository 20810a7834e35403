/** One row a line, columns as wide as their widest cell; what stands past `width` is cut. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  const lines = [header, ...rows].map((row) => row.map(printable));
  const widths = header.map((_, column) => Math.max(...lines.map((row) => row[column]?.length ?? 0)));
  const rule = widths.map((cells) => '-'.repeat(cells));
  return [lines[0] as string[], rule, ...lines.slice(1)].map((row) => {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return cut(line.trimEnd(), width);
  });
}

/** Name and value on each line; a field without a value is left out. */
export function fields(
  pairs: readonly (readonly [name: string, value: string | undefined])[],
  width: number,
): string[] {
  const shown = pairs.filter(([, value]) => value);
  const nameWidth = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => cut(`${name.padEnd(nameWidth)}  ${printable(value ?? '')}`, width));
}

/** A chain from its first link to its last, each one further in. */
export function chain(links: readonly string[], width: number): string[] {
  return links.map((link, depth) => {
    const indent = depth ? `${'  '.repeat(depth - 1)}└─ ` : '';
    return cut(indent + printable(link), width);
  });
}

/** Events hold whatever an attacker could name a process: nothing of it may steer the terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '�');
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}
