/**
 * A JSON number that a JavaScript number would change: an integer past 2^53, or a spelling such as `1.0`, `1e3`, `-0`.
 * It carries the number's text as it stood in the document.
 */
export class ExactNumber {
  constructor(readonly text: string) {}

  toJSON(): string {
    return mark + this.text;
  }
}

let mark = '';

/**
 * Runs `write` while exact numbers show themselves to `JSON.stringify` behind that mark. At any other time they show
 * their plain text: the mark is a secret that must not get into an answer or a log.
 */
export function withMarkedNumbers<T>(secret: string, write: () => T): T {
  mark = secret;
  try {
    return write();
  } finally {
    mark = '';
  }
}
