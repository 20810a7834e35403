import { readFileSync } from 'node:fs';
import { everyFieldFragments } from './every-field.js';

/** A document of `bench/queries` with the fragments that it uses. */
export function documentText(name: string): string {
  const text = read(name);
  return [
    text,
    ...(text.includes('...Listed') ? [read('listed')] : []),
    ...(text.includes('...Every') ? [everyFieldFragments()] : []),
  ].join('\n');
}

function read(name: string): string {
  return readFileSync(`bench/queries/${name}.graphql`, 'utf8');
}
