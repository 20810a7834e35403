import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  parseLossless,
  stringifyLossless,
  type JsonObject,
  type JsonValue,
} from '../../src/event-format/lossless-json.js';
import type { Normalizer } from '../../src/ingest/normalizer.js';
import { eventText, MemoryResolver, newNormalizer, normalize, rowsOf } from './memory-database.js';

/** A row of `process`, as far as these tests look at it. */
interface ProcessRow {
  readonly id: string;
  readonly pid?: number;
  readonly comm?: string;
  readonly instance_id: string;
  readonly parent_instance_id?: string;
  readonly identity: string;
}

interface ContextRow {
  readonly open_instance_id?: string;
  readonly process_id: string;
  readonly parent_id?: string;
  readonly ancestors_id?: readonly string[];
}

type Entry = Readonly<Record<string, JsonValue>>;

let normalizer: Normalizer;

beforeEach(() => {
  normalizer = newNormalizer(new MemoryResolver());
});

/** A process known exactly by its pid and the second of its exec. */
function exec(pid: number, second = pid): Entry {
  return { pid, comm: `c${pid}-${second}`, exec_time: new Date(Date.UTC(2025, 5, 30, 0, 0, second)).toISOString() };
}

/** The process with its lineage, the nearest ancestor first. */
function chain(process: Entry, ...ancestors: Entry[]): Entry {
  return { ...process, ...(ancestors[0] && { parent: ancestors[0] }), ancestors };
}

async function rows(fields: Entry): Promise<{ processes: ProcessRow[]; contexts: ContextRow[] }> {
  const batch = await normalize(normalizer, [eventText(fields)]);
  return {
    processes: rowsOf(batch, 'process') as unknown as ProcessRow[],
    contexts: rowsOf(batch, 'process_context') as unknown as ContextRow[],
  };
}

/** Who was started by whom, as `child < parent`, by the names of the processes. */
async function links(fields: Entry): Promise<string[]> {
  const { processes } = await rows(fields);
  const names = new Map(processes.map((row) => [row.instance_id, row.comm]));
  return processes
    .flatMap(({ comm, parent_instance_id: parent }) => (parent ? [`${comm} < ${names.get(parent) ?? parent}`] : []))
    .sort();
}

describe('a lineage', () => {
  it('links every process to the next one, from the nearest to the root', async () => {
    expect(await links({ process: chain(exec(3), exec(2), exec(1)) })).toEqual(['c2-2 < c1-1', 'c3-3 < c2-2']);
  });

  it('links an exec that follows an exec of the same pid to that', async () => {
    const process = chain(exec(3, 30), exec(3, 20), exec(3, 10), exec(1));

    expect(await links({ process })).toEqual(['c3-10 < c1-1', 'c3-20 < c3-10', 'c3-30 < c3-20']);
  });

  it('of a parent alone links to it', async () => {
    expect(await links({ process: { ...exec(3), parent: exec(2) } })).toEqual(['c3-3 < c2-2']);
  });

  it('of ancestors alone links to them', async () => {
    expect(await links({ process: { ...exec(3), ancestors: [exec(2), exec(1)] } })).toEqual([
      'c2-2 < c1-1',
      'c3-3 < c2-2',
    ]);
  });

  it('of nobody links to nobody', async () => {
    expect(await links({ process: exec(3) })).toEqual([]);
    expect(await links({ process: { ...exec(3), ancestors: [] } })).toEqual([]);
    expect(await links({ process: { ...exec(3), ancestors: null, parent: null } })).toEqual([]);
  });

  it('takes the ancestors’ word over the parent’s where they disagree', async () => {
    const process = { ...exec(3), parent: exec(9), ancestors: [exec(2), exec(1)] };

    expect(await links({ process })).toEqual(['c2-2 < c1-1', 'c3-3 < c2-2']);
  });

  it('stores a parent that equals the first ancestor once', async () => {
    const { processes, contexts } = await rows({ process: chain(exec(3), exec(2), exec(1)) });

    expect(processes).toHaveLength(3);
    expect(contexts).toHaveLength(1);
    expect(contexts[0]?.ancestors_id?.[0]).toBe(contexts[0]?.parent_id);
  });

  it('names its processes in order, one that stands twice too', async () => {
    const { processes, contexts } = await rows({ process: chain(exec(3), exec(2), exec(1), exec(2), exec(1)) });
    const names = new Map(processes.map(({ id, comm }) => [id, comm]));

    expect(names.get(contexts[0]?.process_id ?? '')).toBe('c3-3');
    expect(contexts[0]?.ancestors_id?.map((id) => names.get(id))).toEqual(['c2-2', 'c1-1', 'c2-2', 'c1-1']);
  });

  it('keeps a list of no ancestors and the absence of one apart', async () => {
    const { contexts: empty } = await rows({ process: { ...exec(3), ancestors: [] } });
    const { contexts: absent } = await rows({ process: exec(3) });

    expect(empty[0]?.ancestors_id).toEqual([]);
    expect(absent[0]?.ancestors_id).toBeUndefined();
  });
});

describe('a lineage that an agent cut', () => {
  const ancestors = (count: number): Entry[] => Array.from({ length: count }, (_, i) => exec(1000 - i));

  it('has no link over the gap behind its hundredth entry', async () => {
    const process = { ...chain(exec(1001), ...ancestors(200)), truncated_ancestors: true };

    const found = await links({ process });

    expect(found).toHaveLength(199);
    expect(found).toContain('c902-902 < c901-901');
    expect(found.some((link) => link.startsWith('c901-901'))).toBe(false);
    expect(found).toContain('c900-900 < c899-899');
  });

  it.each([false, null, undefined])('has no gap when it does not say so: %p', async (truncated) => {
    const process = { ...chain(exec(1001), ...ancestors(200)), truncated_ancestors: truncated ?? null };

    expect(await links({ process })).toHaveLength(200);
  });

  it('has no gap when it is shorter', async () => {
    const process = { ...chain(exec(1001), ...ancestors(100)), truncated_ancestors: true };

    expect(await links({ process })).toHaveLength(100);
  });
});

describe('the open end of a lineage', () => {
  const started = (pid: number, ppid: number): Entry => ({ ...exec(pid), ppid });
  const bare = (pid: number): Entry => ({ pid, comm: `c${pid}-${pid}` });

  /** The name of the process that the lineage ends with although another one started it. */
  async function openEnd(fields: Entry): Promise<string | undefined> {
    const { processes, contexts } = await rows(fields);
    const open = contexts[0]?.open_instance_id;
    return processes.find((row) => row.instance_id === open)?.comm ?? open;
  }

  it.each<[string, Entry, string | undefined]>([
    ['the last ancestor', chain(started(5, 4), started(4, 3), started(3, 2)), 'c3-3'],
    ['the parent where there are no ancestors', { ...started(5, 4), parent: started(4, 3) }, 'c4-4'],
    ['the process itself where there is nobody else', started(5, 4), 'c5-5'],
    ['the process itself below none', { ...started(5, 4), ancestors: [] }, 'c5-5'],
    ['the first image of the last pid', chain(exec(5, 50), { ...exec(5, 40), ppid: 3 }), 'c5-40'],
    ['nobody at pid 1', chain(started(5, 1), started(1, 0)), undefined],
    ['nobody at pid 1, whoever started it', chain(started(5, 1), started(1, 7)), undefined],
    ['nobody at a ppid of 0', chain(started(5, 2), started(2, 0)), undefined],
    ['the last one of whom the agent knows no ppid', chain(bare(5), bare(4)), 'c4-4'],
    ['nobody at pid 2, whose ppid of 0 agents leave out', chain(bare(5), bare(2)), undefined],
    ['nobody at a kernel worker', { ...bare(5), is_kworker: true }, undefined],
    ['nobody at a process without a pid', { comm: 'c' }, undefined],
  ])('is %s', async (_, process, open) => {
    expect(await openEnd({ process })).toBe(open);
    expect(await openEnd({ ptrace: { request: 'x', address: '0x0', tracee: process } })).toBe(open);
    expect(await openEnd({ signal: { type: 'SIGKILL', pid: 5, target: process } })).toBeUndefined();
  });

  it.each([
    [100, 'c901-901'],
    [101, 'c901-901'],
    [200, 'c901-901'],
  ])('is before the gap of a lineage that an agent cut: %i entries', async (count, open) => {
    const ancestors = Array.from({ length: count }, (_, i) => started(1000 - i, 999 - i));
    const process = { ...chain(started(1001, 1000), ...ancestors), truncated_ancestors: true };

    expect(await openEnd({ process })).toBe(open);
  });
});

describe('other processes of an event', () => {
  it('the target of a signal gets no link, since the lineage there is the sender’s', async () => {
    const target = chain(exec(7), exec(2), exec(1));

    expect(await links({ signal: { type: 'SIGKILL', pid: 7, target } })).toEqual([]);
  });

  it('the target of a signal is shown with the lineage as sent', async () => {
    const { contexts } = await rows({ signal: { type: 'SIGKILL', pid: 7, target: chain(exec(7), exec(2), exec(1)) } });

    expect(contexts[0]?.ancestors_id).toHaveLength(2);
  });

  it('the tracee of a ptrace gets its links', async () => {
    const tracee = chain(exec(7), exec(2), exec(1));

    expect(await links({ ptrace: { request: 'PTRACE_ATTACH', address: '0x0', tracee } })).toEqual([
      'c2-2 < c1-1',
      'c7-7 < c2-2',
    ]);
  });

  it('the sender and the target share the rows of what they have in common, but for the links', async () => {
    const sender = chain(exec(3), exec(2), exec(1));
    const target = chain(exec(7), exec(2), exec(1));

    const { processes } = await rows({ process: sender, signal: { type: 'SIGKILL', pid: 7, target } });

    const instances = new Set(processes.map((row) => row.instance_id));
    expect(instances.size).toBe(4);
    // c2 stands there with and without a link; c1, the root, has none either way.
    expect(processes).toHaveLength(5);
  });
});

describe('an approximate identity', () => {
  const kworker = { pid: 12, comm: 'kworker/0:1', is_kworker: true };

  it('is that of a process without a time', async () => {
    const { processes } = await rows({ process: kworker });

    expect(processes.map(({ identity }) => identity)).toEqual(['APPROXIMATE']);
  });

  it('never starts itself', async () => {
    expect(await links({ process: chain(kworker, kworker, exec(2)) })).toEqual(['kworker/0:1 < c2-2']);
  });

  it.each<[string, Entry]>([
    [
      'of the same report',
      { process: { ...kworker, executable: { path: '/a' }, ancestors: [{ ...kworker, executable: { path: '/a' } }] } },
    ],
    [
      'of a report that has the executable as a known part',
      { process: { ...kworker, executable: { path: '/a', name: 'a' } } },
    ],
  ])('is the same for the process and for an ancestor %s', async (_which, fields) => {
    const executable = { path: '/a' };
    const { processes: asProcess } = await rows({ process: { ...kworker, executable } });
    const { processes: asAncestor } = await rows({ process: { ...exec(3), ancestors: [{ ...kworker, executable }] } });
    const { processes: others } = await rows(fields);

    const instances = [...asProcess, ...asAncestor, ...others]
      .filter(({ comm }) => comm === kworker.comm)
      .map((row) => row.instance_id);
    expect(new Set(instances).size).toBe(1);
  });

  it('is another one with another path, whatever parts are known', async () => {
    const paths = ['/a', '/b', '/a', '/b'];
    const instances: (string | undefined)[] = [];
    for (const path of paths) {
      const { processes } = await rows({ process: { ...kworker, executable: { path } } });
      instances.push(processes[0]?.instance_id);
    }

    expect(new Set(instances).size).toBe(2);
  });
});

describe('rows', () => {
  const fields = {
    process: chain({ ...exec(3), executable: { path: '/bin/sh', inode: 7 }, args: ['-c'] }, exec(2), exec(1)),
    file: { path: '/etc/passwd' },
    usr: { id: 'root' },
  };

  it('are the same for the same document', async () => {
    const first = await normalize(normalizer, [eventText(fields)]);
    const second = await normalize(normalizer, [eventText(fields)]);
    const elsewhere = await normalize(newNormalizer(new MemoryResolver()), [eventText(fields)]);

    expect(second.tables).toEqual(first.tables);
    expect(elsewhere.tables).toEqual(first.tables);
  });

  it('are the same whatever the order of keys and the white space', async () => {
    const text = eventText(fields);
    const [first, second, third] = await Promise.all(
      [text, shuffled(text), JSON.stringify(JSON.parse(text), null, 1).replaceAll('\n', '')].map((document) =>
        normalize(newNormalizer(new MemoryResolver()), [document]),
      ),
    );

    expect(second?.tables).toEqual(first?.tables);
    expect(third?.tables).toEqual(first?.tables);
  });

  it('of another host have other ids, every one', async () => {
    const here = await normalize(normalizer, [eventText(fields)], { host: 'here' });
    const there = await normalize(normalizer, [eventText(fields)], { host: 'there' });

    const ids = new Set(here.tables.flatMap((table) => table.ids));
    expect(there.tables.map(({ table }) => table)).toEqual(here.tables.map(({ table }) => table));
    expect(there.tables.flatMap((table) => table.ids).filter((id) => ids.has(id))).toEqual([]);
  });

  it('of another key have other ids, every one', async () => {
    const one = await normalize(normalizer, [eventText(fields)]);
    const other = await normalize(newNormalizer(new MemoryResolver(), 'other'), [eventText(fields)]);

    const ids = new Set(one.tables.flatMap((table) => table.ids));
    expect(other.tables.flatMap((table) => table.ids).filter((id) => ids.has(id))).toEqual([]);
  });

  it('lie in the day of their event, snapshots at its midnight', async () => {
    const { tables, days } = await normalize(normalizer, [eventText(fields)]);
    const midnight = Date.UTC(2025, 6, 1);

    expect(days).toEqual([midnight]);
    for (const { table, ids } of tables) {
      const expected = table === 'event' ? Date.parse('2025-07-01T08:30:00.123Z') : midnight;
      expect(ids.map((id) => parseInt(id.replaceAll('-', '').slice(0, 12), 16))).toEqual(ids.map(() => expected));
    }
  });

  it('of two events with one lineage differ in the events only', async () => {
    const both = await normalize(normalizer, [eventText(fields), eventText({ ...fields, usr: { id: 'daemon' } })]);

    const counts = Object.fromEntries(both.tables.map(({ table, ids }) => [table, ids.length]));
    expect(counts).toEqual({ file: 2, process: 3, process_context: 1, event: 2 });
  });

  it('are the same in any order of documents, with any that came before', async () => {
    const pids = fc.uniqueArray(fc.integer({ min: 2, max: 6 }), { minLength: 1, maxLength: 4 });
    const lineage = pids.map((all) => {
      const [first, ...others] = all.map((pid) => ({
        ...(pid % 2 ? { ...exec(pid), ppid: pid % 3 } : { pid, comm: 'kworker' }),
        executable: { path: `/${pid % 3}` },
      }));
      return eventText({ process: chain(first as Entry, ...others) });
    });
    await fc.assert(
      fc.asyncProperty(fc.array(lineage, { maxLength: 4 }), lineage, async (before, document) => {
        const used = newNormalizer(new MemoryResolver());
        if (before.length) await normalize(used, before);

        const after = await normalize(used, [document]);

        expect(after.tables).toEqual((await normalize(newNormalizer(new MemoryResolver()), [document])).tables);
      }),
      { numRuns: 40 },
    );
  });
});

/** The same JSON with the keys of every object in reverse. */
function shuffled(text: string): string {
  const reverse = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map((item: JsonValue) => reverse(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value as JsonObject)
        .reverse()
        .map(([key, inner]) => [key, reverse(inner)]),
    );
  };
  return stringifyLossless(reverse(parseLossless(text)));
}
