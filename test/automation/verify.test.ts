import { afterAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Webhook } from 'standardwebhooks';
import ts from 'typescript';
import { temporaryFolder } from '../support/temporary-folder.js';
import { isThere, shown } from './shown.js';

const folder = temporaryFolder();

afterAll(() => folder.remove());

/** A message as it arrives. */
interface Message {
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const BODY = '{"events":[{"title":"é 🐾","inode":18446744073709551615}]}';

function signed(by: readonly string[], age = 0, id = 'msg_1'): Message {
  const now = new Date(Date.now() - age * 1000);
  const signatures = by.map((each) => new Webhook(each).sign(id, now, BODY));
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
  return { secret, headers, body: BODY };
}

function withHeaders(message: Message, headers: Readonly<Record<string, string>>): Message {
  return { ...message, headers: { ...message.headers, ...headers } };
}

const other = `whsec_${randomBytes(24).toString('base64')}`;
const genuine = signed([secret]);

/** Whether each is to be believed. */
const MESSAGES: readonly (readonly [what: string, message: Message, isGenuine: boolean])[] = [
  ['as it was signed', genuine, true],
  ['with the signature of another secret before its own', signed([other, secret]), true],
  ['four minutes old', signed([secret], 240), true],
  ['from a clock that is four minutes ahead', signed([secret], -240), true],
  ['signed by another secret', signed([other]), false],
  ['six minutes old', signed([secret], 360), false],
  ['six minutes ahead', signed([secret], -360), false],
  ['with another body', { ...genuine, body: BODY.replace('é', 'e') }, false],
  ['with another id', withHeaders(genuine, { 'webhook-id': 'msg_2' }), false],
  ['with another time', withHeaders(genuine, signed([other], 1).headers), false],
  ['without headers', { ...genuine, headers: {} }, false],
  ['with a time that is none', withHeaders(genuine, { 'webhook-timestamp': 'now' }), false],
  ['with a time past all clocks', withHeaders(genuine, { 'webhook-timestamp': '9'.repeat(18) }), false],
  ['with signatures of other kinds', withHeaders(genuine, { 'webhook-signature': 'v1a,AAAA v2 , v1,' }), false],
  [
    'with a signature of another version',
    withHeaders(genuine, { 'webhook-signature': genuine.headers['webhook-signature']?.replace('v1', 'v2') ?? '' }),
    false,
  ],
];

const expected = MESSAGES.map(([what, , isGenuine]) => [what, isGenuine]);
const input = JSON.stringify(MESSAGES.map(([, message]) => message));

function verdicts(answers: readonly boolean[]): [string, boolean | undefined][] {
  return MESSAGES.map(([what], i) => [what, answers[i]]);
}

describe('the check of a signature', () => {
  it('in TypeScript believes what is genuine', async () => {
    const { outputText } = ts.transpileModule(shown('verify.ts'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    const file = join(folder.path, 'verify.mjs');
    writeFileSync(file, outputText);
    const { isGenuine } = (await import(pathToFileURL(file).href)) as {
      isGenuine: (secret: string, headers: object, body: Uint8Array) => boolean;
    };

    const answers = MESSAGES.map(([, { secret: key, headers, body }]) => isGenuine(key, headers, Buffer.from(body)));

    expect(verdicts(answers)).toEqual(expected);
  });

  (isThere('python3') ? it : it.skip)('in Python believes what is genuine', () => {
    const program = `${shown('verify.py')}
import json, sys
print(json.dumps([is_genuine(m["secret"], m["headers"], m["body"].encode()) for m in json.load(sys.stdin)]))
`;

    const printed = execFileSync('python3', ['-c', program], { input, encoding: 'utf8' });

    expect(verdicts(JSON.parse(printed) as boolean[])).toEqual(expected);
  });

  (isThere('go') ? it : it.skip)('in Go believes what is genuine', () => {
    const module = join(folder.path, 'go');
    mkdirSync(join(module, 'webhook'), { recursive: true });
    writeFileSync(join(module, 'go.mod'), 'module check\n\ngo 1.21\n');
    writeFileSync(join(module, 'webhook', 'verify.go'), shown('verify.go'));
    writeFileSync(join(module, 'main.go'), GO_PROGRAM);

    const printed = execFileSync('go', ['run', '.'], { cwd: module, input, encoding: 'utf8' });

    expect(verdicts(JSON.parse(printed) as boolean[])).toEqual(expected);
  });
});

const GO_PROGRAM = `package main

import (
	"check/webhook"
	"encoding/json"
	"net/http"
	"os"
)

func main() {
	var messages []struct {
		Secret  string
		Headers map[string]string
		Body    string
	}
	if err := json.NewDecoder(os.Stdin).Decode(&messages); err != nil {
		panic(err)
	}
	answers := []bool{}
	for _, message := range messages {
		header := http.Header{}
		for name, value := range message.Headers {
			header.Set(name, value)
		}
		answers = append(answers, webhook.IsGenuine(message.Secret, header, []byte(message.Body)))
	}
	_ = json.NewEncoder(os.Stdout).Encode(answers)
}
`;
