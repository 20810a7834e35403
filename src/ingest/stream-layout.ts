import { ByteGatherer } from './byte-gatherer.js';
import {
  BACKSLASH,
  NEWLINE,
  OPEN_BRACKET,
  QUOTE,
  isClosing,
  isOpening,
  skipBlank,
  skipLineEnds,
  skipWhiteSpace,
} from './json-bytes.js';

export type Layout = 'unknown' | 'lines' | 'array' | 'values';

/**
 * The beginning of a stream, until it tells the layout: NDJSON unless the first byte opens an array, or the first value
 * goes on over lines, since its first line leaves something open and the next does not begin a new value.
 */
export class StreamBeginning {
  private readonly gatherer = new ByteGatherer();
  private awaits: 'first byte' | 'end of line' | 'second line' = 'first byte';

  get heldBytes(): number {
    return this.gatherer.keptBytes;
  }

  add(bytes: Buffer): Layout {
    const piece = this.withoutIdleBlanks(bytes);
    this.gatherer.add(piece);
    switch (this.awaits) {
      case 'first byte':
        return this.lookAtStart();
      case 'end of line':
        return this.lookForLine(piece);
      case 'second line':
        return layoutBehind(piece);
    }
  }

  /** Blanks before the first line, and blank lines behind it, tell nothing and may be without end. */
  private withoutIdleBlanks(bytes: Buffer): Buffer {
    if (this.awaits === 'first byte') return bytes.subarray(skipWhiteSpace(bytes, 0));
    return this.awaits === 'second line' ? bytes.subarray(skipLineEnds(bytes, 0)) : bytes;
  }

  /** Nothing more comes: whatever is still open was cut short, and a line is as good a guess as any. */
  end(): Layout {
    return this.gatherer.byteLength ? 'lines' : 'unknown';
  }

  take(): Buffer {
    return this.gatherer.take();
  }

  private lookAtStart(): Layout {
    const bytes = this.peek();
    const start = skipBlank(bytes, 0);
    const isMarkCut = bytes[0] === 0xef && bytes.length < 3;
    if (start === bytes.length || isMarkCut) return 'unknown';
    if (bytes[start] === OPEN_BRACKET) return 'array';
    this.awaits = 'end of line';
    return this.lookForLine(bytes);
  }

  private lookForLine(piece: Buffer): Layout {
    const bytes = piece.includes(NEWLINE) ? this.peek() : undefined;
    const start = bytes ? skipBlank(bytes, 0) : 0;
    const end = bytes ? bytes.indexOf(NEWLINE, start) : -1;
    if (!bytes || end < 0) return this.gatherer.byteLength > DECIDING_BYTES ? 'lines' : 'unknown';
    if (!isOpen(bytes.subarray(start, end))) return 'lines';
    this.awaits = 'second line';
    const behind = bytes.subarray(skipLineEnds(bytes, end));
    this.gatherer.take();
    this.gatherer.add(bytes.subarray(0, end + 1));
    this.gatherer.add(behind);
    return layoutBehind(behind);
  }

  private peek(): Buffer {
    const bytes = this.gatherer.take();
    this.gatherer.add(bytes);
    return bytes;
  }
}

/** What the beginning of the second line tells. */
function layoutBehind(bytes: Buffer): Layout {
  const byte = bytes[0];
  if (byte === undefined) return 'unknown';
  return isOpening(byte) ? 'lines' : 'values';
}

/** A first line longer than this is taken for one of NDJSON. */
const DECIDING_BYTES = 2 ** 22;

function isOpen(line: Buffer): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < line.length; at++) {
    const byte = line[at] as number;
    if (isInString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (isOpening(byte)) depth++;
    else if (isClosing(byte)) depth--;
  }
  return depth > 0 && !isInString;
}
