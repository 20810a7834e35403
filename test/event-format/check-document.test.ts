import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { checkDocument, isAgentReport, jsonPointer } from '../../src/event-format/check-document.js';
import { contractNames, contracts, type ContractName } from '../../src/event-format/contract.js';
import { parseLossless, type JsonObject } from '../../src/event-format/lossless-json.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { tokenize } from './canonical-json.js';

function check(text: string): ReturnType<typeof checkDocument> {
  return checkDocument(parseLossless(text) as JsonObject);
}

function acceptedBy(text: string): ContractName[] {
  const result = check(text);
  if (result.kind === 'refused') throw new Error(result.refusal.message);
  return contractNames(result.contracts);
}

function expectRefused(text: string, pointer: string, message: string): void {
  const refusal = { code: 'field.wrong_type', pointer, message: `${message}; correct it and send the document again` };
  expect(check(text)).toEqual({ kind: 'refused', refusal });
}

const CWS = ['cws-7.40', 'cws-7.44'];
const CSM = ['csm-7.55', 'csm-7.57'];
const ALL = [...CWS, ...CSM];

/** The envelope of every csm document, to be opened with `{` and closed with `}`. */
const ENVELOPE = '"agent":{"rule_id":"r"},"title":"t"';

describe('the contracts that accept a document', () => {
  it.each<[string, string[]]>([
    ['{}', CWS],
    ['{"evt":{"name":"exec"}}', CWS],
    [`{${ENVELOPE}}`, ALL],
    ['{"agent":{"rule_id":"r"}}', CWS],
    ['{"title":"t"}', CWS],
    ['{"agent":{},"title":"t","evt":{}}', CWS],
    [`{${ENVELOPE},"hostname":"h"}`, ALL],
    [`{${ENVELOPE},"hostname":{"any":["thing"]}}`, ALL],
    [`{${ENVELOPE},"evt":{"hostname":"h"}}`, []],
    [`{${ENVELOPE},"process":{"uid":0,"gid":0}}`, ALL],
    [`{${ENVELOPE},"process":{"uid":0}}`, []],
    [`{${ENVELOPE},"process":{}}`, []],
    [`{${ENVELOPE},"process":{"uid":0,"gid":0,"is_exec_child":true}}`, CSM],
    [`{${ENVELOPE},"process":{"uid":0,"gid":0,"ancestors":[{"uid":0,"gid":0},{"uid":0}]}}`, []],
    [`{${ENVELOPE},"cgroup":{"id":"c"}}`, ['csm-7.57']],
    [`{${ENVELOPE},"container":{"created_at":"2025-07-01T00:00:00Z"}}`, ['cws-7.44', ...CSM]],
    [`{${ENVELOPE},"dd":{}}`, ALL],
    [`{${ENVELOPE},"dd":{"span_id":1}}`, ['cws-7.40', 'cws-7.44', 'csm-7.55']],
    [`{${ENVELOPE},"dd":{"span_id":18446744073709551615}}`, ['cws-7.40', 'cws-7.44', 'csm-7.55']],
    [`{${ENVELOPE},"dd":{"span_id":"1"}}`, ['csm-7.57']],
    [`{${ENVELOPE},"dd":{"span_id":"1","trace_id":1}}`, []],
    [`{${ENVELOPE},"unknown":1}`, []],
    [`{${ENVELOPE},"__proto__":1}`, []],
    [`{${ENVELOPE},"evt":{"toString":1}}`, []],
    [`{${ENVELOPE},"evt":null}`, []],
    [`{${ENVELOPE},"date":"0001-01-01T00:00:00Z"}`, ALL],
    [`{${ENVELOPE},"date":"2025-07-01T00:00:00.123456789+02:00"}`, ALL],
    [`{${ENVELOPE},"date":"yesterday"}`, []],
    [`{${ENVELOPE},"date":""}`, []],
    [`{${ENVELOPE},"evt":{"variables":{"a":1,"b":[null,{"c":1.5}]}}}`, CSM],
    ['{"agent":{"rule_id":"r","rule_actions":[null,1,{"any":[]}]},"title":"t"}', ALL],
    ['{"agent":null,"title":null}', CWS],
  ])('%s: %j', (text, expected) => {
    expect(acceptedBy(text)).toEqual(expected);
  });

  it('count an integer as one however it is spelled', () => {
    for (const pid of ['0', '-0', '-1', '1.0', '10.00', '1e3', '1E+2', '1.5e1', '100e-2', '0.0', '0e-5']) {
      expect(acceptedBy(`{${ENVELOPE},"process":{"uid":0,"gid":0,"pid":${pid}}}`)).toEqual(ALL);
    }
  });
});

describe('a wrong type', () => {
  it.each([
    ['{"process":{"pid":"12"}}', '/process/pid', '/process/pid must be an integer, but is the string "12"'],
    ['{"process":{"pid":1.5}}', '/process/pid', '/process/pid must be an integer, but is the number 1.5'],
    ['{"process":{"pid":1e-1}}', '/process/pid', '/process/pid must be an integer, but is the number 1e-1'],
    ['{"process":{"pid":10.01e1}}', '/process/pid', '/process/pid must be an integer, but is the number 10.01e1'],
    ['{"process":{"pid":true}}', '/process/pid', '/process/pid must be an integer, but is true'],
    ['{"process":{"pid":[1]}}', '/process/pid', '/process/pid must be an integer, but is a list'],
    ['{"process":"bash"}', '/process', '/process must be an object, but is a string'],
    ['{"process":[]}', '/process', '/process must be an object, but is a list'],
    ['{"process":1.0}', '/process', '/process must be an object, but is a number'],
    ['{"evt":{"name":{}}}', '/evt/name', '/evt/name must be a string, but is an object'],
    ['{"evt":{"async":"true"}}', '/evt/async', '/evt/async must be true or false, but is the string "true"'],
    ['{"evt":[]}', '/evt', '/evt must be an object, but is a list'],
    ['{"date":1751358600}', '/date', '/date must be a string, but is a number'],
    ['{"title":18446744073709551615}', '/title', '/title must be a string, but is a number'],
    ['{"process":{"args":[1,2]}}', '/process/args/0', '/process/args/0 must be a string, but is a number'],
    ['{"process":{"args":["a",{}]}}', '/process/args/1', '/process/args/1 must be a string, but is an object'],
    ['{"process":{"args":"a b"}}', '/process/args', '/process/args must be a list, but is a string'],
    [
      '{"process":{"ancestors":[{},{},{},{"pid":"1"}]}}',
      '/process/ancestors/3/pid',
      '/process/ancestors/3/pid must be an integer, but is the string "1"',
    ],
    [
      '{"process":{"ancestors":[{},[]]}}',
      '/process/ancestors/1',
      '/process/ancestors/1 must be an object, but is a list',
    ],
    ['{"process":{"ancestors":{}}}', '/process/ancestors', '/process/ancestors must be a list, but is an object'],
    [
      '{"ptrace":{"tracee":{"parent":{"executable":{"inode":""}}}}}',
      '/ptrace/tracee/parent/executable/inode',
      '/ptrace/tracee/parent/executable/inode must be an integer, but is the string ""',
    ],
    ['{"dd":{"span_id":true}}', '/dd/span_id', '/dd/span_id must be an integer or a string, but is true'],
    ['{"dd":{"span_id":1.5}}', '/dd/span_id', '/dd/span_id must be an integer or a string, but is the number 1.5'],
    [
      '{"process":{"user_session":{"k8s_extra":{"a/b~c":"x"}}}}',
      '/process/user_session/k8s_extra/a~1b~0c',
      '/process/user_session/k8s_extra/a~1b~0c must be a list, but is a string',
    ],
    [
      '{"process":{"user_session":{"k8s_extra":{"__proto__":[1]}}}}',
      '/process/user_session/k8s_extra/__proto__/0',
      '/process/user_session/k8s_extra/__proto__/0 must be a string, but is a number',
    ],
    ['{"evt":{"variables":[]}}', '/evt/variables', '/evt/variables must be an object, but is a list'],
    [
      '{"mount":{"mountpoint.path":1}}',
      '/mount/mountpoint.path',
      '/mount/mountpoint.path must be a string, but is a number',
    ],
    ['{"agent":{"rule_id":7}}', '/agent/rule_id', '/agent/rule_id must be a string, but is a number'],
  ])('in %s is refused with its place and a sentence', (text, pointer, message) => {
    expectRefused(text, pointer, message);
  });

  it('is quoted short, however long the value', () => {
    const long = 'a'.repeat(100_000);

    expectRefused(
      `{"process":{"pid":"${long}"}}`,
      '/process/pid',
      `/process/pid must be an integer, but is the string "${long.slice(0, 40)}…"`,
    );
    expectRefused(
      `{"process":{"is_thread":${'1'.repeat(1000)}}}`,
      '/process/is_thread',
      `/process/is_thread must be true or false, but is the number ${'1'.repeat(40)}`,
    );
  });

  it('is not quoted where the value may be a command line, or who is logged in', () => {
    for (const [text, pointer] of [
      ['{"process":{"args":"--password=hunter2"}}', '/process/args'],
      ['{"process":{"envs":[{"a":"hunter2"}]}}', '/process/envs/0'],
      ['{"process":{"user_session":"hunter2"}}', '/process/user_session'],
    ] as const) {
      const result = check(text);

      expect(result.kind === 'refused' && result.refusal.pointer).toBe(pointer);
      expect(JSON.stringify(result)).not.toContain('hunter2');
    }
  });

  it('is quoted in text that the database can store, wherever it is cut', () => {
    const result = check(`{"process":{"pid":"${'a'.repeat(39)}😀"}}`);

    expect(result.kind === 'refused' && result.refusal.message.isWellFormed()).toBe(true);
  });

  it('is found in a moment, however long the number', () => {
    check(`{"process":{"pid":1${'0'.repeat(200_000)}1}}`);
    check(`{"process":{"pid":0.${'0'.repeat(200_000)}1}}`);
    check(`{"process":{"pid":1e${'9'.repeat(100_000)}}}`);
  });
});

describe('null', () => {
  it.each([
    '{"evt":null}',
    '{"date":null}',
    '{"process":null}',
    '{"process":{"pid":null,"args":null,"executable":null,"ancestors":null}}',
    '{"process":{"parent":{"credentials":{"cap_effective":null}}}}',
    '{"dns":{"response":null}}',
    '{"evt":{"variables":{"a":null}}}',
  ])('passes as an absence spelled out: %s', (text) => {
    expect(acceptedBy(text)).toBeDefined();
  });

  it.each(['{"process":{"args":["a",null]}}', '{"process":{"ancestors":[null]}}'])(
    'is no element of a list: %s',
    (text) => {
      expect(check(text)).toMatchObject({ kind: 'refused', refusal: { code: 'field.wrong_type' } });
    },
  );
});

describe('an agent report', () => {
  const body = '"process":{"pid":"free","args":[1],"ancestors":[7]},"file":"f","date":1,"container":{"created_at":1}';

  it.each([
    [`{"agent":{"rule_id":"heartbeat"},${body}}`],
    [`{"agent":{"rule_id":"heartbeat"},"evt":null,${body}}`],
    [`{"agent":{"rule_id":"heartbeat","version":7},"title":{},${body}}`],
  ])('may fill known fields as it likes: %s', (text) => {
    expect(acceptedBy(text)).toEqual([]);
  });

  it.each([
    [`{"agent":{"rule_id":"heartbeat"},"evt":{},${body}}`, 'it carries an evt'],
    [`{"agent":{"rule_id":"heartbeat"},"evt":"exec",${body}}`, 'its evt is no object'],
    [`{"agent":{},${body}}`, 'it has no rule id'],
    [`{"agent":{"rule_id":7},${body}}`, 'its rule id is no text'],
    [`{"agent":["rule_id"],${body}}`, 'its agent is no object'],
    [`{"agent":null,${body}}`, 'its agent is null'],
    [`{"title":"t",${body}}`, 'nobody signs it'],
  ])('may not: %s, because %s', (text) => {
    expect(check(text)).toMatchObject({ kind: 'refused', refusal: { code: 'field.wrong_type' } });
  });

  it.each<[string, boolean]>([
    ['{}', true],
    ['{"evt":null}', true],
    ['{"evt":{}}', false],
    ['{"evt":{"name":"exec"}}', false],
  ])('is told by the absence of evt: %s is one: %p', (text, isReport) => {
    expect(isAgentReport(parseLossless(text) as JsonObject)).toBe(isReport);
  });
});

describe('a JSON Pointer', () => {
  it.each<[(string | number)[], string]>([
    [[], ''],
    [['process', 'ancestors', 3, 'pid'], '/process/ancestors/3/pid'],
    [['a/b', 'c~d', '~1', ''], '/a~1b/c~0d/~01/'],
  ])('to %j is %s', (path, pointer) => {
    expect(jsonPointer(path)).toBe(pointer);
  });
});

describe('for any document of any contract', () => {
  const oracles = new Map(contracts.map(({ name }) => [name, compileContract(name)]));

  it.each(contracts)('$name: it is taken, and by those contracts that ajv says', ({ name }) => {
    fc.assert(
      fc.property(contractDocument(name), (text) => {
        expect(acceptedBy(text)).toEqual(ALL.filter((other) => oracles.get(other as ContractName)?.(text)));
      }),
      { numRuns: 400 },
    );
  });

  it.each(contracts)('$name: it is accepted by its own contract when it does not stray', ({ name }) => {
    fc.assert(
      fc.property(contractDocument(name, { strays: false }), (text) => {
        fc.pre(name.startsWith('cws') || /"agent":.*"title":|"title":.*"agent":/s.test(text));

        expect(acceptedBy(text)).toContain(name);
      }),
      { numRuns: 200 },
    );
  });

  it.each(contracts)('$name: its keys are counted', ({ name }) => {
    fc.assert(
      fc.property(contractDocument(name), (text) => {
        const colons = tokenize(text).filter((token) => token.text === ':').length;

        expect(check(text)).toMatchObject({ keys: colons });
      }),
      { numRuns: 200 },
    );
  });
});

/** What a contract says of a text, read by the library, with what belongs to the envelope set aside. */
function compileContract(name: ContractName): (text: string) => boolean {
  const schema = JSON.parse(
    readFileSync(new URL(`../../schema/contracts/${name}.json`, import.meta.url), 'utf8'),
  ) as object;
  const ajv = new Ajv2020();
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const validate: ValidateFunction = ajv.compile(schema);
  return (text) => {
    const document = JSON.parse(text) as Record<string, unknown>;
    delete document['hostname'];
    if (name.startsWith('cws')) {
      delete document['agent'];
      delete document['title'];
    }
    return validate(document);
  };
}
