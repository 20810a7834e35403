import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contracts } from '../../src/event-format/contract.js';
import { parseLossless, stringifyLossless, type JsonObject } from '../../src/event-format/lossless-json.js';
import { snapshotOf } from '../../src/storage/entity.js';
import { StoragePlans } from '../../src/storage/storage-plan.js';
import { DAILY_TABLES, type DailyTable } from '../../src/storage/table-catalog.js';
import { canonicalJson } from '../event-format/canonical-json.js';
import { definitionObject } from '../support/contract-arbitrary.js';
import { MemoryTables } from './memory-tables.js';
import { migratedCatalog } from './migrated-catalog.js';

/** Every table that can take an object whole; `ProcessContext` without its process, which ingest links by hand. */
const homes: readonly [definition: string, table: DailyTable][] = [
  ['Process', 'process'],
  ['File', 'file'],
  ['ProcessCredentials', 'credentials'],
  ['ContainerContext', 'container'],
  ['CGroupContext', 'cgroup'],
  ['NetworkContext', 'network_context'],
  ['AgentContext', 'agent_context'],
];

/** The tables that ingest fills with more than `fillRow`. */
const OTHER_HOMES: Readonly<Partial<Record<DailyTable, string>>> = {
  process_context: 'ProcessContext',
  event: 'SecurityEvent',
};

function roundTrip(json: string, definition: string, table: DailyTable): string {
  const tables = new MemoryTables();
  const id = tables.store(parseLossless(json) as JsonObject, definition, table);
  return canonicalJson(stringifyLossless(tables.object(id)));
}

function expectRoundTrip(json: string, definition: string, table: DailyTable): void {
  expect(roundTrip(json, definition, table)).toBe(canonicalJson(json));
}

function columnsOf(json: string, definition: string, table: DailyTable): JsonObject {
  const tables = new MemoryTables();
  return tables.columnsOf(tables.store(parseLossless(json) as JsonObject, definition, table));
}

describe('a row gives back the object that filled it', () => {
  it.each([
    '{}',
    '{"pid":null}',
    '{"pid":"free","args":"free","executable":"free","ancestors":1,"credentials":[],"container":7}',
    '{"args":[]}',
    '{"args":[],"envs":null}',
    '{"args":[null]}',
    '{"args":["NULL","{}",""]}',
    '{"args_truncated":false}',
    '{"comm":""}',
    '{"executable":{}}',
    '{"executable":{"executable":{}}}',
    '{"executable":{"inode":18446744073709551615,"flags":[]},"interpreter":{"inode":18446744073709551616}}',
    '{"credentials":{"uid":4294967295,"auid":-1,"cap_effective":[],"destination":{"uid":0}}}',
    '{"credentials":{"destination":null}}',
    '{"container":{"id":"c","created_at":"2025-07-01T08:30:00+02:00","variables":{}}}',
    '{"container":{"id":"c","container_id":"d","host_id":7,"extra":{}}}',
    '{"exec_time":"0001-01-01T00:00:00Z","fork_time":"9999-12-31T23:59:59.999999999Z","exit_time":"never"}',
    '{"pid":1.0,"ppid":1e3,"tid":-0,"uid":123456789012345678901234567890}',
    '{"user_session":{},"syscalls":[],"aws_security_credentials":[{}]}',
    '{"instance_id":"mine","identity":"EXACT","parent_instance_id":null,"id":1,"extra":[1.0]}',
    '{"__proto__":{"a":1.0},"constructor":{"__proto__":null},"toString":"x","hasOwnProperty":[]}',
    '{"executable":{"__proto__":1,"path":"p"},"credentials":{"toString":{},"valueOf":1.0}}',
  ])('of a process: %s', (json) => {
    expectRoundTrip(json, 'Process', 'process');
  });

  it.each([
    '{"device":{}}',
    '{"device":null}',
    '{"device":[]}',
    '{"device":{"netns":1}}',
    '{"device":{"netns":1.0}}',
    '{"device":{"netns":1,"ifindex":"x"}}',
    '{"device":{"netns":1,"unknown":{}}}',
    '{"device":{"__proto__":{}},"source":{"__proto__":{}}}',
    '{"source":{"ip":"10.0.0.1","port":1},"destination":{}}',
    '{"source":{"ip":"::1"},"destination":{"ip":"fe80::1%eth0","port":65536}}',
    '{"source":{"ip":""},"destination":{"ip":null},"size":0}',
    '{"device_netns":7,"source_ip":"10.0.0.1"}',
  ])('of a network context, nested objects in one row: %s', (json) => {
    expectRoundTrip(json, 'NetworkContext', 'network_context');
  });

  it.each([
    '{}',
    '{"evt":{}}',
    '{"evt":{"name":"exec"},"usr":{},"dd":{}}',
    '{"evt":null,"usr":[],"file":null,"signal":{},"ptrace":null}',
    '{"file":{}}',
    '{"file":{"destination":{}}}',
    '{"file":{"path":"a","destination":{"path":"b"},"new_mount_id":1}}',
    '{"file":{"path":"a","destination":null,"unknown":1.0,"__proto__":[]}}',
    '{"file":{"destination":"free"},"agent":"free","network":1}',
    '{"file":{"new_mount_id":18446744073709551615}}',
    '{"cgroup":{"id":"c"},"container":{"id":"d"},"agent":{"rule_id":"r","rule_actions":[{}]}}',
    '{"network":{"source":{"ip":"10.0.0.1"}},"title":"","date":"2025-07-01T08:30:00.10Z"}',
    '{"mount":{"mp":{"path":"a"},"mountpoint.path":"/","source.path":""}}',
  ])('of an event without processes: %s', (json) => {
    expectRoundTrip(json.replace(/^\{/, '{"kind":"mine",').replace(',}', '}'), 'SecurityEvent', 'event');
  });

  it.each(homes.flatMap(([definition, table]) => contracts.map(({ name }) => [definition, name, table] as const)))(
    'of any %s of %s',
    (definition, contract, table) => {
      fc.assert(
        fc.property(definitionObject(contract, definition), (json) => {
          expectRoundTrip(json, definition, table);
        }),
        { numRuns: 100 },
      );
    },
  );

  it.each(contracts)('of any process of $name with every field', ({ name }) => {
    fc.assert(
      fc.property(definitionObject(name, 'Process', { density: 1 }), (json) => {
        expectRoundTrip(json, 'Process', 'process');
      }),
      { numRuns: 50 },
    );
  });
});

describe('the columns', () => {
  it.each<[string, string, DailyTable, object]>([
    ['{"pid":1,"comm":"sh","args":["-c"]}', 'Process', 'process', { pid: 1, comm: 'sh', args: ['-c'] }],
    ['{"comm":"sh","pid":1}', 'Process', 'process', { pid: 1, comm: 'sh' }],
    ['{"pid":1.0}', 'Process', 'process', { pid: '1', extra: { pid: { text: '1.0' } } }],
    ['{"id":"c"}', 'ContainerContext', 'container', { container_id: 'c' }],
    ['{"id":"c"}', 'CGroupContext', 'cgroup', { cgroup_id: 'c' }],
    ['{"source":{"port":1}}', 'NetworkContext', 'network_context', { source_port: 1 }],
    ['{"evt":{"name":"exec"}}', 'SecurityEvent', 'event', { evt_name: 'exec' }],
    ['{"evt":{}}', 'SecurityEvent', 'event', { extra: { evt: {} } }],
  ])('of %s as %s in %s say what they can', (json, definition, table, columns) => {
    expect(columnsOf(json, definition, table)).toEqual(columns);
  });

  it('stand in one order, whatever that of the keys', () => {
    const tables = new MemoryTables();
    const first = tables.store({ pid: 1, comm: 'sh', uid: 0 }, 'Process', 'process');
    const second = tables.store({ uid: 0, comm: 'sh', pid: 1 }, 'Process', 'process');

    expect(Object.keys(tables.columnsOf(second))).toEqual(Object.keys(tables.columnsOf(first)));
  });

  it('hold the near value of one that they cannot hold exactly, and the exact one stands beside', () => {
    const { inode, extra } = columnsOf('{"inode":-1}', 'File', 'file');

    expect({ inode, extra }).toEqual({ inode: '0', extra: { inode: -1 } });
  });
});

describe('the storage plans', () => {
  const plans = new StoragePlans(migratedCatalog());

  // Envelopes are not of the event format.
  it.each(DAILY_TABLES.filter((table) => table !== 'envelope'))('of %s name no column twice', (table) => {
    const definition = homes.find(([, home]) => home === table)?.[0] ?? OTHER_HOMES[table] ?? '';
    const plan = plans.planFor(definition, table);
    const columns = plan.columns.map(({ column }) => column);
    const references = plan.references.map(({ column }) => column);

    expect(new Set([...columns, ...references]).size).toBe(columns.length + references.length);
    expect(plans.columnTypes(table).size).toBeGreaterThan(2);
  });

  it('of a definition without a table are refused', () => {
    expect(() => snapshotOf('DNSEvent')).toThrow('DNSEvent has no table of its own');
  });
});
