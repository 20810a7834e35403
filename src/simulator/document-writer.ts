import { knowsField, rootInWordsOf, type AgentGeneration } from './agent-generation.js';
import { allRules, policies, rulesByEvent, type Rule } from './catalogue/rules.js';
import type { EventDraft } from './event-draft.js';
import type { Host } from './host.js';
import { ZERO_DATE } from './instant.js';
import { JsonText, stringify, type JsonObject } from './json-text.js';
import { ancestorsOf, baseName, type ProcessImage } from './process-image.js';

const rulesById = new Map(allRules.map((rule) => [rule.id, rule]));

/** What happened, as one line of JSON in the words of the agent that saw it. */
export function eventText(host: Host, draft: EventDraft, generation: AgentGeneration): string {
  const rule = ruleOf(host, draft);
  const event = rootInWordsOf(generation, eventFields(host, draft, rule, generation));
  return stringify({
    // Agents of every age send these two, whatever their contract says.
    agent: agentFields(host, draft, rule, generation),
    title: rule.title,
    ...(generation.contract ? event : withNewerFields(event)),
    // Not the agent's: shippers copy it from the envelope into the document.
    hostname: host.name,
  });
}

/** The rule that a story names, or one of those that watch for such an event. */
function ruleOf(host: Host, draft: EventDraft): Rule {
  const named = draft.rule && rulesById.get(draft.rule);
  if (named) return named;
  const subject = draft.subject ?? pathOf(draft);
  const matching = (rulesByEvent[draft.name] ?? allRules).filter(
    ({ occasion }) => occasion === undefined || (occasion !== 'named' && occasion.test(subject)),
  );
  return host.random.pickZipf(matching);
}

function pathOf({ body }: EventDraft): string {
  const file = typeof body === 'object' ? (body.file as JsonObject | undefined) : undefined; // built as an object
  return typeof file?.path === 'string' ? file.path : '';
}

function eventFields(host: Host, draft: EventDraft, rule: Rule, generation: AgentGeneration): JsonObject {
  const { image, process, body } = draft;
  return {
    usr: userFields(image),
    evt: eventContext(host, draft, rule),
    date: host.random.chance(0.002) ? ZERO_DATE : host.date(),
    ...(typeof body === 'function' ? body(generation) : body),
    process: withVariables(host, host.writer.context(image, generation, process), generation),
    container: containerFields(host, image),
    cgroup: cgroupFields(image),
    dd: traceFields(host, image, generation),
    security_profile: profileFields(host, image),
    syscall: syscallFields(host, draft, generation),
  };
}

function agentFields(host: Host, { image }: EventDraft, rule: Rule, generation: AgentGeneration): JsonObject {
  const { file, version } = policies[rule.policy];
  const spokeOfPlatform = generation.name !== 'cws-7.40' && generation.name !== 'cws-7.44';
  return {
    rule_id: rule.id,
    rule_version: version,
    rule_actions: spokeOfPlatform && host.random.chance(0.01) ? [actionTaken(host, image)] : undefined,
    policy_name: file,
    policy_version: version,
    version: host.agentVersion(generation),
    ...(spokeOfPlatform && { os: 'linux', arch: 'amd64', origin: 'ebpf' }),
  };
}

/** What the agent did about it: open objects of different shape. */
function actionTaken(host: Host, image: ProcessImage): JsonObject {
  if (host.random.chance(0.5)) return { type: 'hash_action', path: image.path, enabled: true };
  const now = host.date();
  return {
    type: 'kill_action',
    signal: 'SIGKILL',
    scope: 'process',
    created_at: now,
    detected_at: now,
    killed_at: now,
    ttr: '1.2ms',
    rule_id: 'kill',
  };
}

function userFields({ kind, credentials }: ProcessImage): JsonObject {
  if (kind === 'kworker') return {};
  return { id: credentials.account.user, group: credentials.account.group };
}

function eventContext(host: Host, { name, category, outcome }: EventDraft, rule: Rule): JsonObject {
  const { random } = host;
  return {
    name,
    category,
    outcome: outcome ?? 'Success',
    async: random.chance(0.02) || undefined,
    matched_rules: random.chance(0.1) ? [matchedRule(rule)] : undefined,
    variables: random.chance(0.02)
      ? { seen_before: random.chance(0.5), last_paths: ['/etc/passwd', '/etc/shadow'] }
      : undefined,
  };
}

function matchedRule({ id, tags, policy }: Rule): JsonObject {
  const { file, version } = policies[policy];
  return { id, version, tags, policy_name: file, policy_version: version };
}

/** Variables of the process stand beside its lineage; their values are booleans, integers, texts or lists. */
function withVariables(host: Host, process: JsonText, generation: AgentGeneration): JsonText {
  if (!host.random.chance(0.02) || !knowsField(generation, 'ProcessContext', 'variables')) return process;
  const variables = stringify({
    correlation_key: host.random.hex(12),
    score: host.random.below(100),
    ports: [80, 443],
  });
  return new JsonText(`{"variables":${variables},${process.text.slice(1)}`);
}

function containerFields(host: Host, { container }: ProcessImage): JsonObject | undefined {
  if (!container) return undefined;
  const variables = host.random.chance(0.02) ? { first_shell: true, restarts: host.random.below(9) } : undefined;
  return { id: container.id, created_at: host.date(container.createdAt), variables };
}

function cgroupFields(image: ProcessImage): JsonObject | undefined {
  const { kind, container } = image;
  if (container) return { id: container.cgroup, manager: container.manager };
  return kind === 'kworker' ? undefined : { id: sliceOf(image), manager: 'systemd' };
}

/** Sessions have a slice of their user; everything else belongs to the unit that systemd started. */
function sliceOf(image: ProcessImage): string {
  if (image.tty) return `/user.slice/user-${image.credentials.login}.slice/session-${image.ppid}.scope`;
  const unit = [image, ...ancestorsOf(image)].find(({ depth }) => depth <= 1) ?? image;
  return unit.depth === 0 ? '/init.scope' : `/system.slice/${baseName(unit.path)}.service`;
}

/** Mostly empty; integers up to uint64 first, text since csm-7.57. */
function traceFields(host: Host, image: ProcessImage, generation: AgentGeneration): JsonObject {
  if (!image.container || !host.random.chance(0.06)) return {};
  const span = host.random.uint64();
  const trace = host.random.uint64();
  const asText = generation.name === 'csm-7.57' || generation.contract === null;
  if (!asText) return { span_id: span, trace_id: trace };
  return { span_id: span.toString(), trace_id: host.random.hex(16) + trace.toString(16) };
}

function profileFields(host: Host, { container }: ProcessImage): JsonObject | undefined {
  if (!container || !host.random.chance(0.12)) return undefined;
  const { name, version } = container.image;
  return {
    name,
    version,
    tags: [`image_name:${name}`, `image_tag:${version}`],
    event_in_profile: host.random.chance(0.8),
    event_type_state: host.random.pickZipf([
      'stable_event_type',
      'auto_learning',
      'workload_warmup',
      'unstable_event_type',
    ]),
  };
}

/** Agents resolve the arguments of a system call only when a rule asks for them. */
function syscallFields(host: Host, { syscall }: EventDraft, generation: AgentGeneration): JsonObject | undefined {
  if (!syscall || !host.random.chance(0.35)) return undefined;
  if (!knowsField(generation, 'SyscallContext', syscall.name)) return undefined;
  return { [syscall.name]: syscall.args };
}

/** Agents newer than every contract say more about files, too. */
function withNewerFields(event: JsonObject): JsonObject {
  const file = event.file as JsonObject | undefined; // the simulator builds it as an object
  if (!file) return event;
  const name = typeof file.name === 'string' ? file.name : '';
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.')) : undefined;
  return { ...event, file: { ...file, extension, mount_visible: true, mount_detached: false } };
}
