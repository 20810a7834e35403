import { parse as parseWithLibrary } from 'lossless-json';
import { parseLossless } from '#spoor/event-format/lossless-json.js';
import { simulate } from '#spoor/simulator/simulate.js';
import { describeRuntime } from './machine.js';
import { median } from './median.js';

/** `npm run bench:json`: what it costs to parse events without changing a number, against `JSON.parse`. */
const DOCUMENTS = 2000;
const ROUNDS = 15;

const parsers = {
  'JSON.parse': (text: string): unknown => JSON.parse(text),
  'ours, lossless': parseLossless,
  'lossless-json': (text: string) => parseWithLibrary(text),
};

const start = new Date('2026-01-01T00:00:00Z');
const plain = [...simulate({ events: DOCUMENTS, hosts: 5, seed: 1, start, duration: 86_400_000 })].map(
  ({ text }) => text,
);

console.log(`${describeRuntime()}\n`);
compare('events as they come', plain);
compare('events with an inode past 2^53', plain.map(withBigInode));

function withBigInode(text: string): string {
  return text.replace(/"inode":\d+/, '"inode":18446744073709551615');
}

/** In turns, so that a slow moment of the machine meets all of them. */
function compare(name: string, texts: readonly string[]): void {
  const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
  const seconds = new Map(Object.keys(parsers).map((parser) => [parser, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [parser, parse] of Object.entries(parsers)) seconds.get(parser)?.push(time(parse, texts));
  }
  const native = median(seconds.get('JSON.parse') ?? []);
  console.log(`${name}: ${texts.length} documents, ${megabytes.toFixed(1)} MB`);
  for (const [parser, times] of seconds) {
    const speed = `${(megabytes / median(times)).toFixed(0)} MB/s`.padStart(10);
    console.log(`${parser.padEnd(16)}${speed}  ${(median(times) / native).toFixed(2)} x the time of JSON.parse`);
  }
  console.log('');
}

function time(parse: (text: string) => unknown, texts: readonly string[]): number {
  const start = performance.now();
  for (const text of texts) parse(text);
  return (performance.now() - start) / 1000;
}
