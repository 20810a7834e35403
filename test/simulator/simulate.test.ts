import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import type { ContractName } from '../../src/event-format/contract.js';
import { simulate } from '../../src/simulator/simulate.js';
import { defaultSimulation, type SimulatedDocument } from '../../src/simulator/simulation-options.js';

interface Process {
  readonly pid: number;
  readonly args?: readonly string[];
  readonly fork_time?: string;
  readonly exec_time?: string;
  readonly is_thread?: boolean;
  readonly is_exec_child?: boolean;
  readonly credentials: { readonly auid?: number };
  readonly container?: { readonly id: string };
  readonly parent?: Process;
  readonly ancestors?: readonly Process[];
}

interface Body {
  readonly agent: { readonly rule_id: string; readonly version: string };
  readonly title: string;
  readonly evt?: { readonly name: string };
  readonly date: string;
  readonly process?: Process;
  readonly signal?: { readonly target: Process };
  readonly container?: { readonly created_at: unknown };
  readonly hostname: string;
}

type Parsed = SimulatedDocument & { readonly body: Body };

const DAY = 24 * 60 * 60 * 1000;
const start = new Date('2025-07-01T00:00:00Z');

/** A few busy hosts, many hosts, and so few that each has agents of every age. */
let busy: readonly Parsed[];
let wide: readonly Parsed[];
let small: readonly Parsed[];
let all: readonly Parsed[];

beforeAll(() => {
  busy = run({ events: 5000, hosts: 5 }).map(parse);
  wide = run({ events: 2500, hosts: 40, seed: 4 }).map(parse);
  small = run({ events: 1500, hosts: 2, seed: 3 }).map(parse);
  all = [...busy, ...wide, ...small];
});

function run(options: { events: number; hosts: number; seed?: number }): SimulatedDocument[] {
  return [...simulate({ seed: 1, start, duration: DAY, ...options })];
}

function parse(document: SimulatedDocument): Parsed {
  return { ...document, body: JSON.parse(document.text) as Body };
}

function processesOf(documents: readonly Parsed[]): Process[] {
  return documents.flatMap(({ body }) => (body.process ? [body.process] : []));
}

function share(count: number, documents: readonly unknown[]): number {
  return count / documents.length;
}

describe('a simulation', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    const texts = (seed: number) => run({ events: 300, hosts: 6, seed }).map(({ text }) => text);

    expect(texts(7)).toEqual(texts(7));
    expect(texts(8)).not.toEqual(texts(7));
  });

  it('ends with the number of events asked for', () => {
    expect(run({ events: 100, hosts: 3 }).length).toBe(100);
    expect(run({ events: 0, hosts: 3 })).toEqual([]);
  });

  it('covers the last day by default', () => {
    const options = defaultSimulation(new Date('2025-07-02T00:00:00Z'));

    expect(options.start).toEqual(start);
    expect(options.duration).toBe(DAY);
  });

  it('refuses a fleet without hosts', () => {
    expect(() => run({ events: 1, hosts: 0 })).toThrow('Cannot simulate 0 hosts');
  });

  it('names the host in every document, each of them one line', () => {
    const wrong = busy.filter(({ host, text, body }) => body.hostname !== host || text.includes('\n'));

    expect(wrong).toEqual([]);
  });

  it('has documents of 8 to 13 KB on average', () => {
    const size = busy.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / busy.length;

    expect(size).toBeGreaterThan(8_000);
    expect(size).toBeLessThan(13_000);
  });
});

describe('the events', () => {
  it.each(
    [
      'exec exit open chmod chown chdir mkdir rmdir rename link unlink utimes setxattr removexattr splice mount bpf mmap',
    ]
      .concat('mprotect ptrace load_module unload_module signal dns bind setuid setgid capset selinux imds syscalls')
      .concat('connect accept')
      .flatMap((names) => names.split(' ')),
  )('include %s', (name) => {
    expect(all.some(({ body }) => body.evt?.name === name)).toBe(true);
  });

  it('include every agent report, at about one percent, with times as numbers in some', () => {
    const reports = all.filter(({ body }) => !body.evt);

    expect(share(reports.length, all)).toBeCloseTo(0.01, 2);
    expect(new Set(reports.map(({ body }) => body.agent.rule_id))).toEqual(
      new Set(
        'heartbeat ruleset_loaded self_test lost_events_read lost_events_write noisy_process abnormal_path no_process_context broken_process_lineage'.split(
          ' ',
        ),
      ),
    );
    expect(reports.some(({ body }) => typeof body.container?.created_at === 'number')).toBe(true);
  });

  it('happen half in containers', () => {
    const contained = processesOf(busy).filter(({ container }) => container);

    expect(Math.abs(share(contained.length, busy) - 0.5)).toBeLessThan(0.1);
  });

  it('come in order of time on each host, and nearly so over all', () => {
    const lastByHost = new Map<string, number>();
    let last = 0;
    const late: string[] = [];
    for (const { host, body } of busy) {
      if (body.date.startsWith('0001')) continue;
      const time = Date.parse(body.date);
      if (time < (lastByHost.get(host) ?? 0) || time < last - 5_000) late.push(body.date);
      lastByHost.set(host, time);
      last = Math.max(last, time);
    }
    expect(late).toEqual([]);
    expect(last - start.getTime()).toBeGreaterThan(0.95 * DAY);
    expect(last - start.getTime()).toBeLessThan(1.001 * DAY);
  });

  it('bear dates of other time zones, and zero dates now and then', () => {
    const dates = wide.map(({ body }) => body.date);
    const foreign = dates.filter((date) => !date.endsWith('Z'));

    expect(share(foreign.length, dates)).toBeGreaterThan(0.03);
    expect(share(foreign.length, dates)).toBeLessThan(0.35);
    expect(all.some(({ body }) => body.date === '0001-01-01T00:00:00Z')).toBe(true);
    expect(busy.some(({ text }) => text.includes('"1970-01-01T01:00:00+01:00"'))).toBe(true);
  });

  it('write integers past 2^53 to the last digit', () => {
    const texts = all.map(({ text }) => text);
    const isExactOnlyAsText = (digits: string | undefined) => !!digits && BigInt(Number(digits)) !== BigInt(digits);
    const find = (pattern: RegExp) => texts.map((text) => pattern.exec(text)?.[1]).filter(isExactOnlyAsText);

    expect(find(/"inode":(\d{17,})/).length).toBeGreaterThan(10);
    expect(find(/"offset":(\d{17,})/).length).toBeGreaterThan(0);
    expect(find(/"length":(\d{17,})/).length).toBeGreaterThan(0);
    expect(find(/"span_id":(\d{17,})/).length).toBeGreaterThan(0);
  });

  it.each([
    '"uid":-1',
    '"dirfd":-100',
    '"auid":4294967295',
    '"args_truncated":true',
    '"usr":{}',
    '"dd":{}',
    '"cap_effective":[]',
  ])('have %s somewhere', (text) => {
    expect(all.some((document) => document.text.includes(text))).toBe(true);
  });
});

describe('the contracts', () => {
  const validators = new Map<ContractName, ValidateFunction>();

  function validatorOf(name: ContractName): ValidateFunction {
    let validator = validators.get(name);
    if (!validator) {
      const ajv = new Ajv2020({ strict: false });
      addFormats.default(ajv);
      const contract = readFileSync(new URL(`../../schema/contracts/${name}.json`, import.meta.url), 'utf8');
      validator = ajv.compile(JSON.parse(contract) as object);
      validators.set(name, validator);
    }
    return validator;
  }

  /** What the contract speaks of: the shipper's key aside, and what old agents send although they must not. */
  function contractPart(contract: ContractName, { body }: Parsed): object {
    const aside = new Set(contract.startsWith('cws') ? ['hostname', 'agent', 'title'] : ['hostname']);
    return Object.fromEntries(Object.entries(body).filter(([key]) => !aside.has(key)));
  }

  it.each<ContractName>(['cws-7.40', 'cws-7.44', 'csm-7.55', 'csm-7.57'])('accept what agents of %s send', (name) => {
    const documents = all.filter(({ contract }) => contract === name);
    const validate = validatorOf(name);

    expect(documents.length).toBeGreaterThan(200);
    for (const document of documents) {
      if (!validate(contractPart(name, document)))
        throw new Error(`${JSON.stringify(validate.errors)}: ${document.text}`);
    }
    expect(validate(documents[0]?.body)).toBe(false);
  });

  it.each([2, 5, 40])('have their shares in a fleet of %d hosts', (hosts) => {
    const documents = run({ events: 4000, hosts });
    const part = (name: ContractName | null) =>
      share(documents.filter(({ contract }) => contract === name).length, documents);

    for (const name of ['cws-7.40', 'cws-7.44', 'csm-7.55'] as const) {
      expect(part(name)).toBeGreaterThan(0.025);
      expect(part(name)).toBeLessThan(0.06);
    }
    expect(part('csm-7.57')).toBeGreaterThan(0.8);
    expect(part(null)).toBeLessThan(0.045);
  });

  it('are one for each host, but for fleets that are too small for that', () => {
    const contractsByHost = new Map<string, Set<string>>();
    for (const { host, contract } of wide) {
      if (contract) contractsByHost.set(host, (contractsByHost.get(host) ?? new Set<string>()).add(contract));
    }

    expect(Math.max(...[...contractsByHost.values()].map((names) => names.size))).toBe(1);
  });

  it('leave agents of every age agent and title', () => {
    expect(busy.filter(({ body }) => !body.agent.rule_id || !body.title)).toEqual([]);
  });
});

describe('the lineages', () => {
  it('are 1 to 12 deep', () => {
    const depths = new Set(processesOf(busy).map(({ ancestors }) => ancestors?.length ?? 0));

    expect(Math.max(...depths)).toBe(12);
    for (let depth = 1; depth <= 12; depth++) expect(depths).toContain(depth);
  });

  it('show an exec that follows an exec on one pid', () => {
    const repeated = processesOf(busy).filter(({ ancestors = [] }) =>
      ancestors.some(({ pid, is_exec_child }, index) => is_exec_child && ancestors[index + 1]?.pid === pid),
    );

    expect(share(repeated.length, busy)).toBeGreaterThan(0.1);
  });

  it('begin with the parent', () => {
    const processes = processesOf(busy);

    expect(processes.filter(({ ancestors }) => ancestors).length).toBeGreaterThan(4000);
    expect(processes.filter((one) => JSON.stringify(one.parent) !== JSON.stringify(one.ancestors?.[0]))).toEqual([]);
  });

  it('are the same whenever an event speaks of the process', () => {
    const lineages = new Map<string, string>();
    const contradictions: string[] = [];
    for (const { host, body } of busy) {
      const chain = body.process ? [body.process, ...(body.process.ancestors ?? [])] : [];
      const keys = chain.map(({ pid, exec_time, fork_time }) => `${host} ${pid} ${exec_time ?? fork_time ?? 'boot'}`);
      for (const [index, key] of keys.entries()) {
        const above = keys.slice(index + 1).join(' < ');
        if ((lineages.get(key) ?? above) !== above) contradictions.push(key);
        lineages.set(key, above);
      }
    }

    expect(contradictions).toEqual([]);
  });

  it('repeat the JSON of few processes', () => {
    const texts = processesOf(busy).flatMap(({ parent, ancestors = [], ...process }) =>
      [process, ...(parent ? [parent] : []), ...ancestors].map((entry) => JSON.stringify(entry)),
    );

    expect(new Set(texts).size / texts.length).toBeLessThan(0.1);
  });

  it('leave out the arguments that the next entry repeats', () => {
    const forks = processesOf(busy).flatMap(({ ancestors = [] }) => ancestors.filter(({ is_thread }) => is_thread));

    expect(forks.length).toBeGreaterThan(10);
    expect(forks.filter(({ args }) => args)).toEqual([]);
  });

  it('have no process that executes before it is forked', () => {
    const early = processesOf(busy).filter(
      ({ fork_time, exec_time }) => fork_time && exec_time && Date.parse(exec_time) < Date.parse(fork_time),
    );

    expect(early).toEqual([]);
  });

  it('stand above the target of a signal although they are the sender’s', () => {
    const signals = busy.flatMap(({ body }) => (body.signal ? [body] : []));

    expect(signals.length).toBeGreaterThan(10);
    for (const { signal, process } of signals) expect(signal?.target.ancestors).toEqual(process?.ancestors);
  });
});
