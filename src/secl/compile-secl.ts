import { all, inside, type Filter } from '../search/filter.js';
import type { Condition } from './conditions.js';
import { explain, Mistake } from './mistake.js';
import { parse } from './parser.js';
import { bindRegisters, registersOf, TooManyAlternatives } from './registers.js';
import { Meaning } from './to-condition.js';

/** Longer expressions are not read. */
const MAX_LENGTH = 65_536;

/**
 * An expression in SECL, the language of the agent's rules, as a filter.
 *
 * @throws AppError `input.invalid`, with line, column and the line itself
 */
export function compileSecl(text: string): Filter {
  try {
    return compileText(text);
  } catch (error) {
    throw error instanceof Mistake ? explain(text, error) : error;
  }
}

function compileText(text: string): Filter {
  if (text.length > MAX_LENGTH)
    throw new Mistake(
      { from: 0, to: 1 },
      `the expression has ${text.length} characters, and at most ${MAX_LENGTH} are read`,
    );
  if (!text.trim())
    throw new Mistake({ from: 0, to: 0 }, 'the expression is empty; leave the argument out to search everything');
  const expression = parse(text);
  const meaning = new Meaning();
  const condition = meaning.conditionOf(expression);
  const filter = choose(condition, text);
  return all([...subject(meaning), ...(filter.kind === 'all' ? filter.filters : [filter])]);
}

/** Rules are about one event, or about every event of a host: never about what agents report of themselves. */
function subject({ event, hasRuleField }: Meaning): Filter[] {
  if (event) return [inside(['evt'], { kind: 'value', key: 'name', test: { operator: 'eq', value: event.name } })];
  return hasRuleField ? [{ kind: 'eventKind', kinds: ['SECURITY_EVENT'] }] : [];
}

function choose(condition: Condition, text: string): Filter {
  try {
    return bindRegisters(condition);
  } catch (error) {
    if (!(error instanceof TooManyAlternatives)) throw error;
    const names = [...registersOf(condition).keys()].map((name) => `[${name}]`).join(', ');
    throw new Mistake(
      { from: 0, to: text.length },
      `${names} stands in too many alternatives; write what is about the same element beside each other`,
    );
  }
}
