import { afterAll, beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { tokenize } from '../event-format/canonical-json.js';
import { contractDocument } from '../support/contract-arbitrary.js';
import { RoundTrip } from './round-trip.js';

/**
 * Ingest remembers parts of documents byte for byte. These documents share parts with each other in every way that they
 * can and cannot: what was learnt from one must never show in another.
 */
let roundTrip: RoundTrip;

beforeAll(async () => {
  roundTrip = await RoundTrip.start();
});

afterAll(() => roundTrip.server.close());

/** A key and its value, both as JSON text as it stands in the document. */
type Member = readonly [key: string, json: string];

function membersOf(object: string): Member[] {
  const members: Member[] = [];
  let depth = 0;
  let key = '';
  let start = 0;
  const cut = (at: number): string => {
    const piece = object.slice(start, at);
    start = at + 1;
    return piece;
  };
  for (const { text, at } of tokenize(object)) {
    if (text === '}' || text === ']') depth--;
    const endsMember = (depth === 1 && text === ',') || (depth === 0 && text === '}' && key !== '');
    if (endsMember) members.push([key, cut(at)]);
    if (depth === 0) start = at + 1;
    if (depth === 1 && text === ':') key = cut(at);
    if (text === '{' || text === '[') depth++;
  }
  return members;
}

function write(members: readonly Member[]): string {
  return `{${members.map((member) => member.join(':')).join()}}`;
}

const isObject = ([, json]: Member): boolean => json.startsWith('{');

/** The same keys, their values handed round: types that no contract allows, but free-form reports may have. */
function handRound(members: readonly Member[], shift: number): Member[] {
  return members.map(([key], i) => [key, members[(i + shift) % members.length]?.[1] as string]);
}

function report(members: readonly Member[]): string {
  const others = members.filter(([key]) => key !== '"agent"' && key !== '"evt"');
  return write([['"agent"', '{"rule_id":"heartbeat"}'], ...others]);
}

/** Documents made of the parts of one event. */
function remixes(event: string, shift: number): string[] {
  const members = membersOf(event);
  const process = membersOf(members.find(([key]) => key === '"process"')?.[1] ?? '{}');
  const [someObject] = process.filter(isObject);
  const withProcess = (inner: readonly Member[]): Member[] => [
    ...members.filter(([key]) => key !== '"process"'),
    ['"process"', write(inner)],
  ];
  return [
    event,
    report(members),
    report(handRound(members, shift)),
    report(withProcess(handRound(process, shift))),
    report(members.map(([key, json]) => [key, `[${json}]`])),
    report(withProcess(process.map(([key, json]) => [key, `[${json},7]`]))),
    write([...members, ['"copies"', `[${members.map(([, json]) => json).join()}]`]]),
    write([...members].reverse()),
    ...(someObject ? [write([...members, ['"copy"', write([someObject])]])] : []),
  ];
}

describe('documents that share parts', () => {
  it.each(['cws-7.44', 'csm-7.57'] as const)('of %s each come back as they were sent', async (contract) => {
    const event = contractDocument(contract, { density: 0.6, maxAncestors: 3 });

    await fc.assert(
      fc.asyncProperty(event, fc.integer({ min: 1, max: 30 }), async (document, shift) => {
        await roundTrip.expectAllBack(remixes(document, shift));
        await roundTrip.expectAllBack(remixes(document, shift + 1).reverse());
      }),
      { numRuns: 3, interruptAfterTimeLimit: 20_000 },
    );
  });
});
