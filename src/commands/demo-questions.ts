import { exampleDocument } from '../example-documents.js';
import { askGraphQL, type Endpoint } from './ask-graphql.js';
import { containerAnswer, eventAnswer, newestAnswer } from './demo-answers.js';
import type { AskedEvent, EventPage, EventRow } from './demo-answers.js';
import { demoSimulation } from './demo-events.js';

const PAGE = 100;

/** Characters a line where no terminal says how many it has. */
const WITHOUT_TERMINAL = 160;

/**
 * Asks the demo's three questions over HTTP, as any client would.
 *
 * @returns each question with its query and its answer, ready to be printed
 */
export async function askDemoQuestions(server: Endpoint, now: number): Promise<string> {
  const width = Math.max(80, process.stdout.columns ?? WITHOUT_TERMINAL);
  const newest = await newestEvents(server);
  const chosen = mostTelling(newest);
  const sections = [
    section('1. What happened last?', newestEventsQuery, {}, newestAnswer(newest, width)),
    await oneEvent(server, chosen, width),
    await oneContainer(server, now, width),
  ];
  return sections.join('\n');
}

const newestEventsQuery = exampleDocument('newest-events');

async function newestEvents(server: Endpoint): Promise<readonly EventRow[]> {
  return (await askGraphQL<EventPage<EventRow>>(server, newestEventsQuery, {})).securityEvents.nodes;
}

/** The newest start of a program, else the newest event that a process caused. Its time must point at nothing else. */
function mostTelling(events: readonly EventRow[]): EventRow | undefined {
  const alone = events.filter(({ time }, i) => time !== events[i - 1]?.time && time !== events[i + 1]?.time);
  return alone.find(({ evt }) => evt?.name === 'exec') ?? alone.find(({ process }) => process);
}

async function oneEvent(server: Endpoint, event: EventRow | undefined, width: number): Promise<string> {
  const query = exampleDocument('event-with-lineage');
  const variables = event ? { time: { gte: event.time, lte: event.time } } : {};
  const { securityEvents } = await askGraphQL<EventPage<AskedEvent>>(server, query, variables);
  const answer = eventAnswer(securityEvents.nodes[0], width);
  return section('2. One of them in full: what was it, and who started it?', query, variables, answer);
}

/** A rule of the agent's kind: a shell in a container that was told to run what it downloads. */
const suspicious = 'exec.container.id != "" && exec.args =~ "*| sh"';

const containerQuery = `query ContainerOf($where: String, $time: DateTimeRange) {
  securityEvents(where: $where, filter: { time: $time }, orderBy: OLDEST_FIRST, first: 1) {
    nodes {
      container {
        id
      }
    }
  }
}`;

/** Finds a container by SECL, then asks by a filter for what was run there. */
async function oneContainer(server: Endpoint, now: number, width: number): Promise<string> {
  const { start, duration } = demoSimulation(now);
  const time = { gte: start.toISOString(), lt: new Date(start.getTime() + duration).toISOString() };
  const found = await askGraphQL<EventPage<AskedEvent>>(server, containerQuery, { where: suspicious, time });
  const id = found.securityEvents.nodes[0]?.container?.id;
  const query = exampleDocument('who-ran-what');
  const filter = { time, evt: { name: { eq: 'exec' } }, container: { id: { eq: id ?? 'none' } } };
  const { securityEvents } = await askGraphQL<EventPage<AskedEvent>>(server, query, { filter, first: PAGE });
  const answer = [`The container is the first for which this rule holds: ${suspicious}`, ''];
  answer.push(...containerAnswer(securityEvents.nodes, width));
  return section('3. Who ran what in one container?', query, { filter, first: PAGE }, answer);
}

function section(question: string, query: string, variables: object, answer: readonly string[]): string {
  const asked = query
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
  const given = Object.keys(variables).length ? ['', `  variables ${JSON.stringify(variables)}`] : [];
  return ['', question, '='.repeat(question.length), '', ...asked, ...given, '', ...answer].join('\n');
}
