/**
 * Puts payloads that are text already into messages that the library writes: what a hundred subscribers get is made into
 * JSON once. The library is given a placeholder, which goes out for the text.
 */
export class PreparedPayloads {
  private readonly texts = new Map<string, string>();
  private count = 0;

  /** @returns what stands for the text, until it is put in */
  add(text: string): Readonly<Record<string, string>> {
    const number = String(++this.count);
    this.texts.set(number, text);
    return { [KEY]: number };
  }

  /** The message as it goes out. */
  putInto(message: string): string {
    // A result never looks like this, and what clients send comes back in messages of other types.
    const [, head, number] = PLACEHOLDER.exec(message) ?? [];
    const text = number === undefined ? undefined : this.texts.get(number);
    if (head === undefined || number === undefined || text === undefined) return message;
    this.texts.delete(number);
    return `${head}${text}}`;
  }
}

const KEY = 'prepared';

const PLACEHOLDER = /^(\{"id":"(?:[^"\\]|\\.)*","type":"next","payload":)\{"prepared":"(\d+)"\}\}$/;
