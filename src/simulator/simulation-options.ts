import type { ContractName } from '../event-format/contract.js';

export interface SimulationOptions {
  readonly events: number;
  readonly hosts: number;
  /** The same seed (and options) gives the same bytes. */
  readonly seed: number;
  /** About the time of the first event. */
  readonly start: Date;
  /** Milliseconds over which the events are spread. */
  readonly duration: number;
}

export interface SimulatedDocument {
  readonly host: string;
  /** The contract that the document keeps; null for agent reports and for agents newer than every contract. */
  readonly contract: ContractName | null;
  /** One line of compact JSON. */
  readonly text: string;
}

/** Ten thousand events of twenty hosts over the last 24 hours. */
export function defaultSimulation(now: Date): SimulationOptions {
  const duration = 24 * 60 * 60 * 1000;
  return { events: 10_000, hosts: 20, seed: 1, start: new Date(now.getTime() - duration), duration };
}
