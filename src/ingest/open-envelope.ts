import { isUtf8 } from 'node:buffer';
import { jsonPointer, type Refusal } from '../event-format/check-document.js';
import { parseLossless, setOwn, type JsonObject } from '../event-format/lossless-json.js';
import { findUnstorableText, MAX_DEPTH, storable } from './decode-document.js';
import { scanMembers, type Member } from './scan-members.js';

/** What an agent's envelope holds. */
export type OpenedEnvelope =
  /** The event's own bytes, and the envelope without it. */
  | { readonly kind: 'opened'; readonly event: Buffer; readonly rest: JsonObject }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The key under which an agent's envelope holds the event. */
const MESSAGE = 'message';

/**
 * Takes the event out of an agent's envelope: `message` as a string that holds JSON, as agents send it, or as an object.
 * Nothing of the event is parsed here, so no number of it can change.
 */
export function openEnvelope(bytes: Buffer): OpenedEnvelope {
  if (!isUtf8(bytes)) {
    const sentence = 'The envelope is not valid UTF-8; send JSON in UTF-8 (RFC 8259, section 8.1)';
    return refused('document.not_utf8', '', sentence);
  }
  const members = scanMembers(bytes);
  if (members === 'not JSON') return refused('document.not_json', '', NOT_JSON);
  if (members === 'no object') return refused('envelope.not_object', '', NOT_OBJECT);
  try {
    return opened(bytes, members);
  } catch (error) {
    if (error instanceof SyntaxError) return refused('document.not_json', '', NOT_JSON);
    throw error;
  }
}

const NOT_OBJECT = 'This is no envelope; send a JSON object with the event in `message`';
const NOT_JSON = 'The envelope is not JSON; send one complete JSON object with the event in `message`';

function opened(bytes: Buffer, members: readonly Member[]): OpenedEnvelope {
  const rest = {};
  const keys = new Set<string>();
  let message: Member | undefined;
  for (const member of members) {
    const key = textOf(bytes, member.keyStart, member.keyEnd);
    const pointer = storable(jsonPointer([key]));
    if (keys.has(key)) {
      const sentence = `${pointer} stands more than once in the envelope, so that its value is anyone's guess; send it once`;
      return refused('document.duplicate_key', pointer, sentence);
    }
    keys.add(key);
    if (key === MESSAGE) {
      message = member;
    } else if (member.depth > MAX_DEPTH) {
      const sentence = `${pointer} of the envelope nests ${member.depth} levels deep; at most ${MAX_DEPTH} are stored`;
      return refused('document.too_deep', pointer, sentence);
    } else {
      setOwn(rest, key, parseLossless(bytes.toString('utf8', member.start, member.end)));
    }
  }
  const unstorable = findUnstorableText(rest);
  if (unstorable) return { kind: 'refused', refusal: unstorable };
  return message ? withMessage(bytes, message, rest) : refused('envelope.no_message', '', NO_MESSAGE);
}

const NO_MESSAGE = 'The envelope has no `message`; send the event there, as a string that holds its JSON';

function withMessage(bytes: Buffer, { start, end }: Member, rest: JsonObject): OpenedEnvelope {
  if (bytes[start] === OPEN_BRACE) return { kind: 'opened', event: bytes.subarray(start, end), rest };
  if (bytes[start] !== QUOTE) {
    const sentence = '`message` of the envelope is neither a string nor an object; send the event there';
    return refused('envelope.no_message', '/message', sentence);
  }
  const message = textOf(bytes, start, end);
  // In UTF-8 half a surrogate pair would become another character, and nobody would notice.
  const unstorable = message.isWellFormed() ? undefined : findUnstorableText({ message });
  return unstorable ? { kind: 'refused', refusal: unstorable } : { kind: 'opened', event: Buffer.from(message), rest };
}

const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;

/** A JSON string, quotes included. */
function textOf(bytes: Buffer, start: number, end: number): string {
  return JSON.parse(bytes.toString('utf8', start, end)) as string;
}

function refused(code: Refusal['code'], pointer: string, message: string): OpenedEnvelope {
  return { kind: 'refused', refusal: { code, pointer, message } };
}
