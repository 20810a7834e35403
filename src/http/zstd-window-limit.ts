/** The largest window that `Content-Encoding: zstd` may ask for (RFC 9659, section 3). */
const LARGEST_WINDOW = 8 * 2 ** 20;

const SKIPPABLE = 0x184d2a5;
const RUN_LENGTH = 1;

/**
 * Reads along with a decoder and refuses a frame with too large a window before the decoder gets it: the decoder would
 * allocate it at once, up to two gigabytes for a frame of a few bytes. Of frames and blocks it reads the headers alone
 * (RFC 8878, section 3.1.1); what else may be wrong with them is for the decoder to find.
 */
export class ZstdWindowLimit {
  private header: number[] = [];
  private next: 'frame' | 'block' = 'frame';
  /** Bytes until the next header. */
  private toSkip = 0;
  private checksumBytes = 0;

  /** @throws RangeError */
  watch(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.toSkip) {
        const skipped = Math.min(this.toSkip, bytes.length - at);
        this.toSkip -= skipped;
        at += skipped;
      } else {
        this.header.push(bytes[at++] as number);
        if (this.next === 'frame' ? this.readFrameHeader() : this.readBlockHeader()) this.header = [];
      }
    }
  }

  /** @returns whether the header is complete */
  private readFrameHeader(): boolean {
    if (this.header.length < 5) return false;
    if (this.number(0, 4) >>> 4 === SKIPPABLE) {
      if (this.header.length < 8) return false;
      this.toSkip = this.number(4, 4);
      return true;
    }
    const descriptor = this.header[4] as number;
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const windowStart = 5;
    const sizeStart = windowStart + (isSingleSegment ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] as number);
    const sizeFlag = descriptor >> 6;
    const sizeLength = sizeFlag ? 1 << sizeFlag : Number(isSingleSegment);
    if (this.header.length < sizeStart + sizeLength) return false;

    const window = isSingleSegment ? this.number(sizeStart, sizeLength) : windowOf(this.header[windowStart] as number);
    if (window > LARGEST_WINDOW) throw new RangeError(`it asks for a zstd window of ${window} bytes, over 8 MiB`);
    this.checksumBytes = descriptor & 4;
    this.next = 'block';
    return true;
  }

  private readBlockHeader(): boolean {
    if (this.header.length < 3) return false;
    const header = this.number(0, 3);
    const isLast = header & 1;
    this.toSkip = ((header >> 1) & 3) === RUN_LENGTH ? 1 : header >> 3;
    if (isLast) {
      this.toSkip += this.checksumBytes;
      this.next = 'frame';
    }
    return true;
  }

  /** Little-endian; past 2^53 only roughly, which is past every limit. */
  private number(start: number, length: number): number {
    let value = 0;
    for (let i = start + length - 1; i >= start; i--) value = value * 256 + (this.header[i] as number);
    return value;
  }
}

/** Section 3.1.1.1.2. */
function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
