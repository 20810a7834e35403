import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { PROGRAM } from './program.js';

export interface EventFile {
  readonly path: string;
  readonly events: number;
  readonly bytes: number;
}

/** Days after which the events are older than what a user would import. */
const LIFETIME = 30;

/** Simulated events as NDJSON: made once and kept. */
export async function eventFile(events: number, seed: number): Promise<EventFile> {
  const path = `.bench/events-${events}-${seed}.ndjson`;
  if (!isFresh(path)) await simulate(path, events, seed);
  return { path, events, bytes: statSync(path).size };
}

function isFresh(path: string): boolean {
  return existsSync(path) && Date.now() - statSync(path).mtimeMs < LIFETIME * 86_400_000;
}

async function simulate(path: string, events: number, seed: number): Promise<void> {
  mkdirSync('.bench', { recursive: true });
  const options = ['--events', String(events), '--hosts', '20', '--seed', String(seed)];
  const child = spawn(process.execPath, [PROGRAM, 'simulate', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  await pipeline(child.stdout, createWriteStream(`${path}.part`));
  renameSync(`${path}.part`, path);
}
