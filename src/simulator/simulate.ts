import { planFleet, type FleetMember } from './fleet.js';
import { HostStream } from './host-stream.js';
import { SECOND, type Micros } from './instant.js';
import { Random, Weighted } from './random.js';
import type { SimulatedDocument, SimulationOptions } from './simulation-options.js';

/** No clock is right: hosts are ahead by up to this much. */
const LARGEST_SKEW: Micros = 2 * SECOND;

/**
 * Security events of a fleet of Linux hosts, in the order in which they would arrive: in order of time on each host,
 * nearly so over all. Nothing is drawn from the machine or its clock, so the same options give the same documents.
 */
export function* simulate(options: SimulationOptions): Generator<SimulatedDocument, void> {
  const { events, hosts, seed } = options;
  if (hosts < 1) throw new Error(`Cannot simulate ${hosts} hosts; ask for at least one`);
  const random = new Random(`simulation ${seed}`);
  const start = options.start.getTime() * 1000;
  const skew = Math.min(LARGEST_SKEW, Math.floor(options.duration * 10));
  const fleet = new Weighted(
    planFleet(hosts, seed).map((member) => [member.weight, new LazyHost(member, seed, start, random.below(skew + 1))]),
  );
  const step = Math.floor((options.duration * 1000 - skew) / Math.max(events, 1));
  let sent = 0;
  while (sent < events) {
    const at = start + sent * step + random.below(step + 1);
    for (const document of fleet.draw(random).burst(at)) {
      yield document;
      if (++sent === events) return;
    }
  }
}

/** A host boots with its first event: a benchmark of a few events need not start a thousand hosts. */
class LazyHost {
  private stream: HostStream | undefined;

  constructor(
    private readonly member: FleetMember,
    private readonly seed: number,
    private readonly start: Micros,
    private readonly skew: Micros,
  ) {}

  burst(at: Micros): Generator<SimulatedDocument, void> {
    this.stream ??= new HostStream(this.member, this.seed, this.start);
    return this.stream.burst(at + this.skew);
  }
}
