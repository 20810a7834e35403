import type pg from 'pg';
import type { Random } from '#spoor/simulator/random.js';
import type { EventStock } from './event-stock.js';
import type { GraphQLClient } from './graphql-client.js';
import type { BaselineQuestion } from './baseline.js';

/** One question of the bench, asked again and again with other parameters. */
export interface QueryCase {
  /** Of the option `--only` and of files. */
  readonly name: string;
  readonly title: string;
  /** Of `bench/queries`, without `.graphql`. */
  readonly document: string;
  readonly aim?: Aim;
  /** Parameters of many requests, drawn from what is stored. */
  draw(stored: Stored): Promise<readonly Drawn[]>;
  /** How many rows the baseline must have, by the data that Spoor answers with. */
  readonly rows: (data: never) => number;
  /** The same question to the table of documents; the first is compared with Spoor. */
  readonly baseline: readonly BaselineQuestion[];
}

/** At one client. */
export type Aim =
  { readonly kind: 'below'; readonly p95: number } | { readonly kind: 'no slower than'; readonly name: string };

/** The parameters of one request. */
export interface Drawn {
  /** Of the GraphQL document. */
  readonly variables: object;
  /** Of the baseline's questions, in their order. */
  readonly baseline: readonly (readonly unknown[])[];
}

/** What there is to draw from. */
export interface Stored {
  readonly stock: EventStock;
  /** Spoor's database. */
  readonly database: pg.Client;
  readonly client: GraphQLClient;
  readonly random: Random;
  /** How many to draw. */
  readonly count: number;
}
