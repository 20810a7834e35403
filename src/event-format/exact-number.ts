/**
 * A JSON number that a JavaScript number would change: an integer past 2^53, or a spelling such as `1.0`, `1e3`, `-0`.
 * It carries the number's text as it stood in the document.
 */
export class ExactNumber {
  constructor(readonly text: string) {}
}
