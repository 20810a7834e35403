import type { Expression } from '../../src/secl/syntax-tree.js';

const UNARY = { not: '!', minus: '-', complement: '^' } as const;

/** The text of an expression, with parentheses wherever the grammar needs them. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'chain':
      return expression.terms
        .map((term, index) => (index ? `${expression.operators[index - 1] === 'and' ? '&&' : '||'} ` : '') + wrap(term))
        .join(' ');
    case 'comparison':
    case 'bits':
    case 'sum':
      return `${wrap(expression.left)} ${expression.operator} ${wrap(expression.right)}`;
    case 'membership':
      return `${wrap(expression.left)} ${expression.operator} ${printExpression(expression.right)}`;
    case 'unary':
      return `${UNARY[expression.operator]} ${wrap(expression.operand)}`;
    case 'list':
      return `[${expression.items.map(printExpression).join(', ')}]`;
    case 'string':
      return `"${expression.text}"`;
    case 'pattern':
      return `~"${expression.text}"`;
    case 'regexp':
      return `r"${expression.text}"`;
    case 'number':
      return String(expression.value);
    case 'duration':
      return `${expression.nanoseconds}ns`;
    default:
      return expression.text;
  }
}

const COMPOUND = new Set(['chain', 'comparison', 'membership', 'bits', 'sum', 'unary']);

function wrap(expression: Expression): string {
  return COMPOUND.has(expression.kind) ? `(${printExpression(expression)})` : printExpression(expression);
}
