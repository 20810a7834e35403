import { generations, newestKnown, type AgentGeneration, type GenerationName } from './agent-generation.js';
import { Random, Weighted } from './random.js';

/** A host before it runs: its name, what it is for, which agents it has, and how busy it is. */
export interface FleetMember {
  readonly name: string;
  readonly role: string;
  /** The agents that run there, by the share of their documents. */
  readonly agents: Weighted<AgentGeneration>;
  /** True in a small fleet: agents were replaced again and again. */
  readonly hasEveryAgent: boolean;
  readonly weight: number;
}

/** Part of all documents that an agent of that generation sends; the newest contract has the rest. */
const SHARES: readonly (readonly [GenerationName, number])[] = [
  ['cws-7.40', 0.04],
  ['cws-7.44', 0.04],
  ['csm-7.55', 0.04],
  ['newer', 0.022],
];
const SHARE_OF_NEWEST = 1 - SHARES.reduce((sum, [, share]) => sum + share, 0);

/** Below this size a host of each generation would leave none for the newest: then each host has had every agent. */
const SMALLEST_DIVIDED_FLEET = SHARES.length + 1;

const ROLES = ['kube', 'web', 'kube', 'db', 'batch', 'kube', 'web', 'kube'] as const;
const REGIONS = ['eu1', 'us1', 'ap2'];

export function planFleet(size: number, seed: number): FleetMember[] {
  const random = new Random(`fleet ${seed}`);
  return divide(size, random).map((part, index) => {
    const role = ROLES[index % ROLES.length] ?? 'web';
    return { ...part, role, name: hostName(role, index, random) };
  });
}

type FleetPart = Omit<FleetMember, 'name' | 'role'>;

/** Gives each generation its number of hosts, which together have its share of the events. */
function divide(size: number, random: Random): FleetPart[] {
  if (size < SMALLEST_DIVIDED_FLEET) return Array<FleetPart>(size).fill(hostWithEveryAgent());
  const others = SHARES.flatMap(([name, share]) => {
    const count = Math.max(1, Math.round(size * share));
    return Array<FleetPart>(count).fill(hostWith(name, share / count));
  });
  // Others come last: the first hosts, which people look at, speak the newest contract.
  return [...hostsWithNewest(size - others.length, random), ...others];
}

function hostWithEveryAgent(): FleetPart {
  const others = SHARES.map(([name, share]) => [share, generations[name]] as const);
  const agents = new Weighted([[SHARE_OF_NEWEST, newestKnown], ...others]);
  return { agents, hasEveryAgent: true, weight: 1 };
}

function hostWith(name: GenerationName, weight: number): FleetPart {
  return { agents: new Weighted([[1, generations[name]]]), hasEveryAgent: false, weight };
}

/** Some hosts are twice as busy as others; together they have the share of the newest contract. */
function hostsWithNewest(count: number, random: Random): FleetPart[] {
  const busyness = Array.from({ length: count }, () => random.between(60, 140));
  const sum = busyness.reduce((total, one) => total + one, 0);
  return busyness.map((one) => hostWith(newestKnown.name, (SHARE_OF_NEWEST * one) / sum));
}

function hostName(role: string, index: number, random: Random): string {
  return `${role}-${String(index + 1).padStart(3, '0')}.${random.pick(REGIONS)}.example`;
}
