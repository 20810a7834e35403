import { knowsRoot, newestKnown, type AgentGeneration } from './agent-generation.js';
import { background, newerBackground } from './activities/background.js';
import { stories } from './activities/stories.js';
import { agentReportText } from './agent-report.js';
import { eventText } from './document-writer.js';
import type { EventDraft } from './event-draft.js';
import type { FleetMember } from './fleet.js';
import { bootHost } from './host-boot.js';
import { Host } from './host.js';
import type { Micros } from './instant.js';
import type { ProcessImage } from './process-image.js';
import type { SimulatedDocument } from './simulation-options.js';

/** Part of all documents that are about the agent and not about the host. */
const REPORT_SHARE = 0.01;
/** Beyond this many at once, none begins before another ends. */
const MOST_STORIES = 8;
/** How often a story goes on; several of its events follow each other at once. */
const STORY_SHARE = 0.11;
const LONGEST_BURST = 12;
const LONGEST_PAUSE: Micros = 40_000;
/** Half of the work is done in containers. */
const CONTAINER_SHARE = 0.5;

/** Events that have a root key of their own name: an agent that does not know the key does not send the event. */
const NAMED_LIKE_THEIR_KEY = new Set(['imds', 'syscalls', 'connect', 'accept']);

/** The documents of one host, one after the other. */
export class HostStream {
  private readonly host: Host;
  private readonly ongoing: Generator<EventDraft, void>[] = [];

  constructor(
    private readonly member: FleetMember,
    seed: number,
    start: Micros,
  ) {
    this.host = new Host({ name: member.name, role: member.role, seed, start });
    bootHost(this.host, start);
  }

  /** What happens at that time: a single event, or some of a story that follow within milliseconds. */
  *burst(at: Micros): Generator<SimulatedDocument, void> {
    this.host.advanceTo(at);
    const generation = this.member.agents.draw(this.host.random);
    for (const draft of this.happenings(generation)) {
      if (this.host.random.chance(REPORT_SHARE)) yield this.report(generation);
      const speaker = this.speakerOf(draft, generation);
      if (speaker) yield this.event(draft, speaker);
      this.host.advanceTo(this.host.now + this.host.random.between(200, LONGEST_PAUSE));
    }
  }

  /** What the agent does not know passes unseen, unless the host has other agents, too. */
  private speakerOf(draft: EventDraft, generation: AgentGeneration): AgentGeneration | undefined {
    if (canSpeakOf(generation, draft)) return generation;
    return this.member.hasEveryAgent && canSpeakOf(newestKnown, draft) ? newestKnown : undefined;
  }

  private event(draft: EventDraft, generation: AgentGeneration): SimulatedDocument {
    const contract = generation.contract?.name ?? null;
    return { host: this.host.name, contract, text: eventText(this.host, draft, generation) };
  }

  private report(generation: AgentGeneration): SimulatedDocument {
    return { host: this.host.name, contract: null, text: agentReportText(this.host, generation) };
  }

  private *happenings(generation: AgentGeneration): Generator<EventDraft, void> {
    if (this.host.random.chance(STORY_SHARE)) yield* this.someStory();
    else yield this.someActivity(generation);
  }

  private someActivity(generation: AgentGeneration): EventDraft {
    const { random } = this.host;
    const activities = generation.contract === null && random.chance(0.4) ? newerBackground : background;
    return activities.draw(random)(this.host, this.someProcess());
  }

  /** Goes on with a story, or begins one, and leaves it after a while to go on later. */
  private *someStory(): Generator<EventDraft, void> {
    const { random } = this.host;
    const begins = this.ongoing.length === 0 || (this.ongoing.length < MOST_STORIES && random.chance(0.5));
    const story = begins ? stories.draw(random)(this.host) : random.pick(this.ongoing);
    if (begins) this.ongoing.push(story);
    for (let count = random.between(2, LONGEST_BURST); count > 0; count--) {
      const step = story.next();
      if (step.done) {
        this.ongoing.splice(this.ongoing.indexOf(story), 1);
        return;
      }
      yield step.value;
    }
  }

  /** Few processes do most of the work. */
  private someProcess(): ProcessImage {
    const { random, containers, daemons, kworkers } = this.host;
    if (random.chance(CONTAINER_SHARE)) return random.pickZipf(random.pickZipf(containers).processes);
    return random.chance(0.01) ? random.pick(kworkers) : random.pickZipf(daemons);
  }
}

function canSpeakOf(generation: AgentGeneration, { name }: EventDraft): boolean {
  return !NAMED_LIKE_THEIR_KEY.has(name) || knowsRoot(generation, name);
}
