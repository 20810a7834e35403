import { expectData, GraphQLClient } from './graphql-client.js';
import { latencies, type Latencies } from './latencies.js';

export interface Load {
  readonly url: string;
  /** Bodies to send, each in its turn: no two requests in a row ask the same. */
  readonly bodies: readonly Buffer[];
  readonly clients: number;
  readonly seconds: number;
  /** All clients together, in place of the seconds. */
  readonly requests: number | undefined;
}

/** Requests of each client before the measured ones: connections, plans and caches come to be. */
const WARM_UP = 3;

/** Clients that each send their next request when the last one is answered (a closed loop). */
export async function measureClients(load: Load): Promise<Latencies> {
  const clients = Array.from({ length: load.clients }, () => new GraphQLClient(load.url));
  const turns = takeTurns(load.bodies);
  try {
    const warmUp = WARM_UP * load.clients;
    await Promise.all(clients.map((client) => keepAsking(client, turns, (asked) => asked < warmUp)));
    turns.reset();
    const milliseconds: number[] = [];
    const start = performance.now();
    const goesOn = whileLasting(load);
    await Promise.all(
      clients.map((client) => keepAsking(client, turns, goesOn, (time) => void milliseconds.push(time))),
    );
    return latencies(milliseconds, (performance.now() - start) / 1000);
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
  note: (milliseconds: number) => void = () => undefined,
): Promise<void> {
  while (goesOn(turns.taken)) {
    const { body, milliseconds } = await client.send(turns.next());
    note(milliseconds);
    expectData(body);
  }
}

/** One client asks both in turns, so that a slow moment of the machine meets both. */
export async function measureInTurns(load: Load, other: readonly Buffer[]): Promise<[Latencies, Latencies]> {
  const client = new GraphQLClient(load.url);
  const sides = [load.bodies, other].map((bodies) => ({ turns: takeTurns(bodies), milliseconds: [] as number[] }));
  const goesOn = whileLasting(load);
  try {
    const start = performance.now();
    for (let asked = 0; goesOn(asked); asked++) {
      for (const { turns, milliseconds } of sides) {
        const { body, milliseconds: time } = await client.send(turns.next());
        milliseconds.push(time);
        expectData(body);
      }
    }
    const seconds = (performance.now() - start) / 1000;
    const [ours, theirs] = sides.map(({ milliseconds }) => latencies(milliseconds, seconds));
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
