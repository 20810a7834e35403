import type { AgentGeneration } from './agent-generation.js';
import { allRules, policies, type Rule } from './catalogue/rules.js';
import type { Host } from './host.js';
import { MINUTE } from './instant.js';
import { stringify, type JsonObject } from './json-text.js';
import { baseName } from './process-image.js';
import { Weighted } from './random.js';

/** What an agent says about itself: no event, no contract. */
interface AgentReport {
  readonly ruleId: string;
  readonly title: string;
  readonly body: JsonObject;
}

type Report = (host: Host, generation: AgentGeneration) => AgentReport;

const reports = new Weighted<Report>([
  [36, heartbeat],
  [8, rulesetLoaded],
  [8, selfTest],
  [8, lostWhileReading],
  [8, lostWhileWriting],
  [8, noisyProcess],
  [8, (host, generation) => broken(host, generation, 'abnormal_path', 'Abnormal path detected', 'truncated_parents')],
  [
    8,
    (host, generation) =>
      broken(host, generation, 'no_process_context', 'No process context detected', 'no process context'),
  ],
  [
    8,
    (host, generation) =>
      broken(
        host,
        generation,
        'broken_process_lineage',
        'Broken process lineage detected',
        'parent not found in the process cache',
      ),
  ],
]);

/** One report of the host's agent, as one line of JSON. */
export function agentReportText(host: Host, generation: AgentGeneration): string {
  const { ruleId, title, body } = reports.draw(host.random)(host, generation);
  const version = host.agentVersion(generation);
  return stringify({
    agent: { rule_id: ruleId, version, os: 'linux', arch: 'amd64' },
    title,
    date: host.date(),
    service: 'runtime-security-agent',
    ...body,
    hostname: host.name,
  });
}

/** The agent says in which container it runs; the time is a number here, of nanoseconds and past 2^53. */
function heartbeat(host: Host): AgentReport {
  const policy = host.random.pick(Object.keys(policies) as (keyof typeof policies)[]);
  const container = host.random.chance(0.5) && { id: host.containers[0]?.container.id, created_at: nanoseconds(host) };
  return {
    ruleId: 'heartbeat',
    title: 'Heartbeat',
    body: { policy: policyState(policy), ...(container && { container }) },
  };
}

function rulesetLoaded(): AgentReport {
  const names = Object.keys(policies) as Rule['policy'][];
  const loaded = names.map((name) => ({
    ...policyState(name),
    rules: allRules
      .filter(({ policy }) => policy === name)
      .map(({ id, expression }) => ({ id, version: policies[name].version, expression, status: 'loaded' })),
  }));
  const monitored = ['/etc/shadow', '/etc/passwd', '/root/.ssh/*'];
  return {
    ruleId: 'ruleset_loaded',
    title: 'New ruleset loaded',
    body: { policies: loaded, filters: { approvers: {} }, monitored_files: monitored },
  };
}

function selfTest(host: Host): AgentReport {
  const failed = host.random.chance(0.1) ? ['self_test_chown'] : [];
  const body = { succeeded_tests: ['self_test_open', 'self_test_chmod'], failed_tests: failed, test_events: {} };
  return { ruleId: 'self_test', title: 'Self tests result', body };
}

function lostWhileReading(host: Host): AgentReport {
  const body = { map: 'events', lost: host.random.between(1, 4000) };
  return { ruleId: 'lost_events_read', title: 'Lost events', body };
}

function lostWhileWriting(host: Host): AgentReport {
  const perEvent = { open: host.random.below(9000), exec: host.random.below(40), dns: host.random.uint64() >> 40n };
  return { ruleId: 'lost_events_write', title: 'Lost events', body: { map: 'events', per_event: perEvent } };
}

function noisyProcess(host: Host): AgentReport {
  const { pid, path } = host.random.pickZipf(host.daemons);
  const body = {
    pid_count: host.random.between(5000, 90_000),
    threshold: 5000,
    control_period: 2_000_000_000,
    discarded_until: host.date(host.now + MINUTE),
    pid,
    comm: baseName(path),
  };
  return { ruleId: 'noisy_process', title: 'Noisy process', body };
}

/** The event that made trouble is in the report, whole. */
function broken(host: Host, generation: AgentGeneration, ruleId: string, title: string, error: string): AgentReport {
  const image = host.random.pickZipf(host.daemons);
  const event = {
    evt: { name: 'open', category: 'File Activity', outcome: 'Success' },
    date: host.date(),
    file: { ...host.workFile(image), path_resolution_error: error },
    process: host.writer.context(image, generation),
    usr: {},
    dd: {},
  };
  return { ruleId, title, body: { triggering_event: event, error } };
}

function policyState(name: Rule['policy']): JsonObject {
  const { file, version, source } = policies[name];
  return { name: file, version, source, status: 'loaded' };
}

function nanoseconds(host: Host): bigint {
  return BigInt(host.bootTime) * 1000n + BigInt(host.random.below(1000));
}
