import { GraphQLClient, hasData, type Endpoint } from './graphql-client.js';
import { latencies, type Latencies, type Measured } from './latencies.js';

export interface Load {
  readonly server: Endpoint;
  /** Bodies to send, each in its turn: no two requests in a row ask the same. */
  readonly bodies: readonly Buffer[];
  readonly clients: number;
  readonly seconds: number;
  /** All clients together, in place of the seconds. */
  readonly requests: number | undefined;
}

/** Requests of each client before the measured ones: connections, plans and caches come to be. */
const WARM_UP = 3;

/** What was measured of clients that each send their next request when the last one is answered (a closed loop). */
export interface Crowd {
  readonly latencies: Latencies;
  /** The longest first. */
  readonly slowest: readonly Buffer[];
}

export async function measureClients(load: Load): Promise<Crowd> {
  const clients = Array.from({ length: load.clients }, () => new GraphQLClient(load.server));
  const turns = takeTurns(load.bodies);
  try {
    const warmUp = WARM_UP * load.clients;
    await Promise.all(clients.map((client) => keepAsking(client, turns, (asked) => asked < warmUp)));
    turns.reset();
    const measured: Measured[] = [];
    const start = performance.now();
    const goesOn = whileLasting(load);
    await Promise.all(clients.map((client) => keepAsking(client, turns, goesOn, (one) => void measured.push(one))));
    const seconds = (performance.now() - start) / 1000;
    measured.sort((a, b) => b.milliseconds - a.milliseconds);
    return { latencies: latencies(measured, seconds), slowest: [...new Set(measured.map(({ body }) => body))] };
  } finally {
    for (const client of clients) client.close();
  }
}

interface Turns {
  /** How many were taken. */
  readonly taken: number;
  next(): Buffer;
  /** Counts from 0 again, and goes on with the next body. */
  reset(): void;
}

function takeTurns(bodies: readonly Buffer[]): Turns {
  let at = 0;
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    next: () => {
      taken++;
      return bodies[at++ % bodies.length] as Buffer; // a case without parameters has been refused
    },
    reset: () => void (taken = 0),
  };
}

async function keepAsking(
  client: GraphQLClient,
  turns: Turns,
  goesOn: (asked: number) => boolean,
  note: (measured: Measured) => void = () => undefined,
): Promise<void> {
  while (goesOn(turns.taken)) note(await sendOne(client, turns.next()));
}

async function sendOne(client: GraphQLClient, body: Buffer): Promise<Measured> {
  const answer = await client.send(body);
  return { body, milliseconds: answer.milliseconds, isTimeout: !hasData(answer.body) };
}

/** One client asks both in turns, so that a slow moment of the machine meets both. */
export async function measureInTurns(load: Load, other: readonly Buffer[]): Promise<[Latencies, Latencies]> {
  const client = new GraphQLClient(load.server);
  const sides = [load.bodies, other].map((bodies) => ({ turns: takeTurns(bodies), measured: [] as Measured[] }));
  const goesOn = whileLasting(load);
  try {
    const start = performance.now();
    for (let asked = 0; goesOn(asked); asked++) {
      for (const { turns, measured } of sides) measured.push(await sendOne(client, turns.next()));
    }
    const seconds = (performance.now() - start) / 1000;
    const [ours, theirs] = sides.map(({ measured }) => latencies(measured, seconds));
    return [ours as Latencies, theirs as Latencies]; // one for each side
  } finally {
    client.close();
  }
}

/** Starts the time of the load. */
function whileLasting({ requests, seconds }: Load): (asked: number) => boolean {
  const deadline = performance.now() + seconds * 1000;
  return (asked) => (requests === undefined ? performance.now() < deadline : asked < requests);
}
