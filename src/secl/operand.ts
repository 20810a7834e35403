import type { Condition } from './conditions.js';
import type { Field } from './fields/field.js';
import { Mistake } from './mistake.js';
import type { Span } from './span.js';
import { describeLiteral, type Literal } from './values/literal.js';

/** What a part of an expression says. */
export type Operand =
  | { readonly kind: 'condition'; readonly condition: Condition; readonly at: Span }
  | { readonly kind: 'literal'; readonly literal: Literal; readonly at: Span }
  | { readonly kind: 'field'; readonly field: Field; readonly at: Span }
  | { readonly kind: 'list'; readonly literals: readonly Literal[]; readonly at: Span };

export function literalOperand(literal: Literal): Operand {
  return { kind: 'literal', literal, at: literal.at };
}

/** The number that the operand is. */
export function numberOf(operand: Operand, sentence: string): bigint {
  if (operand.kind === 'literal' && operand.literal.kind === 'number') return operand.literal.value;
  throw new Mistake(operand.at, `${sentence}, and ${describeOperand(operand)} is none`);
}

export function describeOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'condition':
      return 'a condition';
    case 'literal':
      return describeLiteral(operand.literal);
    case 'field':
      return operand.field.name;
    case 'list':
      return 'a list';
  }
}
