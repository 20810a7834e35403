/** A part of the text, as offsets: `[from, to)`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** From the beginning of the one to the end of the other. */
export function spanning(first: Span, last: Span): Span {
  return { from: first.from, to: last.to };
}
