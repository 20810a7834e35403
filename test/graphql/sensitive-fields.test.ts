import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObjectType, type GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import { DIMENSIONS } from '../../src/analytics/dimensions.js';
import * as pivots from '../../src/analytics/pivots.js';
import { definitionOf } from '../../src/event-format/merged-format.js';
import { contracts } from '../../src/event-format/contract.js';
import { mirrorTypes } from '../../src/graphql/mirror.js';
import { buildGraphQLSchema } from '../../src/graphql/schema.js';
import { compileSecl } from '../../src/secl/compile-secl.js';
import { computedOf } from '../../src/secl/fields/computed.js';
import { startTestServer, type GraphQLAnswer, type TestServer } from '../http/test-server.js';
import { mirrorSelection } from '../round-trip/mirror-query.js';
import { wholeDocument } from '../round-trip/whole-document.js';
import { conditionsAt, filterAt, sensitivePaths } from './sensitive-filters.js';

const SECRET = 'S3CRET';

/** What is sensitive, said once more: by its key in the JSON. */
const KEYS = ['args', 'aws_security_credentials', 'envs', 'security_credentials', 'user_session'];

/** Keys under which JSON has no fixed shape. */
const OPEN = ['destination', 'rule_actions', 'variables'];

/** Events of every contract with every field, and reports; whatever is sensitive holds the secret, and nothing else does. */
const events: readonly unknown[] = contracts.flatMap(({ name }) => {
  const hidden = KEYS.map((key) => [key, JSON.stringify({ deep: [SECRET] })] as const);
  const event = JSON.parse(wholeDocument(name, { unknown: hidden })) as Record<string, unknown>;
  const odd = JSON.stringify({ args: [SECRET], deep: [{ envs: { a: SECRET }, user_session: SECRET }] });
  const reports = [
    { string: odd, date: odd, integer: odd, boolean: odd, any: odd },
    { object: odd },
    { list: `[${odd}]` },
  ].map((texts) => {
    const { evt: _evt, ...rest } = JSON.parse(wholeDocument(name, texts)) as Record<string, unknown>;
    return { ...rest, agent: { rule_id: 'heartbeat', rule_actions: [JSON.parse(odd)] } };
  });
  return [withSecrets(event), ...reports];
});

function withSecrets(value: unknown, key = '', isSensitive = false): unknown {
  const isHidden = isSensitive || KEYS.includes(key);
  if (typeof value === 'string') return isHidden ? SECRET : key === 'ip' ? '10.0.0.1' : value;
  if (Array.isArray(value)) return value.map((item) => withSecrets(item, key, isHidden));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([inner, item]) => [inner, withSecrets(item, inner, isHidden)] as const);
  return { ...Object.fromEntries(members), ...(OPEN.includes(key) && { args: [SECRET] }) };
}

let server: TestServer;
let schema: GraphQLSchema;
/** Secret of a token that may read, but nothing sensitive. */
let reader: string;
let analyst: string;

beforeAll(async () => {
  [server, schema] = await Promise.all([startTestServer({ maxQueryCost: 2 ** 40 }), buildGraphQLSchema()]);
  const { report } = await server.post(events.map((event) => JSON.stringify(event)).join('\n'), {
    query: '?host=web-1',
  });
  expect(report).toMatchObject({ stored: events.length, deadLetters: [] });
  reader = await server.createToken({ name: 'reader', scopes: ['events:read'] });
  analyst = await server.createToken({ name: 'analyst', scopes: ['events:read', 'events:read-sensitive'] });
});

afterAll(() => server.close());

/** Every sensitive field of the mirror, as `Type.field`. */
function sensitiveFields(): string[] {
  return mirrorTypes().flatMap((type) =>
    type.fields.filter(({ sensitive }) => sensitive).map(({ name }) => `${type.name}.${name}`),
  );
}

/** The mirror's fields of no fixed shape, which hold the secret inside. */
const OPEN_FIELDS = [
  'AgentContext.rule_actions',
  'ContainerContext.variables',
  'EventContext.variables',
  'ProcessContext.variables',
  'ProcessCredentials.destination',
];

/** Everything that can be shown of events, in every way that leads to it. */
function everything(): string {
  const { selection, fragments } = mirrorSelection(schema, 'fragments');
  return `query Everything {
    securityEvents(first: 500) {
      nodes { id document ${selection} process { instance { process { ...AllProcess } } } }
    }
    processInstances(first: 500) {
      nodes { process { ...AllProcess } parent { process { ...AllProcess } } snapshots { nodes { ...AllProcess } } }
    }
    hosts { nodes { events(first: 500) { nodes { document process { args } } } } }
  } ${fragments}`;
}

/** The fields that entries of the audit log name for an action, the newest entry first. */
async function sensitiveReadsOf(name: string): Promise<Readonly<Record<string, unknown>>[]> {
  const found = await server.services.auditEntries.page({
    actions: ['SENSITIVE_READ'],
    principalName: name,
    direction: 'desc',
    limit: 100,
  });
  return found.map(({ details }) => details);
}

describe('a sensitive field', () => {
  it('is one of these', () => {
    const keys = mirrorTypes().flatMap(({ fields }) =>
      fields.filter(({ sensitive }) => sensitive).map(({ key }) => key),
    );

    expect([...new Set(keys)].sort()).toEqual(KEYS);
    expect(sensitiveFields()).toContain('Process.args');
  });

  it('is null and named as withheld, however it is come by', async () => {
    const answer = await server.graphql(everything(), {}, { token: reader });

    expect(answer.errors).toBeUndefined();
    expect(answer.text).not.toContain(SECRET);
    expect(answer.extensions?.['withheld']).toEqual(
      [...sensitiveFields(), ...OPEN_FIELDS, 'SecurityEvent.document'].sort(),
    );
    expect(await sensitiveReadsOf('reader')).toEqual([]);
  });

  it('is shown to whom it may be, and that is written down by its name alone', async () => {
    const answer = await server.graphql(everything(), {}, { token: analyst });

    expect(answer.errors).toBeUndefined();
    expect(answer.text.split(SECRET).length).toBeGreaterThan(1_000);
    expect(answer.extensions?.['withheld']).toBeUndefined();
    expect(await sensitiveReadsOf('analyst')).toEqual([
      { operationName: 'Everything', fields: [...sensitiveFields(), ...OPEN_FIELDS, 'SecurityEvent.document'].sort() },
    ]);
  });

  it('is withheld under another name and by every kind of fragment', async () => {
    const query = `{ securityEvents(first: 50) { nodes { process { ...P ... on ProcessContext { a: args b: envs }
      parent { ... @include(if: true) { c: args } } } } } } fragment P on ProcessContext { d: user_session { id } }`;

    const answer = await server.graphql(query, {}, { token: reader });

    expect(answer.text).not.toContain(SECRET);
    expect(answer.extensions).toMatchObject({
      withheld: ['Process.args', 'ProcessContext.args', 'ProcessContext.envs', 'ProcessContext.user_session'],
    });
  });

  it('says nothing of itself where it was not asked for', async () => {
    const query = 'query Plain { securityEvents(first: 50) { nodes { id title process { pid argv0 } } } }';

    const [read, other] = [
      await server.graphql(query, {}, { token: reader }),
      await server.graphql(query, {}, { token: analyst }),
    ];

    expect(read.data).toEqual(other.data);
    expect([read, other].map(({ extensions }) => extensions?.['withheld'])).toEqual([undefined, undefined]);
    expect((await sensitiveReadsOf('analyst')).filter(({ operationName }) => operationName === 'Plain')).toEqual([]);
  });

  it('is null in GET /v1/events/:id, which names it in a header', async () => {
    const { data } = await server.graphql<{ securityEvents: { nodes: { id: string }[] } }>(
      '{ securityEvents(first: 500) { nodes { id } } }',
    );
    const ids = data.securityEvents.nodes.map(({ id }) => id);
    const before = (await sensitiveReadsOf('analyst')).length;

    for (const id of ids) {
      const withheld = await server.get(`/v1/events/${id}`, { token: reader });
      const shown = await server.get(`/v1/events/${id}`, { token: analyst });
      const [short, whole] = [await withheld.text(), await shown.text()];
      const names = withheld.headers.get('spoor-withheld')?.split(', ') ?? [];
      expect(short).not.toContain(SECRET);
      expect(names.length).toBeGreaterThan(0);
      expect(KEYS).toEqual(expect.arrayContaining(names));
      expect(JSON.parse(short)).toEqual(withoutSensitive(JSON.parse(whole)));
      expect(shown.headers.get('spoor-withheld')).toBeNull();
      expect((await sensitiveReadsOf('analyst'))[0]).toEqual({ event: id, fields: names });
    }
    expect((await sensitiveReadsOf('analyst')).length).toBe(before + ids.length);
  });

  it('is not shown where its reading cannot be written down', async () => {
    const rename = (from: string, to: string): Promise<unknown> =>
      server.services.database.query({ text: `alter table ${from} rename to ${to}`, values: [] });
    await rename('audit_entry', 'audit_gone');

    const { text } = await server.graphql('{ securityEvents { nodes { process { args } } } }', {}, { token: analyst });
    await rename('audit_gone', 'audit_entry');

    expect(text).not.toContain(SECRET);
  });
});

function withoutSensitive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSensitive);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, KEYS.includes(key) ? null : withoutSensitive(item)]),
  );
}

const COUNT =
  'query Count($filter: SecurityEventFilter, $where: String) { eventCount(filter: $filter, where: $where) { value } }';
const codeOf = ({ errors }: GraphQLAnswer<unknown>): string => errors?.[0]?.extensions.code ?? 'answered';

/** Asks some at a time. */
async function askAll<T>(items: readonly T[], ask: (item: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += 10) await Promise.all(items.slice(i, i + 10).map(ask));
}

interface Condition {
  readonly filter?: object;
  readonly where?: string;
}

/** Each of them is refused to the reader, and is a condition that the analyst may make. */
async function expectRefused(...conditions: readonly Condition[]): Promise<void> {
  await askAll(conditions, async (condition) => {
    const answer = await server.graphql<unknown>(COUNT, condition, { token: reader });
    expect({ ...condition, code: codeOf(answer) }).toEqual({ ...condition, code: 'FORBIDDEN' });
    expect(answer.data).toBeNull();
    expect(answer.errors?.[0]?.message).toMatch(
      /^A condition on `\w+` needs the scope events:read-sensitive, and "reader" has/,
    );
  });
  for (let i = 0; i < conditions.length; i += 20) {
    const some = conditions.slice(i, i + 20);
    // Reads what the conditions mean, and no event.
    const asked = some.map(
      (_condition, n) => `a${n}: securityEvents(filter: $f${n}, where: $w${n}, first: 0) { nodes { id } }`,
    );
    const declared = some.map((_condition, n) => `$f${n}: SecurityEventFilter, $w${n}: String`);
    const variables: Record<string, unknown> = Object.fromEntries<unknown>(
      some.flatMap(({ filter, where }, n) => [
        [`f${n}`, filter],
        [`w${n}`, where],
      ]),
    );
    const query = `query Valid(${declared.join(', ')}) { ${asked.join(' ')} }`;
    const { errors } = await server.graphql(query, variables, { token: analyst });
    expect(errors).toBeUndefined();
  }
}

describe('a filter', () => {
  it('by any operator on a sensitive field of the process is refused', async () => {
    // The operators of `envs` are those of `args`.
    const names = ['args', 'user_session', 'aws_security_credentials'];
    const paths = sensitivePaths().filter(
      ([first, second, ...rest]) => first?.name === 'process' && !rest.length && names.includes(second?.name ?? ''),
    );
    const filters = paths.flatMap((path) => conditionsAt(schema, path).map((condition) => filterAt(path, condition)));

    expect(filters.length).toBeGreaterThan(100);
    await expectRefused(...filters.map((filter) => ({ filter })));
  });

  it('on a sensitive field wherever it stands is refused', async () => {
    const filters = sensitivePaths().map((path) => filterAt(path, { exists: false }));

    expect(filters).toContainEqual({ ptrace: { tracee: { ancestors: { some: { args: { exists: false } } } } } });
    expect(filters).toContainEqual({ signal: { target: { parent: { envs: { exists: false } } } } });
    expect(filters).toContainEqual({ imds: { aws: { security_credentials: { exists: false } } } });
    await expectRefused(...filters.map((filter) => ({ filter })));
  });

  const condition = { process: { args: { some: { eq: SECRET } } } };
  it.each<[string, object]>([
    ['and', { and: [{ title: { eq: 'x' } }, condition] }],
    ['or', { or: [{ title: { eq: 'x' } }, condition] }],
    ['not', { not: condition }],
    ['not of not', { not: { not: condition } }],
    ['an or in the process', { process: { or: [{ pid: { eq: 1 } }, { args: { isEmpty: true } }] } }],
    ['every ancestor', { process: { ancestors: { every: { envs: { exists: true } } } } }],
    ['no ancestor', { process: { ancestors: { none: { args: { some: { startsWith: 'S' } } } } } }],
    ['an object with no condition', { process: { user_session: {} } }],
    ['null', { process: { args: { some: { eq: null } } } }],
    ['a time that nothing has', { time: { lt: '1971-01-01T00:00:00Z' }, process: { args: { exists: true } } }],
  ])('on one in %s is refused', async (_where, filter) => {
    await expectRefused({ filter });
  });

  it.each<[string, object]>([
    ['rule actions', { agent: { rule_actions: { some: { containsJson: { args: [SECRET] } } } } }],
    ['rule actions, deep', { agent: { rule_actions: { none: { containsJson: { a: [{ user_session: null }] } } } } }],
    ['variables', { evt: { variables: { containsJson: { envs: {} } } } }],
    ['variables of a process', { process: { variables: { containsJson: [{ args: 1 }] } } }],
    ['variables of a container', { not: { container: { variables: { containsJson: { args: SECRET } } } } }],
    ['credentials', { process: { credentials: { destination: { containsJson: { args: [] } } } } }],
  ])('on one inside JSON of no fixed shape (%s) is refused', async (_where, filter) => {
    await expectRefused({ filter });
  });

  it('that only looks like one is not', async () => {
    const filters = [
      { process: { argv0: { eq: 'args' }, args_truncated: { eq: true }, envs_truncated: { exists: true } } },
      { title: { contains: 'user_session' } },
      { evt: { variables: { containsJson: { a: 'args', b: ['envs'] } } } },
      { process: { args: null } },
    ];

    for (const filter of filters) {
      expect(codeOf(await server.graphql(COUNT, { filter }, { token: reader }))).toBe('answered');
    }
  });
});

describe('SECL', () => {
  /** Names of the fields that a process has in rules. */
  const named = [
    ...Object.keys(computedOf('ProcessContext')),
    ...definitionOf('ProcessContext').fields.keys(),
    ...[...definitionOf('UserSessionContext').fields.keys()].map((key) => `user_session.${key}`),
    ...[...definitionOf('AWSSecurityCredentials').fields.keys()].map((key) => `aws_security_credentials.${key}`),
  ];
  const words = [...new Set(named)].flatMap((word) => [word, `${word}.length`]);

  /** Comparisons one of which fits any field. */
  const comparisons = [' == "x"', ' == 7', ' > 1s', '', ' =~ "x*"', ' not in ["x"]', ' in [ETH_P_IP]'];

  const compiled = (expression: string): string | undefined => {
    try {
      const filter = compileSecl(expression);
      return JSON.stringify(filter, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    } catch {
      return undefined;
    }
  };

  /** The fields below a place that rules can ask for, each by one expression. */
  const expressionsAt = (place: string): [word: string, expression: string][] =>
    words.flatMap((word): [string, string][] => {
      const expressions = comparisons.map((comparison) => `${place}.${word}${comparison}`);
      const works = expressions.find((expression) => compiled(expression) !== undefined);
      return works === undefined ? [] : [[word, works]];
    });

  const isSensitive = (expression: string): boolean => KEYS.some((key) => compiled(expression)?.includes(`"${key}"`));

  it('has these fields that are sensitive', () => {
    const found = expressionsAt('process').filter(([, expression]) => isSensitive(expression));

    expect(found.map(([word]) => word).sort()).toEqual([
      ...['args', 'args.length', 'args_flags', 'args_options', 'argv', 'argv.length'],
      ...['aws_security_credentials.access_key_id', 'aws_security_credentials.access_key_id.length'],
      ...['aws_security_credentials.code', 'aws_security_credentials.code.length'],
      ...['aws_security_credentials.expiration', 'aws_security_credentials.expiration.length'],
      ...['aws_security_credentials.last_updated', 'aws_security_credentials.last_updated.length'],
      ...['aws_security_credentials.length'],
      ...['aws_security_credentials.type', 'aws_security_credentials.type.length'],
      ...['envp', 'envp.length', 'envs', 'envs.length'],
      ...['user_session.id', 'user_session.id.length'],
      ...['user_session.k8s_groups', 'user_session.k8s_groups.length'],
      ...['user_session.k8s_uid', 'user_session.k8s_uid.length'],
      ...['user_session.k8s_username', 'user_session.k8s_username.length'],
      ...['user_session.session_type', 'user_session.session_type.length'],
    ]);
  });

  it.each(['process', 'exec'])('is refused for each of them (%s)', async (place) => {
    const sensitive = expressionsAt(place).filter(([, expression]) => isSensitive(expression));

    expect(sensitive.length).toBeGreaterThan(20);
    await expectRefused(...sensitive.map(([, where]) => ({ where })));
  });

  it('is refused for them wherever a process stands', async () => {
    const places = [
      'exit',
      'process.parent',
      'process.ancestors',
      'process.ancestors[A]',
      'signal.target',
      'ptrace.tracee',
    ];
    const expressions = [
      ...places.map((place) => `${place}.args =~ "*x*"`),
      ...places.map((place) => `${place}.envs in ["x"]`),
      'ptrace.tracee.ancestors.argv == "x"',
      'signal.target.parent.args_flags == "x"',
      'imds.aws.security_credentials.type == "x"',
      'imds.aws.security_credentials.access_key_id != "x"',
    ];

    for (const where of expressions) expect([where, isSensitive(where)]).toEqual([where, true]);
    await expectRefused(...expressions.map((where) => ({ where })));
  });

  it('is refused for them wherever in an expression they stand', async () => {
    const expressions = [
      'not (exec.args == "x")',
      'exec.pid > 0 || exec.args == "x"',
      '!(exec.pid > 0 && !(exec.envs == "x"))',
      '"x" in exec.argv',
      'exec.comm == "x" && exec.pid == 1 || exec.args == "x"',
      'process.ancestors[A].comm == "x" && process.ancestors[A].args == "y"',
      'process.user_session.id == process.comm',
      'process.comm != process.parent.user_session.id',
    ];

    await expectRefused(...expressions.map((where) => ({ where })));
  });

  it('is answered for all other fields', async () => {
    const plain = expressionsAt('exec').filter(([, expression]) => !isSensitive(expression));

    expect(plain.map(([word]) => word)).toEqual(expect.arrayContaining(['argv0', 'args_truncated', 'comm', 'pid']));
    const expressions = [...plain.map(([, expression]) => expression), 'load_module.args == "x"'];
    for (let i = 0; i < expressions.length; i += 20) {
      const asked = expressions
        .slice(i, i + 20)
        .map((where, n) => `a${n}: securityEvents(where: ${JSON.stringify(where)}, first: 0) { nodes { id } }`);
      const { errors } = await server.graphql(`{ ${asked.join(' ')} }`, {}, { token: reader });
      expect(errors).toBeUndefined();
    }
  });

  it('says no more of a mistake than whoever made it knew', async () => {
    const { errors } = await server.graphql(COUNT, { where: 'exec.args == 7' }, { token: reader });

    expect(errors?.[0]?.message).not.toContain(SECRET);
  });
});

/** Everything that takes a condition on events, as `Type.field`, and how to ask for it. */
const SELECTIONS: Readonly<Record<string, (condition: string) => string>> = {
  'Query.eventFeed': (condition) => `eventFeed(${condition}) { cursor }`,
  'Query.eventCount': (condition) => `eventCount(${condition}) { value }`,
  'Query.eventFacets': (condition) => `eventFacets(${condition}, dimensions: [HOST]) { values { value } }`,
  'Query.eventHistogram': (condition) => `eventHistogram(${condition}, interval: "P1D") { from }`,
  'Query.securityEvents': (condition) => `securityEvents(${condition}) { nodes { id } totalCount { value } }`,
  'Container.events': (condition) => `containers { nodes { events(${condition}) { totalCount { value } } } }`,
  'DnsName.events': (condition) => `dnsNames { nodes { events(${condition}) { nodes { id } } } }`,
  'FileGroup.events': (condition) => `files { nodes { events(${condition}) { nodes { id } } } }`,
  'Host.events': (condition) => `hosts { nodes { events(${condition}) { nodes { id } } } }`,
  'NetworkEndpoint.events': (condition) => `networkEndpoints { nodes { events(${condition}) { nodes { id } } } }`,
  'ProcessInstance.events': (condition) => `processInstances { nodes { events(${condition}) { nodes { id } } } }`,
  'Rule.events': (condition) => `rules { nodes { events(${condition}) { nodes { id } } } }`,
  'User.events': (condition) => `users { nodes { events(${condition}) { nodes { id } } } }`,
};

describe('a condition', () => {
  it('is taken by these fields', () => {
    const found = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      // It is asked in other ways, and reads its selection as the query of the same name does.
      .filter((type) => type !== schema.getSubscriptionType())
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter(({ args }) =>
            args.some(({ name, type: input }) => name === 'where' || String(input).startsWith('SecurityEventFilter')),
          )
          .map(({ name }) => `${type.name}.${name}`),
      );

    expect(found.sort()).toEqual(Object.keys(SELECTIONS).sort());
  });

  it.each(Object.entries(SELECTIONS))('on a sensitive field is refused by %s', async (_name, ask) => {
    for (const condition of [
      'filter: { process: { args: { some: { eq: "S3CRET" } } } }',
      'where: "exec.args =~ \\"*S3*\\""',
    ]) {
      const query = `query Q { ${ask(condition)} }`;
      const [read, shown] = [
        await server.graphql(query, {}, { token: reader }),
        await server.graphql(query, {}, { token: analyst }),
      ];
      expect([query, codeOf(read)]).toEqual([query, 'FORBIDDEN']);
      expect([query, codeOf(shown)]).toEqual([query, 'answered']);
    }
  });

  it('is written down for whom it was answered', async () => {
    await server.graphql(
      'query Asked { eventCount(where: "exec.args == \\"x\\" || exec.envs == \\"x\\"") { value } }',
      {},
      { token: analyst },
    );

    const [details] = await sensitiveReadsOf('analyst');

    expect(details).toEqual({ operationName: 'Asked', fields: ['filter: args', 'filter: envs'] });
  });
});

describe('what comes around a document, and what became none', () => {
  const hidden = { args: [SECRET], envs: SECRET, deep: [{ user_session: SECRET }] };
  const letters = `{ deadLetters { nodes { message envelope raw { content } } } }`;
  let lister: string;
  let keeper: string;

  beforeAll(async () => {
    lister = await server.createToken({ name: 'lister', scopes: ['deadletters:read'] });
    keeper = await server.createToken({ name: 'keeper', scopes: ['deadletters:read', 'events:read-sensitive'] });
    const envelopes = [
      { message: '{"evt":{"name":"exec"},"title":"wrapped"}', hostname: 'web-1', extra: hidden },
      { message: `{"process":{"args":"${SECRET}"}}`, hostname: 'web-1', extra: hidden },
      ...[{ envs: [SECRET, 7] }, { user_session: SECRET }, { user_session: { k8s_groups: SECRET } }].map((process) => ({
        message: JSON.stringify({ evt: { name: 'exec' }, process }),
      })),
    ];
    const response = await fetch(`${server.url}/api/v2/secruntime`, {
      method: 'POST',
      headers: { 'dd-api-key': server.token, 'content-type': 'application/json' },
      body: JSON.stringify(envelopes),
    });
    expect(response.status).toBe(202);
  });

  it('is withheld in the envelope of an event', async () => {
    const query = '{ securityEvents(filter: { title: { eq: "wrapped" } }) { nodes { envelope { extra } } } }';

    const read = await server.graphql(query, {}, { token: reader });
    const shown = await server.graphql(query, {}, { token: analyst });

    expect([read.errors, shown.errors]).toEqual([undefined, undefined]);
    expect(read.text).toContain('"deep"');
    expect(read.text).not.toContain(SECRET);
    expect(read.extensions?.['withheld']).toEqual(['EventEnvelope.extra']);
    expect(shown.text).toContain(SECRET);
  });

  it('is withheld in a dead letter, the sentence that says why it is one included', async () => {
    const listed = await server.graphql(letters, {}, { token: lister });
    const kept = await server.graphql(letters, {}, { token: keeper });
    const [lines, whole] = await Promise.all(
      [lister, keeper].map(async (token) => (await server.get('/v1/dead-letters', { token })).text()),
    );

    expect([listed.errors, kept.errors]).toEqual([undefined, undefined]);
    expect(listed.text).toContain('/process/args must be a list, but is a string');
    for (const text of [listed.text, lines]) expect(text).not.toContain(SECRET);
    for (const text of [kept.text, whole]) expect(text).toContain(SECRET);
  });

  it('is not to be found by a filter of dead letters', async () => {
    const query = 'query ($text: String) { deadLetterCounts(filter: { message: { contains: $text } }) { code count } }';

    const { data } = await server.graphql(query, { text: SECRET }, { token: lister });

    expect(data).toEqual({ deadLetterCounts: [] });
  });
});

describe('nothing else', () => {
  it('leads to a sensitive field: no dimension, no pivot, no order, no filter of processes', () => {
    const dimensions = Object.values(DIMENSIONS).flatMap(({ path }) => path);
    const ways = JSON.stringify(Object.values(pivots).filter((pivot) => typeof pivot === 'object'));
    const input = schema.getType('ProcessInstanceFilter') as GraphQLInputObjectType;

    expect(dimensions.filter((key) => KEYS.includes(key))).toEqual([]);
    for (const key of KEYS) expect(ways).not.toContain(`"${key}"`);
    expect(Object.keys(input.getFields()).filter((name) => KEYS.includes(name))).toEqual([]);
    const own = schema.getType('ProcessInstance');
    expect(isObjectType(own) ? KEYS.filter((key) => key in own.getFields()) : KEYS).toEqual([]);
  });
});
