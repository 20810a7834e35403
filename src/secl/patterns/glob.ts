import type { Test } from '../../search/filter.js';
import { quote } from '../../node-id.js';
import { Mistake } from '../mistake.js';
import type { Span } from '../span.js';

export interface GlobOptions {
  readonly isPath?: boolean;
  readonly ignoreCase?: boolean;
}

/**
 * A pattern as tests of which one must pass. `*` is any text; of paths it stays inside a segment, and `**` is allowed as a
 * whole segment only.
 *
 * Agents take a path pattern that begins with the segment `*` as if a slash stood before it.
 */
export function globTests(pattern: string, at: Span, { isPath = false, ignoreCase }: GlobOptions): Test[] {
  if (isPath) checkSegments(pattern, at);
  return spellings(pattern, isPath).map((spelling) => ({
    operator: 'glob',
    pattern: spelling,
    isPath,
    ...(ignoreCase ? { ignoreCase } : {}),
  }));
}

/** Whether the pattern matches the empty text. A path pattern never does. */
export function matchesEmptyGlob(pattern: string, { isPath = false }: GlobOptions): boolean {
  return !isPath && /^\**$/.test(pattern);
}

function checkSegments(pattern: string, at: Span): void {
  const wrong = pattern.split('/').find((segment) => segment.includes('**') && segment !== '**');
  if (wrong === undefined) return;
  throw new Mistake(
    at,
    `in the pattern of a path, ** is a whole segment, as in /etc/**; in ${quote(wrong)} write one *`,
  );
}

function spellings(pattern: string, isPath: boolean): string[] {
  if (!isPath) return [pattern.replace(/\*+/g, '*')];
  if (pattern === '*') return ['*', '/*'];
  return [pattern.startsWith('*/') ? `/${pattern}` : pattern];
}
