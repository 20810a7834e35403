/** A text as a regular expression of Postgres (ARE) that matches it and nothing else. */
export function escapeExpression(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
