import { describe, expect, it } from '@jest/globals';
import { chain, fields, printable, table } from '../../src/commands/text-layout.js';

describe('table', () => {
  it('makes every column as wide as its widest cell', () => {
    const lines = table(
      ['pid', 'program'],
      [
        ['1', 'init'],
        ['12345', 'sh'],
      ],
      80,
    );

    expect(lines).toEqual(['pid    program', '-----  -------', '1      init', '12345  sh']);
  });

  it('cuts lines that are too long', () => {
    expect(table(['program'], [['/usr/bin/find']], 10)).toEqual(['program', '---------…', '/usr/bin/…']);
  });

  it('stands without rows', () => {
    expect(table(['a', 'b'], [], 80)).toEqual(['a  b', '-  -']);
  });
});

describe('fields', () => {
  it('leaves out what has no value', () => {
    expect(
      fields(
        [
          ['host', 'web-1'],
          ['container', undefined],
          ['id', '7'],
        ],
        80,
      ),
    ).toEqual(['host  web-1', 'id    7']);
  });
});

describe('chain', () => {
  it('sets every link further in', () => {
    expect(chain(['init', 'bash', 'curl'], 80)).toEqual(['init', '└─ bash', '  └─ curl']);
  });
});

describe('printable', () => {
  it.each([
    ['an escape sequence', '\x1b[31mred', '�[31mred'],
    ['a carriage return', 'safe\rrm -rf', 'safe�rm -rf'],
    ['a right-to-left override', 'gpj.\u202eexe', 'gpj.�exe'],
    ['a line separator', 'a\u2028b', 'a�b'],
  ])('does not let %s reach the terminal', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('leaves other scripts as they are', () => {
    expect(printable('проба 試験 🐾')).toBe('проба 試験 🐾');
  });
});
