import { describe, expect, it } from '@jest/globals';
import { ContentIds } from '../../src/ingest/content-id.js';
import { processInstance } from '../../src/ingest/process-instance.js';
import type { Row } from '../../src/storage/fill-row.js';

const ids = new ContentIds(Buffer.from('key'));

function instance(row: Row, path?: string, host = 'h'): ReturnType<typeof processInstance> {
  return processInstance(ids, { host, hostId: 1 }, row, path);
}

const EXEC = '1751358600123456789';
const FORK = '1751358600000000000';

describe('a process instance', () => {
  it.each<[string, Row, string]>([
    ['its exec', { pid: 7, exec_time: EXEC, fork_time: FORK }, '2025-07-01T08:30:00.123Z'],
    ['its fork, without an exec', { pid: 7, fork_time: FORK }, '2025-07-01T08:30:00.000Z'],
    [
      'its fork, when its exec is the zero value',
      { pid: 7, exec_time: '-9223372036000000000', fork_time: FORK },
      '2025-07-01T08:30:00.000Z',
    ],
    ['its fork, when its exec is 1970', { pid: 7, exec_time: '0', fork_time: FORK }, '2025-07-01T08:30:00.000Z'],
    ['the first second of 1970', { pid: 7, exec_time: '999999999' }, '1970-01-01T00:00:00.999Z'],
    ['the first nanosecond of 1970', { pid: 7, exec_time: '1' }, '1970-01-01T00:00:00.000Z'],
    ['the end of time', { pid: 7, exec_time: '9223372036000000000' }, '2262-04-11T23:47:16.000Z'],
  ])('is exact and starts with %s', (_what, row, start) => {
    const { id, identity } = instance(row);

    expect(identity).toBe('EXACT');
    expect(new Date(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString()).toBe(start);
  });

  it('is the same however else its snapshots differ', () => {
    const first = instance({ pid: 7, exec_time: EXEC, fork_time: FORK, comm: 'a', args: ['b'] }, '/a');
    const second = instance({ pid: 7, exec_time: EXEC, comm: 'c', uid: 1 }, '/d');

    expect(second).toEqual(first);
  });

  it.each<[string, Row, string]>([
    ['pid', { pid: 8, exec_time: EXEC }, 'h'],
    ['time', { pid: 7, exec_time: '1751358600123456790' }, 'h'],
    ['host', { pid: 7, exec_time: EXEC }, 'h2'],
  ])('is another one with another %s', (_what, row, host) => {
    expect(instance(row, undefined, host).id).not.toBe(instance({ pid: 7, exec_time: EXEC }).id);
  });

  it.each<[string, Row]>([
    ['no time', { pid: 2, comm: 'kthreadd' }],
    ['zero values', { pid: 2, comm: 'kthreadd', exec_time: '0', fork_time: '-9223372036000000000' }],
  ])('is approximate with %s', (_what, row) => {
    const { id, identity } = instance(row, '/a');

    expect(identity).toBe('APPROXIMATE');
    expect(id).toMatch(/^00000000-0000-8/);
    expect(instance({ pid: 2, comm: 'kthreadd' }, '/a').id).toBe(id);
  });

  it.each<[string, Row, string | undefined, string]>([
    ['pid', { pid: 3, comm: 'c' }, '/a', 'h'],
    ['name', { pid: 2, comm: 'd' }, '/a', 'h'],
    ['path', { pid: 2, comm: 'c' }, '/b', 'h'],
    ['host', { pid: 2, comm: 'c' }, '/a', 'h2'],
    ['path, absent', { pid: 2, comm: 'c' }, undefined, 'h'],
  ])('that is approximate is another one with another %s', (_what, row, path, host) => {
    expect(instance(row, path, host).id).not.toBe(instance({ pid: 2, comm: 'c' }, '/a').id);
  });

  it('that is approximate takes path and name apart, line feeds in them too', () => {
    expect(instance({ pid: 2, comm: 'y\nz' }, 'x').id).not.toBe(instance({ pid: 2, comm: 'z' }, 'x\ny').id);
  });

  it('of nothing at all is approximate too', () => {
    expect(instance({}).identity).toBe('APPROXIMATE');
  });
});
