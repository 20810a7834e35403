import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const EXAMPLES = new URL('../../schema/examples/', import.meta.url);

let page: Promise<Buffer> | undefined;

/** GraphiQL as one HTML page with its assets inside, a tab for every example document. Gzipped, made once. */
export function graphiqlPage(): Promise<Buffer> {
  page ??= render();
  return page;
}

async function render(): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const tabs = await exampleDocuments();
  const html = renderGraphiQL({
    title: 'Spoor',
    endpoint: '/graphql',
    defaultQuery: tabs[0] ?? '{ __typename }',
    defaultTabs: tabs.map((query) => ({ query })),
  } as Parameters<typeof renderGraphiQL>[0]);
  return promisify(gzip)(html);
}

async function exampleDocuments(): Promise<string[]> {
  const names = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.graphql')).sort();
  return Promise.all(names.map((name) => readFile(new URL(name, EXAMPLES), 'utf8')));
}
