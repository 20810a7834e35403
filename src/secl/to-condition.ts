import { EVERYTHING, NOTHING } from '../search/filter.js';
import { constantNames, constantOf } from './constants/constants.js';
import { errors } from './constants/error-constants.js';
import { compareFields } from './compare-fields.js';
import { aboutField, plain, type Condition } from './conditions.js';
import type { Field } from './fields/field.js';
import { resolveField } from './fields/resolve-field.js';
import { negate } from './negate.js';
import { Mistake } from './mistake.js';
import { didYouMean, nearest } from '../nearest.js';
import { describeOperand, literalOperand, numberOf, type Operand } from './operand.js';
import { spanning, type Span } from './span.js';
import type { Chain, Comparison, Expression, Membership } from './syntax-tree.js';
import { isOrdered, MIRRORED, type Literal, type Ordering } from './values/literal.js';

/** Each is a condition of its own, and may be a look-up. */
const MOST_FIELDS = 1_000;

type Binary<Kind extends Expression['kind']> = Extract<Expression, { readonly kind: Kind }>;

/** What an expression says of an event. */
export class Meaning {
  /** The event that the expression is about, and the first field that says so. */
  event: { readonly name: string; readonly field: string } | undefined;
  private fields = 0;
  /** Whether it has a field of rules, which are about what happened on a host, and never about the agent itself. */
  hasRuleField = false;

  /** @throws Mistake */
  conditionOf(expression: Expression): Condition {
    return asCondition(this.operandOf(expression));
  }

  private operandOf(expression: Expression): Operand {
    const { at } = expression;
    switch (expression.kind) {
      case 'chain':
        return { kind: 'condition', condition: this.chain(expression), at };
      case 'comparison':
        return { kind: 'condition', condition: this.comparison(expression), at };
      case 'membership':
        return { kind: 'condition', condition: this.membership(expression), at };
      case 'bits':
        return this.bits(expression);
      case 'sum':
        return this.sum(expression);
      case 'unary':
        return this.unary(expression);
      case 'list':
        return { kind: 'list', literals: expression.items.map((item) => this.literalOf(item)), at };
      case 'name':
        return this.name(expression.text, at);
      case 'variable':
        throw new Mistake(at, `${expression.text} is a variable: agents set it while they run, and a search has none`);
      default:
        return literalOperand(literalOf(expression));
    }
  }

  /** Groups to the right: from the last term on, equal operators go on with a group, others begin one around it. */
  private chain({ terms, operators }: Chain): Condition {
    const conditions = terms.map((term) => this.conditionOf(term));
    let group = conditions.pop() as Condition;
    for (let index = operators.length - 1; index >= 0;) {
      const operator = operators[index];
      const members = [group];
      for (; index >= 0 && operators[index] === operator; index--) members.push(conditions.pop() as Condition);
      group = { kind: operator === 'and' ? 'all' : 'any', conditions: members.reverse() };
    }
    return group;
  }

  private comparison({ operator, left, right }: Binary<'comparison'>): Condition {
    const operands = [this.operandOf(left), this.operandOf(right)] as const;
    return compare(operator, ...operands);
  }

  private membership({ operator, left, right }: Binary<'membership'>): Condition {
    return isIn(operator, this.operandOf(left), this.operandOf(right));
  }

  private bits({ operator, left, right, at }: Binary<'bits'>): Operand {
    const operands = [this.operandOf(left), this.operandOf(right)] as const;
    const field = operands.find((operand) => operand.kind === 'field');
    if (!field) {
      const [a, b] = operands.map((operand) => numberOf(operand, `${operator} works on numbers`)) as [bigint, bigint];
      const value = operator === '&' ? a & b : operator === '|' ? a | b : a ^ b;
      return literalOperand({ kind: 'number', value, at });
    }
    const other = operands[0] === field ? operands[1] : operands[0];
    if (operator !== '&')
      throw new Mistake(
        at,
        `of the bits of a field only & with flags can be searched, as in ${field.field.name} & FLAG > 0`,
      );
    if (other.kind === 'field') throw new Mistake(other.at, 'the bits of two fields cannot be compared');
    const mask = numberOf(other, `& takes the bits of ${field.field.name} that count as a number or constants`);
    const leaf = field.field.leaf.masked(mask);
    if (!leaf)
      throw new Mistake(field.at, `${field.field.name} has no bits: it is compared with ${field.field.leaf.expects}`);
    return { kind: 'field', field: { ...field.field, leaf }, at };
  }

  private sum({ operator, left, right, at }: Binary<'sum'>): Operand {
    const [a, b] = [this.operandOf(left), this.operandOf(right)];
    const sign = operator === '+' ? 1n : -1n;
    if (isDuration(a) && isDuration(b))
      return literalOperand({
        kind: 'duration',
        nanoseconds: a.literal.nanoseconds + sign * b.literal.nanoseconds,
        at,
      });
    const sentence = `${operator} works on numbers that the expression itself holds`;
    return literalOperand({ kind: 'number', value: numberOf(a, sentence) + sign * numberOf(b, sentence), at });
  }

  private unary({ operator, operand, at }: Binary<'unary'>): Operand {
    const inner = this.operandOf(operand);
    if (operator === 'not') return { kind: 'condition', condition: { kind: 'not', condition: asCondition(inner) }, at };
    if (operator === 'minus' && isDuration(inner))
      return literalOperand({ kind: 'duration', nanoseconds: -inner.literal.nanoseconds, at });
    const value = numberOf(inner, `${operator === 'minus' ? '-' : '^'} works on numbers`);
    if (operator === 'complement') return literalOperand({ kind: 'number', value: ~value, at });
    return literalOperand({ kind: 'number', value: isErrorName(operand) ? value : -value, at });
  }

  private name(text: string, at: Span): Operand {
    if (text === 'true' || text === 'false') return literalOperand({ kind: 'truth', isTrue: text === 'true', at });
    const constant = constantOf(text);
    if (constant) return literalOperand({ kind: 'number', value: constant.value, at });
    const field = /^[A-Z][A-Z0-9_]*$/.test(text) ? undefined : resolveField(text, at);
    if (!field) throw unknownConstant(text, at);
    if (++this.fields > MOST_FIELDS)
      throw new Mistake(
        at,
        `the expression asks for more than ${MOST_FIELDS} fields; write values in lists, or ask for less`,
      );
    this.hasRuleField ||= field.isOfRules;
    this.noteEvent(field);
    return { kind: 'field', field, at };
  }

  private noteEvent({ event, name, at }: Field): void {
    if (!event) return;
    this.event ??= { name: event, field: name };
    if (this.event.name === event) return;
    throw new Mistake(
      at,
      `${name} is a field of ${event} events, but ${this.event.field} one of ${this.event.name} events; an event is only one of them, so search for each by itself`,
    );
  }

  private literalOf(item: Expression): Literal {
    const operand = this.operandOf(item);
    if (operand.kind === 'literal') return operand.literal;
    throw new Mistake(item.at, `${describeOperand(operand)} cannot stand in a list; its values are plain ones`);
  }
}

/** Agents have these as negative numbers; `-EPERM` can only mean the same. */
function isErrorName(expression: Expression): boolean {
  return expression.kind === 'name' && errors.values.has(expression.text);
}

function unknownConstant(name: string, at: Span): Mistake {
  const hint = didYouMean(nearest(name, constantNames()));
  const macro = 'if it is a macro of a policy, write what it stands for in its place';
  return new Mistake(at, `there is no constant ${name}${hint ? `${hint} I${macro.slice(1)}` : `; ${macro}`}`);
}

function isDuration(
  operand: Operand,
): operand is Operand & { readonly literal: Extract<Literal, { readonly kind: 'duration' }> } {
  return operand.kind === 'literal' && operand.literal.kind === 'duration';
}

function literalOf(expression: Binary<'number' | 'duration' | 'string' | 'pattern' | 'regexp' | 'network'>): Literal {
  const { at } = expression;
  switch (expression.kind) {
    case 'number':
      return { kind: 'number', value: expression.value, at };
    case 'duration':
      return { kind: 'duration', nanoseconds: expression.nanoseconds, at };
    case 'network':
      return { kind: 'network', network: expression.text, at };
    case 'string':
      if (/\$\{[^}]*\}/.test(expression.text))
        throw new Mistake(
          at,
          'the string has a variable in it: agents fill it in while they run, and a search has none',
        );
      return { kind: 'text', form: 'plain', text: expression.text, at };
    default:
      return { kind: 'text', form: expression.kind, text: expression.text, at };
  }
}

function asCondition(operand: Operand): Condition {
  if (operand.kind === 'condition') return operand.condition;
  if (operand.kind === 'literal' && operand.literal.kind === 'truth')
    return plain(operand.literal.isTrue ? EVERYTHING : NOTHING);
  if (operand.kind === 'field' && operand.field.leaf.truth) return aboutField(operand.field, operand.field.leaf.truth);
  const hint =
    operand.kind === 'field'
      ? `; compare it with ${operand.field.leaf.expects}`
      : '; a condition compares a field with it';
  throw new Mistake(operand.at, `${describeOperand(operand)} is neither true nor false by itself${hint}`);
}

function compare(operator: Comparison, left: Operand, right: Operand): Condition {
  if (operator === '!=') return { kind: 'not', condition: compare('==', left, right) };
  if (operator === '!~') return { kind: 'not', condition: compare('=~', left, right) };
  if (operator === '=~') return compare('==', left, asPattern(right));
  if (left.kind === 'list' || right.kind === 'list')
    throw new Mistake(
      (left.kind === 'list' ? left : right).at,
      `${operator} compares with one value; for a list write in`,
    );
  if (left.kind === 'literal' && right.kind !== 'literal')
    return compare(operator === '==' ? operator : MIRRORED[operator], right, left);
  if (left.kind === 'condition' || right.kind === 'condition') return compareTruths(operator, left, right);
  if (left.kind === 'literal') return plain(fold(operator, left, right) ? EVERYTHING : NOTHING);
  if (right.kind === 'field') return compareFields(left.field, operator, right.field);
  const { leaf } = left.field;
  return aboutField(
    left.field,
    operator === '==' ? leaf.oneOf([right.literal]) : leaf.ordered(operator, right.literal),
  );
}

function asPattern(operand: Operand): Operand {
  if (operand.kind !== 'literal' || operand.literal.kind !== 'text')
    throw new Mistake(
      operand.at,
      `=~ and !~ compare with a pattern or a regular expression, not with ${describeOperand(operand)}`,
    );
  const { literal } = operand;
  return literalOperand(literal.form === 'plain' ? { ...literal, form: 'pattern' } : literal);
}

function compareTruths(operator: '==' | Ordering, left: Operand, right: Operand): Condition {
  const [a, b] = [asCondition(left), asCondition(right)];
  if (operator !== '==')
    throw new Mistake(spanning(left.at, right.at), `conditions have no order, so ${operator} cannot compare them`);
  const neither: Condition = {
    kind: 'all',
    conditions: [
      { kind: 'not', condition: a },
      { kind: 'not', condition: b },
    ],
  };
  return { kind: 'any', conditions: [{ kind: 'all', conditions: [a, b] }, neither] };
}

/** Two values of the expression itself. */
function fold(operator: '==' | Ordering, left: Operand, right: Operand): boolean {
  const [a, b] = [left, right].map((operand) => (operand.kind === 'literal' ? operand.literal : undefined));
  if (a?.kind === 'number' && b?.kind === 'number')
    return operator === '==' ? a.value === b.value : isOrdered(a.value, operator, b.value);
  if (operator === '==' && a?.kind === 'truth' && b?.kind === 'truth') return a.isTrue === b.isTrue;
  if (operator === '==' && a?.kind === 'text' && b?.kind === 'text' && a.form === 'plain' && b.form === 'plain')
    return a.text === b.text;
  throw new Mistake(spanning(left.at, right.at), 'neither side is a field, so there is nothing to search for');
}

function isIn(operator: Membership, left: Operand, right: Operand): Condition {
  if (operator === 'not in') return { kind: 'not', condition: isIn('in', left, right) };
  if (left.kind === 'literal' && right.kind === 'field') return compare('==', right, left);
  const literals = literalsOf(right, operator);
  if (left.kind === 'literal') {
    const one = left;
    return plain(literals.some((literal) => fold('==', one, literalOperand(literal))) ? EVERYTHING : NOTHING);
  }
  if (left.kind !== 'field')
    throw new Mistake(left.at, `${operator} looks for the value of a field, and ${describeOperand(left)} is none`);
  if (operator !== 'allin') return aboutField(left.field, left.field.leaf.oneOf(literals));
  const { lists, leaf } = left.field;
  if (!lists.length) return plain(leaf.allOf(literals));
  return { kind: 'not', condition: aboutField(left.field, negate(leaf.allOf(literals))) };
}

function literalsOf(operand: Operand, operator: Membership): readonly Literal[] {
  if (operand.kind === 'list') return operand.literals;
  if (operand.kind === 'literal' && operand.literal.kind === 'network') return [operand.literal];
  throw new Mistake(
    operand.at,
    `${operator} looks into a list [ ... ] or a network, and ${describeOperand(operand)} is none`,
  );
}
