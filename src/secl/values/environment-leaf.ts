import type { Test } from '../../search/filter.js';
import { elementOf } from './spot.js';
import { TextLeaf, type Text } from './text-leaf.js';

/** Names of environment variables. Events hold some with their values, `NAME=value`: a plain name finds these, too. */
export class EnvironmentLeaf extends TextLeaf {
  constructor(name: string, path: readonly string[]) {
    super(name, elementOf(path));
  }

  protected override testsOf(texts: readonly Text[]): Test[] {
    const names = texts.filter(({ form, text }) => form === 'plain' && !text.includes('='));
    const withValue = names.map(({ text }): Test => ({ operator: 'startsWith', value: `${text}=` }));
    return [...super.testsOf(texts), ...withValue];
  }
}
