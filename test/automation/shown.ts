import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** docs/automation.md: what it shows is taken out of it and run. */
export const page = readFileSync(new URL('../../docs/automation.md', import.meta.url), 'utf8');

/** The block of code that names itself so in its first lines. */
export function shown(name: string): string {
  const blocks = [...page.matchAll(/^```\w+\n([\s\S]*?)^```/gm)].map(([, code]) => code as string);
  return blocks.find((code) => new RegExp(`^(//|#) ${name}\\b`, 'm').test(code)) as string;
}

/** Whether a program can be run here. */
export function isThere(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0 || spawnSync(program, ['version']).status === 0;
}
