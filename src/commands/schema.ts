import { writeFile } from 'node:fs/promises';
import { buildGraphQLSchema, printGraphQLSchema } from '../graphql/schema.js';

const FILE = new URL('../../schema/schema.graphql', import.meta.url);

/** `spoor schema`: writes the GraphQL schema to schema/schema.graphql. */
export async function schema(): Promise<void> {
  await writeFile(FILE, printGraphQLSchema(await buildGraphQLSchema()));
}
