/** What a table says of a word of the expression: `valueOf` and the like are words, too, and in no table. */
export function own<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
