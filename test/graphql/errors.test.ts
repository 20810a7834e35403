import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { startTestServer, type TestServer } from '../http/test-server.js';

const SENTENCE = 'Something went wrong inside Spoor; its log has the reason under this requestId';

let server: TestServer;
let client: pg.Client;

beforeAll(async () => {
  server = await startTestServer({ statementTimeout: 800 });
  client = new pg.Client({ connectionString: server.services.database.connectionString });
  await client.connect();
  await server.post('{"evt":{"name":"exec"},"file":{"path":"/etc/shadow"},"process":{"pid":1}}');
});

afterAll(async () => {
  await client.end();
  await server.close();
});

describe('a query that cannot be answered', () => {
  it.each([
    ['no GraphQL', '{', 'GRAPHQL_PARSE_FAILED', /./],
    ['a field that there is not', '{ colour }', 'GRAPHQL_VALIDATION_FAILED', /./],
    ['a literal that does not fit', '{ securityEvents(first: "1") { nodes { id } } }', 'BAD_USER_INPUT', /./],
    [
      'a field that no filter has',
      '{ securityEvents(filter: { process: { exe: {} } }) { nodes { id } } }',
      'BAD_USER_INPUT',
      /^Field "exe" is not defined by type "ProcessContextFilter"\. GraphiQL and schema\/schema\.graphql list the fields/,
    ],
    [
      'a field that a filter nearly has',
      '{ securityEvents(filter: { file: { pathh: {} } }) { nodes { id } } }',
      'BAD_USER_INPUT',
      /^Field "pathh" is not defined by type "FileEventFilter"\. Did you mean "path"/,
    ],
    [
      'two operations and no name',
      'query A { __typename } query B { __typename }',
      'OPERATION_RESOLUTION_FAILURE',
      /./,
    ],
  ])('(%s) says so, with a code and the id of the request', async (_, query, code, message) => {
    const { status, errors } = await server.graphql(query);

    expect(status).toBe(400);
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(message),
        extensions: { code, retryable: false, requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
      }),
    ]);
  });

  it('says of which argument a variable is null that would have a default value', async () => {
    const query = 'query($first: Int = 5) { eventFeed(first: $first) { cursor } }';

    const { errors } = await server.graphql(query, { first: null });

    expect(errors?.[0]).toMatchObject({
      message: 'Argument "first" of non-null type "Int!" must not be null.',
      path: ['eventFeed'],
      extensions: { code: 'BAD_USER_INPUT', retryable: false },
    });
  });

  it('leaves the other parts of the answer whole', async () => {
    const wrong = 'wrong: securityEvents(first: -1) { nodes { id } }';
    const right = 'right: securityEvents(first: 1) { nodes { evt { name } } }';

    const { data, errors } = await server.graphql(`{ wrong: node(id: "x") { id } ${right} }`);

    expect(data).toEqual({ wrong: null, right: { nodes: [{ evt: { name: 'exec' } }] } });
    expect(errors).toHaveLength(1);
    expect((await server.graphql(`{ ${wrong} }`)).errors?.[0]?.path).toEqual(['wrong']);
  });
});

describe('a statement that takes too long', () => {
  it('is a timeout', async () => {
    await client.query('begin; lock table event in access exclusive mode');

    const { errors } = await server.graphql('{ securityEvents { nodes { id } } }');

    await client.query('commit');
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('too long'),
      extensions: { code: 'QUERY_TIMEOUT' },
    });
  });
});

describe('a mistake of ours', () => {
  it('shows nothing of itself but the id under which the log speaks of it', async () => {
    const log = jest.spyOn(server.app.log, 'error');
    await client.query('alter table file rename to file_elsewhere');

    const { text, data, errors } = await server.graphql('{ securityEvents { nodes { evt { name } file { path } } } }');

    await client.query('alter table file_elsewhere rename to file');
    expect(data).toEqual({ securityEvents: { nodes: [{ evt: { name: 'exec' }, file: null }] } });
    const [error] = errors ?? [];
    expect(error).toEqual({
      message: SENTENCE,
      locations: expect.anything(),
      path: ['securityEvents', 'nodes', 0, 'file'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: true, requestId: expect.any(String) },
    });
    expect(text).not.toMatch(/relation|select|stack|node_modules|\.ts|42P01/i);
    expect(log.mock.calls).toEqual([
      [
        {
          err: expect.objectContaining({ message: 'relation "file" does not exist' }),
          reqId: error?.extensions.requestId,
        },
        'GraphQL operation failed',
      ],
    ]);
    log.mockRestore();
  });

  it('shows nothing of itself over HTTP either', async () => {
    const [row] = await server.services.database.query({ text: 'select id from event', values: [] });
    const id = `event_${String(row?.['id']).replaceAll('-', '')}`;
    await client.query('alter table process rename to process_elsewhere');

    const response = await server.get(`/v1/events/${id}`);

    await client.query('alter table process_elsewhere rename to process');
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    expect(await response.json()).toEqual({
      status: 500,
      code: 'internal',
      detail: SENTENCE,
      retryable: true,
      requestId: expect.any(String),
    });
  });

  it('stays one while events are taken in', async () => {
    await client.query('alter table credentials rename to credentials_elsewhere');

    const { status, problem } = await server.post('{"evt":{},"process":{"pid":5,"credentials":{"uid":5}}}');

    await client.query('alter table credentials_elsewhere rename to credentials');
    expect({ status, code: problem.code }).toEqual({ status: 500, code: 'internal' });
    expect(problem.detail).toBe(SENTENCE);
  });

  it('is one when a row that an event refers to is missing', async () => {
    await client.query('delete from file');

    const { data, errors } = await server.graphql('{ securityEvents { nodes { file { path } } } }');

    expect(data).toEqual({ securityEvents: { nodes: [{ file: null }] } });
    expect(errors?.[0]).toMatchObject({ message: SENTENCE, extensions: { code: 'INTERNAL_SERVER_ERROR' } });
  });
});

describe('introspection', () => {
  it('is answered', async () => {
    const { data } = await server.graphql('{ __schema { queryType { name } } }');

    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });
});

describe('a regular expression that runs away', () => {
  it('is named in a timeout', async () => {
    await server.post(`{"evt":{"name":"open"},"title":"${'a'.repeat(30_001)}b"}`);
    const query =
      'query ($matches: String) { securityEvents(filter: { title: { matches: $matches } }) { nodes { id } } }';

    const { errors } = await server.graphql(query, { matches: '^(a+)(a+)(a+)\\3\\2\\1b$' });

    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(
        /^The search for the regular expression "\^\(a\+\).*" took too long .*; narrow the time range/,
      ),
      extensions: { code: 'QUERY_TIMEOUT' },
    });
  });
});
