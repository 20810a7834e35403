import { describe, expect, it } from '@jest/globals';
import { runCli, startCli } from '../support/cli.js';

async function simulate(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(['simulate', ...args], {});
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

describe('spoor simulate', () => {
  it('writes as many events as it is asked for, of as many hosts, as lines of JSON', async () => {
    const lines = (await simulate('--events', '200', '--hosts', '3')).split('\n');

    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(200);
    const hosts = new Set(lines.map((line) => (JSON.parse(line) as { hostname: string }).hostname));
    expect(hosts.size).toBe(3);
  });

  it('writes the same bytes for the same seed, and others for another', async () => {
    const options = ['--events', '50', '--hosts', '2', '--seed'];

    const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => simulate(...options, String(seed))));

    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it('spreads the events over the hours from the start that it is given', async () => {
    const text = await simulate('--events', '100', '--start', '2026-01-31T08:00:00Z', '--hours', '2');

    const dates = [...text.matchAll(/^{.*"date":"(2026[^"]+)"/gm)].map(([, date]) => Date.parse(date as string)).sort();
    expect(dates.at(0)).toBeGreaterThanOrEqual(Date.parse('2026-01-31T07:59:00Z'));
    expect(dates.at(-1)).toBeLessThanOrEqual(Date.parse('2026-01-31T10:01:00Z'));
  });

  it('is quiet when its reader has seen enough', async () => {
    const running = startCli(['simulate', '--events', '100000'], {});
    running.process.stdout?.once('data', () => running.process.stdout?.destroy());

    const { code, stderr } = await running.result;

    expect([code, stderr]).toEqual([0, '']);
  });

  it.each([
    [['--events', 'many'], /It must be a whole number/],
    [['--hosts', '0'], /It must be 1 or more/],
    [['--start', 'soon'], /It must be a time in RFC 3339/],
  ])('refuses %j', async (args, sentence) => {
    const { code, stderr } = await runCli(['simulate', ...args], {});

    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
  });
});
