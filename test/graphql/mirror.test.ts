import { beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, graphql } from 'graphql';
import { Field } from 'type-graphql';
import { ExactNumber } from '../../src/event-format/exact-number.js';
import { Mirror, MirrorField, mirrorTypes } from '../../src/graphql/mirror.js';
import { buildMirrorSchema } from './mirror-schema.js';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildMirrorSchema();
});

function mirrorField(path: string) {
  const [typeName, fieldName] = path.split('.');
  const type = mirrorTypes().find(({ name }) => name === typeName);
  const field = type?.fields.find(({ name }) => name === fieldName);
  if (!field) throw new Error(`The mirror has no ${path}`);
  return field;
}

async function ask(document: object, query: string): Promise<unknown> {
  const result = await graphql({ schema, source: `{ securityEvent { ${query} } }`, contextValue: document });
  expect(result.errors).toBeUndefined();
  return JSON.parse(JSON.stringify(result.data?.securityEvent));
}

describe('a mirror declaration', () => {
  it.each([
    ['FileEvent.group_id', /Documented for agents 7\.40 to 7\.44 only\.$/],
    ['MountEvent.group_id', /Documented for agent 7\.44 only\.$/],
    ['File.hashes', /Documented since agent 7\.55\.$/],
    ['ProcessCredentials.auid', /Documented since agent 7\.57\.$/],
    ['Process.args', /Sensitive: shown only with the scope `events:read-sensitive`\.$/],
  ])('ends the description of %s with what the contracts say', (path, ending) => {
    expect(mirrorField(path).description).toMatch(ending);
  });

  it('says nothing about agents where every contract has the field', () => {
    expect(mirrorField('Process.pid').description).not.toMatch(/Documented/);
  });

  it('names the agent that dropped a deprecated field', () => {
    expect(mirrorField('FileEvent.group_id').deprecationReason).toBe('Agents from 7.55 on no longer send it.');
  });

  it('marks the sensitive fields, also where they are inherited', () => {
    const sensitive = mirrorTypes().flatMap((type) =>
      type.fields.filter((field) => field.sensitive).map((field) => `${type.name}.${field.name}`),
    );

    expect(sensitive.sort()).toEqual([
      'AWSIMDSEvent.security_credentials',
      'Process.args',
      'Process.aws_security_credentials',
      'Process.envs',
      'Process.user_session',
      'ProcessContext.args',
      'ProcessContext.aws_security_credentials',
      'ProcessContext.envs',
      'ProcessContext.user_session',
    ]);
  });

  it('lists inherited fields under the definition that declares them', () => {
    expect(mirrorField('ProcessContext.pid').declaredBy).toBe('Process');
    expect(mirrorField('ProcessContext.parent').declaredBy).toBe('ProcessContext');
  });

  it('refuses a definition that no contract has', () => {
    class Unknown {}

    expect(() => Mirror('Unknown', 'Nothing.')(Unknown)).toThrow('No contract defines Unknown');
  });

  it('refuses a field that no contract has', () => {
    class MatchedRule {}
    MirrorField(() => String, 'Nothing.')(MatchedRule.prototype, 'colour');

    expect(() => Mirror('MatchedRule', 'A rule.')(MatchedRule)).toThrow('No contract has MatchedRule.colour');
  });

  it('refuses to inherit a field that the definition does not have', () => {
    const file = mirrorTypes().find(({ name }) => name === 'File');
    class Syscall extends (file?.target as new () => object) {}

    expect(() => Mirror('Syscall', 'A call.')(Syscall)).toThrow('No contract has Syscall.path');
  });

  it('leaves plain fields, which are ours, out of the mirror', () => {
    class CGroupContext {}
    MirrorField(() => String, 'Path.')(CGroupContext.prototype, 'id');
    Field(() => String)(CGroupContext.prototype, 'ours');
    Mirror('CGroupContext', 'A group.')(CGroupContext);

    const type = mirrorTypes().find(({ target }) => target === CGroupContext);

    expect(type?.fields.map(({ name }) => name)).toEqual(['id']);
  });
});

describe('a query of the mirror', () => {
  it('reads keys with a dot', async () => {
    const mount = { mount_id: 29, 'mountpoint.path': '/mnt', 'source.path_error': 'gone' };

    const answer = await ask({ mount }, 'mount { mount_id mountpoint_path source_path source_path_error }');

    expect(answer).toEqual({
      mount: { mount_id: 29, mountpoint_path: '/mnt', source_path: null, source_path_error: 'gone' },
    });
  });

  it.each([
    [
      { span_id: '204', trace_id: 'ab12' },
      { span_id: '204', trace_id: 'ab12' },
    ],
    [
      { span_id: 204, trace_id: 0 },
      { span_id: '204', trace_id: '0' },
    ],
    [{ span_id: new ExactNumber('18446744073709551615') }, { span_id: '18446744073709551615', trace_id: null }],
    [{}, { span_id: null, trace_id: null }],
  ])('shows the trace ids %j of any agent as text', async (dd, shown) => {
    expect(await ask({ dd }, 'dd { span_id trace_id }')).toEqual({ dd: shown });
  });

  it('shows null in a list of anything', async () => {
    const agent = { rule_actions: [null, { kill: { signal: 'SIGKILL' } }, 1] };

    expect(await ask({ agent }, 'agent { rule_actions }')).toEqual({ agent });
  });

  it('repeats a document: inherited fields, lists, exact numbers, unset ids', async () => {
    const document = {
      date: '2025-07-01T08:30:00.123456789+02:00',
      file: { inode: new ExactNumber('18446744073709551615'), uid: -1, flags: [], destination: { inode: 7 } },
      process: {
        pid: 4294967295,
        credentials: { auid: 4294967295, destination: { euid: 0 } },
        ancestors: [{ pid: 1, args: ['--system'] }, { pid: 1 }],
      },
      syscall: { open: { dirfd: -100 } },
    };

    const answer = await ask(
      document,
      `date file { inode uid flags destination { inode } }
       process { pid credentials { auid destination } ancestors { pid args } parent { pid } } syscall { open { dirfd } }`,
    );

    expect(answer).toEqual({
      ...document,
      file: { inode: '18446744073709551615', uid: -1, flags: [], destination: { inode: '7' } },
      process: {
        ...document.process,
        ancestors: [
          { pid: 1, args: ['--system'] },
          { pid: 1, args: null },
        ],
        parent: null,
      },
    });
  });
});
