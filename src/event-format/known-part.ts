import { parseLossless, type JsonObject } from './lossless-json.js';

/**
 * A part of a document that has been seen before, byte for byte: parsed and checked then, so not again now. It stands in
 * a document's tree where its object would stand, and is opened only when somebody needs what is inside.
 */
export class KnownPart {
  /**
   * @param bytes a whole JSON object
   * @param contracts mask of the contracts that accept it strictly
   * @param keys of all its objects
   * @param depth of its nesting
   * @param open what the bytes say, while that is at hand
   */
  constructor(
    private readonly bytes: Buffer,
    readonly definition: string,
    readonly contracts: number,
    readonly keys: number,
    readonly depth: number,
    private open: JsonObject | undefined,
  ) {}

  get length(): number {
    return this.bytes.length;
  }

  /** Whether the very same bytes stand in `bytes` at `at`. */
  isAt(bytes: Buffer, at: number, end: number): boolean {
    const { length } = this.bytes;
    return at + length <= end && this.bytes.compare(bytes, at, at + length) === 0;
  }

  /** Parsed anew each time once it is folded: kept open, a few megabytes of parts would be hundreds of objects. */
  get object(): JsonObject {
    return this.open ?? (parseLossless(this.bytes.toString()) as JsonObject);
  }

  /** Lets go of the object; the bytes stay. */
  fold(): void {
    this.open = undefined;
  }
}

/** The object itself, of a known part what it stands for. */
export function opened(value: JsonObject): JsonObject {
  return value instanceof KnownPart ? value.object : value;
}
