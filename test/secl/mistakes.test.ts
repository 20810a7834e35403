import { describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors.js';
import { compileSecl } from '../../src/secl/compile-secl.js';

/** What the author of an expression is told. */
function complaint(text: string): string {
  try {
    compileSecl(text);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return (error as AppError).message;
  }
  throw new Error(`No mistake was found in ${text}`);
}

/** Joins lines: the sentence, the line of the expression, the carets. */
function lines(...parts: readonly string[]): string {
  return parts.join('\n');
}

describe('mistakes', () => {
  it('are shown in their line, with carets below', () => {
    expect(complaint('exec.file.name == "curl" &&\n  proces.uid == 0')).toBe(
      lines(
        '`where` has a mistake at line 2, column 3: there is no field proces.uid; did you mean process.uid?',
        '  proces.uid == 0',
        '  ^^^^^^',
      ),
    );
  });

  it('are shown in the middle of a long line', () => {
    const text = `${'process.pid == 1 || '.repeat(20)}process.pit == 2 || ${'process.pid == 3 || '.repeat(20)}true`;
    const [sentence, excerpt = '', carets = ''] = complaint(text).split('\n');

    expect(sentence).toContain('line 1, column 409');
    expect(excerpt).toMatch(/^… .* …$/);
    expect(excerpt.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('pit');
  });

  it('count characters, and line up below tabs', () => {
    expect(complaint('\t"é𝄞" == process.pit')).toBe(
      lines(
        '`where` has a mistake at line 1, column 18: there is no field process.pit; did you mean process.pid?',
        '\t"é𝄞" == process.pit',
        '\t                ^^^',
      ),
    );
  });

  it('carry the position for machines', () => {
    try {
      compileSecl('process.pid ==');
    } catch (error) {
      expect((error as AppError).details).toEqual({ argument: 'where', line: 1, column: 15 });
    }
    expect.assertions(1);
  });

  it.each([
    ['', 'the expression is empty; leave the argument out to search everything'],
    ['exec.file.name ==', 'the end of the expression stands where a field, a constant or a value was expected'],
    ['exec.file.name == "cur', 'this string has no closing quote'],
    ['exec.file.name in ["a", "b"', 'this [ has no closing ]'],
    [
      'exec.file.name in "a"',
      'this string stands where a list [ ... ], a network or a field that is a list was expected',
    ],
    ['(exec.file.name == "a"', 'this ( has no closing )'],
    ['exec.file.name == "a")', 'the expression could end here; ) does not continue it'],
    ['exec.file.name not "a"', 'after a value, not is the beginning of not in'],
    ['exec.file.name = "a"', 'a single = means nothing; write == to compare'],
    ["exec.file.name == 'a'", 'strings stand in double quotes'],
    ['exec.file.name == "a" ; true', 'the character ";" means nothing here'],
    ['exec.pid == 08', '"08" is neither a number (10, 0755, 0x1ff) nor a duration (500ms, 5s, 10m, 2h, 1d, 1h30m)'],
    ['exec.pid == 99999999999999999999', 'this number is greater than any that an event can hold (64 bits)'],
    ['bind.addr.ip == 10.0.0.256', '"10.0.0.256" is no IP address'],
    ['bind.addr.ip in 10.0.0.0/33', '"10.0.0.0/33" is no network: /33 is longer than the address'],
    [
      'bind.addr.ip == "example.com"',
      'bind.addr.ip is compared with an IP address or a network, without quotes, not with a string "example.com"',
    ],
    ['exec.pid == "1"', 'exec.pid is compared with a number, not with a string "1"'],
    [
      'exec.file.name == 1',
      'exec.file.name is compared with a string, a pattern or a regular expression, not with a number',
    ],
    ['exec.file.name < "b"', 'exec.file.name has no order: compare it with ==, != or in'],
    ['process.is_kworker == 1', 'process.is_kworker is compared with true or false, not with a number'],
    [
      'process.created_at == 5s',
      'the age of process.created_at is compared with <, <=, > or >=, since it never fits exactly',
    ],
    [
      'exec.file.name',
      'exec.file.name is neither true nor false by itself; compare it with a string, a pattern or a regular expression',
    ],
    [
      '!exec.file.name == "a"',
      'exec.file.name is neither true nor false by itself; compare it with a string, a pattern or a regular expression',
    ],
    ['5 && true', 'a number is neither true nor false by itself; a condition compares a field with it'],
    ['exec.file.name =~ exec.comm', '=~ and !~ compare with a pattern or a regular expression, not with exec.comm'],
    ['"a" == ~"a*"', 'neither side is a field, so there is nothing to search for'],
    [
      'exec.file',
      'exec.file is an object; go on with one of its fields: package.name, package.version, rights, extension, path, name, path_resolution_error, inode, mode, in_upper_layer, mount_id, filesystem, ...',
    ],
    [
      'process.ancestors == 1',
      'process.ancestors is compared with nothing: it is a list of objects with uid, user, gid, group, euid, euser, ..., not with a number',
    ],
    ['process.file.path[A] == "x"', 'path is no list of objects, so no [A] can stand after it'],
    ['process..pid == 1', 'in process..pid a word is missing before or after a dot'],
    [
      'open.file.path =~ "/etc/**.conf"',
      'in the pattern of a path, ** is a whole segment, as in /etc/**; in "**.conf" write one *',
    ],
    ['exec.comm == r"(a"', 'this regular expression does not work: a parenthesis is not closed'],
    ['exec.comm == r"a(?=b)"', 'this regular expression does not work: agents know no lookahead and no lookbehind'],
    [
      'exec.comm == r"\\p{Greek}"',
      'this regular expression does not work: classes of Unicode (\\p) are not supported; list the characters',
    ],
    ['exec.comm == r"*a"', 'this regular expression does not work: there is nothing that * could repeat'],
    [
      'exec.args_flags == r"a"',
      'exec.args_flags is made of the arguments by rules of the agent, and takes strings and patterns; search the arguments themselves with a regular expression (argv, args)',
    ],
    [
      'open.flags | O_CREAT > 0',
      'of the bits of a field only & with flags can be searched, as in open.flags & FLAG > 0',
    ],
    ['exec.comm & 1 > 0', 'exec.comm has no bits: it is compared with a string, a pattern or a regular expression'],
    ['open.flags > 5', 'events hold open.flags as names; ask for single flags, as in open.flags & FLAG > 0'],
    ['process.pid + 1 == 2', '+ works on numbers that the expression itself holds, and process.pid is none'],
    [
      'process.file.path == network.source.ip',
      'process.file.path and network.source.ip cannot be compared with one another',
    ],
    [
      'process.ancestors.pid == process.pid',
      'process.ancestors.pid and process.pid do not stand in the same place, so they cannot be compared',
    ],
    [
      'open.file.path == "a" || unlink.file.path == "a"',
      'unlink.file.path is a field of unlink events, but open.file.path one of open events; an event is only one of them, so search for each by itself',
    ],
    ['${process.pid} == 1', '${process.pid} is a variable: agents set it while they run, and a search has none'],
    [
      'open.file.path == "/proc/${process.pid}/maps"',
      'the string has a variable in it: agents fill it in while they run, and a search has none',
    ],
    [
      'exec.file.path in SHELLS',
      'there is no constant SHELLS; if it is a macro of a policy, write what it stands for in its place',
    ],
    [
      'open.flags & O_CREATE > 0',
      'there is no constant O_CREATE; did you mean O_CREAT? If it is a macro of a policy, write what it stands for in its place',
    ],
    [
      'container.tags == "a"',
      'container.tags is a field of agents that stored events do not hold, so it cannot be searched',
    ],
    [
      'prctl.new_name == "a"',
      'prctl.new_name is a field of agents that stored events do not hold, so it cannot be searched',
    ],
    [
      'exec.file.metadata.type == 1',
      'exec.file.metadata.type is a field of agents that stored events do not hold, so it cannot be searched',
    ],
    ['exec.file.nam == "a"', 'there is no field exec.file.nam; did you mean exec.file.name?'],
    ['exec.file_name == "a"', 'there is no field exec.file_name'],
    ['valueOf', 'there is no field valueOf'],
    ['process.constructor', 'there is no field process.constructor'],
    ['opne.file.path == "a"', 'there is no field opne.file.path; did you mean open.file.path?'],
    [
      'process.anestors.file.path == "a"',
      'there is no field process.anestors.file.path; did you mean process.ancestors.file.path?',
    ],
    ['process.file.path.name == "a"', 'there is no field process.file.path.name'],
    ['evt.nam == "a"', 'there is no field evt.nam; did you mean evt.name?'],
    ['setuid.eud == 0', 'there is no field setuid.eud; did you mean setuid.euid?'],
    ['event.timestmp > 0', 'there is no field event.timestmp; did you mean event.timestamp?'],
    [
      'evt.matched_rules == "a"',
      'evt.matched_rules is compared with nothing: it is a list of objects with id, version, tags, policy_name, policy_version, ..., not with a string "a"',
    ],
  ])('of %s are explained', (text, sentence) => {
    const [first = ''] = complaint(text).split('\n');
    expect(first.replace(/^`where` has a mistake at line \d+, column \d+: /, '')).toBe(sentence);
  });
});
