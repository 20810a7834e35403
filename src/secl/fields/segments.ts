import { Mistake } from '../mistake.js';
import type { Span } from '../span.js';

/** One word of a field's name. */
export interface Segment {
  readonly word: string;
  readonly register?: string;
  readonly at: Span;
}

/** `process.ancestors[A].pid` in words. */
export function segmentsOf(name: string, at: Span): Segment[] {
  const segments: Segment[] = [];
  for (const found of name.matchAll(/([^.[\]]*)(?:\[(\w+)\])?(?:\.|$)/g)) {
    const [whole, word = '', register] = found;
    if (!whole && segments.length && !name.endsWith('.')) break;
    const from = at.from + found.index;
    const length = whole.replace(/\.$/, '').length;
    if (!word) throw new Mistake(at, `in ${name} a word is missing before or after a dot`);
    segments.push({ word, at: { from, to: from + length }, ...(register ? { register } : {}) });
  }
  return segments;
}

/** Words with dots between. */
export function joinWords(segments: readonly Segment[]): string {
  return segments.map(({ word }) => word).join('.');
}
