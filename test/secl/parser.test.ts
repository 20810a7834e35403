import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../../src/errors.js';
import { compileSecl } from '../../src/secl/compile-secl.js';
import type { Filter } from '../../src/search/filter.js';
import { Mistake } from '../../src/secl/mistake.js';
import { parse } from '../../src/secl/parser.js';
import type { Expression } from '../../src/secl/syntax-tree.js';
import { printExpression } from './print-expression.js';
import { showFilter } from './show-filter.js';
import { anyText } from '../support/any-text.js';

const NOWHERE = { from: 0, to: 0 };

/** Without positions, which printing changes. */
function bare(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part) =>
      key === 'at' ? undefined : typeof part === 'bigint' ? `${part}` : (part as unknown),
    ),
  );
}

const content = fc.string({ unit: fc.constantFrom('a', '/', '*', '.', ' ', '#', '&', '\\n', 'é') });
const literal: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({ kind: fc.constantFrom('string', 'pattern', 'regexp'), text: content, at: fc.constant(NOWHERE) }),
  fc.record({
    kind: fc.constant('name'),
    text: fc.constantFrom('process.pid', 'O_CREAT', 'true', 'process.ancestors[A].comm'),
    at: fc.constant(NOWHERE),
  }),
  fc.record({ kind: fc.constant('number'), value: fc.bigInt(0n, 2n ** 64n - 1n), at: fc.constant(NOWHERE) }),
  fc.record({ kind: fc.constant('duration'), nanoseconds: fc.bigInt(0n, 10n ** 12n), at: fc.constant(NOWHERE) }),
  fc.record({
    kind: fc.constant('network'),
    text: fc.constantFrom('10.0.0.0/8', '::1', 'fe80::/10', '1.2.3.4'),
    at: fc.constant(NOWHERE),
  }),
  fc.record({ kind: fc.constant('variable'), text: fc.constant('${a.b}'), at: fc.constant(NOWHERE) }),
);

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    literal,
    fc.array(tie('expression'), { minLength: 2, maxLength: 4 }).chain((terms) =>
      fc
        .array(fc.constantFrom<'and' | 'or'>('and', 'or'), {
          minLength: terms.length - 1,
          maxLength: terms.length - 1,
        })
        .map((operators): Expression => ({ kind: 'chain', terms, operators, at: NOWHERE })),
    ),
    binary('comparison', fc.constantFrom('==', '!=', '=~', '!~', '<', '<=', '>', '>='), tie('expression')),
    binary('bits', fc.constantFrom('&', '|', '^'), tie('expression')),
    binary('sum', fc.constantFrom('+', '-'), tie('expression')),
    fc
      .tuple(
        fc.constantFrom('in', 'not in', 'allin'),
        tie('expression'),
        fc.array(literal, { minLength: 1, maxLength: 3 }),
      )
      .map(([operator, left, items]): Expression => ({
        kind: 'membership',
        operator,
        left,
        right: { kind: 'list', items, at: NOWHERE },
        at: NOWHERE,
      })),
    fc
      .tuple(fc.constantFrom('not', 'minus', 'complement'), tie('expression'))
      .map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand, at: NOWHERE })),
  ),
}));

function binary(
  kind: string,
  operator: fc.Arbitrary<string>,
  side: fc.Arbitrary<Expression>,
): fc.Arbitrary<Expression> {
  return fc
    .tuple(operator, side, side)
    .map(([symbol, left, right]) => ({ kind, operator: symbol, left, right, at: NOWHERE }) as Expression);
}

/** Words of the language in any order reach further than any characters do. */
const words = fc
  .array(
    fc.constantFrom(
      'process.file.path',
      'exec.args',
      'open.flags',
      'process.ancestors[A].pid',
      'dns.question.name',
      'O_CREAT',
      'SIGKILL',
      '==',
      '!=',
      '=~',
      '&&',
      '||',
      'and',
      'or',
      'not',
      '!',
      'in',
      'allin',
      '(',
      ')',
      '[',
      ']',
      ',',
      '&',
      '|',
      '^',
      '~',
      '-',
      '+',
      '"a*"',
      '~"*/x"',
      'r"("',
      'r"a+"',
      '10.0.0.0/8',
      '5s',
      '0x1f',
      '017',
      '99999999999999999999',
      '${x}',
      '# c\n',
      '<',
      '>=',
      'true',
    ),
    { maxLength: 12 },
  )
  .map((list) => list.join(' '));

describe('the parser', () => {
  it('reads back what it printed', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        expect(bare(parse(printExpression(tree)))).toEqual(bare(tree));
      }),
    );
  });

  it.each([
    ['any text', anyText(60)],
    [
      'any characters of the language',
      fc.string({ unit: fc.constantFrom(...'abrO_.[]()"~\\|&!=<>0123456789:/$ {}#,-+^ \n\t'), maxLength: 60 }),
    ],
    ['any words of the language', words],
  ])('answers %s with a filter or an error for its author', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          compileSecl(text);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect((error as AppError).code).toBe('input.invalid');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives && and || the same precedence and groups them to the right', () => {
    const links = fc.array(fc.record({ operator: fc.constantFrom('&&', '||'), isTrue: fc.boolean() }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(links, fc.boolean(), (list, last) => {
        const text = [...list.flatMap(({ operator, isTrue }) => [spell(isTrue), operator]), spell(last)].join(' ');
        const expected = list.reduceRight(
          (rest, { operator, isTrue }) => (operator === '&&' ? isTrue && rest : isTrue || rest),
          last,
        );
        expect(holds(compileSecl(text))).toBe(expected);
      }),
    );
  });

  /** Of an event whose `process.pid` is 1. */
  function spell(isTrue: boolean): string {
    return `process.pid == ${isTrue ? 1 : 2}`;
  }

  function holds(filter: Filter): boolean {
    if (filter.kind === 'all') return filter.filters.every(holds);
    if (filter.kind === 'any') return filter.filters.some(holds);
    if (filter.kind === 'inside') return holds(filter.filter);
    return (
      filter.kind === 'eventKind' || (filter.kind === 'value' && 'value' in filter.test && filter.test.value === 1n)
    );
  }

  it.each([
    [
      'process.pid == 1 && process.pid == 2 || process.pid == 3',
      '(kind SECURITY_EVENT and process.pid eq 1 and (process.pid eq 2 or process.pid eq 3))',
    ],
    [
      'process.pid == 1 || process.pid == 2 && process.pid == 3',
      '(kind SECURITY_EVENT and (process.pid eq 1 or (process.pid eq 2 and process.pid eq 3)))',
    ],
    [
      'process.pid == 1 or process.pid == 2 and process.pid == 3',
      '(kind SECURITY_EVENT and (process.pid eq 1 or (process.pid eq 2 and process.pid eq 3)))',
    ],
    [
      '(process.pid == 1 || process.pid == 2) && process.pid == 3',
      '(kind SECURITY_EVENT and (process.pid eq 1 or process.pid eq 2) and process.pid eq 3)',
    ],
  ])('reads %s', (text, filter) => {
    expect(showFilter(compileSecl(text))).toBe(filter);
  });

  it('binds bit operators tighter than comparisons, and groups them to the right', () => {
    expect(bare(parse('a & b | c > 0'))).toEqual(bare(parse('(a & (b | c)) > 0')));
    expect(bare(parse('a & b ^ c == d & e'))).toEqual(bare(parse('(a & (b ^ c)) == (d & e)')));
  });

  it('leaves comments and white space out', () => {
    expect(bare(parse('a # first\n  && // second\n\tb'))).toEqual(bare(parse('a && b')));
  });

  it('keeps backslashes, and the quotes behind them, in strings', () => {
    expect(parse('"a\\"b\\\\"')).toMatchObject({ kind: 'string', text: 'a\\"b\\\\' });
  });

  it.each([
    ['0755', 493n],
    ['0x1FF', 511n],
    ['0o17', 15n],
    ['007', 7n],
    ['0', 0n],
    ['18446744073709551615', 18446744073709551615n],
  ])('reads the number %s', (text, value) => {
    expect(parse(text)).toMatchObject({ kind: 'number', value });
  });

  it.each([
    ['5s', 5_000_000_000n],
    ['500ms', 500_000_000n],
    ['1h30m', 5_400_000_000_000n],
    ['2d', 172_800_000_000_000n],
    ['7us', 7_000n],
    ['7ns', 7n],
  ])('reads the duration %s', (text, nanoseconds) => {
    expect(parse(text)).toMatchObject({ kind: 'duration', nanoseconds });
  });

  it('reads a chain of thousands', () => {
    const text = Array.from({ length: 3_000 }, () => 'process.pid == 1').join(' || ');

    expect(parse(text)).toMatchObject({ kind: 'chain' });
    expect(() => compileSecl(text)).toThrow('asks for more than 1000 fields');
  });

  it.each([
    ['parentheses', `${'('.repeat(10_000)}true${')'.repeat(10_000)}`],
    ['negations', `${'!'.repeat(10_000)}true`],
    ['comparisons', Array.from({ length: 10_000 }, () => 'a').join('==')],
  ])('refuses 10,000 nested %s', (_, text) => {
    expect(() => parse(text)).toThrow(Mistake);
    expect(() => compileSecl(text)).toThrow('nested more than 100 levels deep');
  });

  it('takes 90 nested parentheses', () => {
    expect(showFilter(compileSecl(`${'('.repeat(90)}process.pid == 1${')'.repeat(90)}`))).toContain('process.pid eq 1');
  });

  it('refuses && and || that change places all the time', () => {
    const text = Array.from({ length: 1_000 }, (_, index) => (index % 2 ? 'true &&' : 'true ||')).join(' ') + ' true';
    expect(() => compileSecl(text)).toThrow('change places more than 200 times');
  });

  it('refuses an expression that is too long', () => {
    expect(() => compileSecl(`"${'x'.repeat(70_000)}"`)).toThrow('has 70002 characters, and at most 65536 are read');
  });
});
