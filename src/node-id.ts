import { AppError } from './errors.js';

/** Kinds of things that have an id of their own in the API. */
export type NodeKind = 'event' | 'host' | 'instance' | 'letter' | 'token' | 'webhook';

/** An id as the API shows it: the kind, then what the database calls it. Opaque to its users. */
export function formatNodeId(kind: NodeKind, key: string | number): string {
  return `${kind}_${String(key).replaceAll('-', '')}`;
}

export type NodeId =
  { readonly kind: UuidKind; readonly uuid: string } | { readonly kind: 'host'; readonly number: number };

const UUID_KINDS = ['event', 'instance', 'letter', 'token', 'webhook'] as const;

type UuidKind = (typeof UUID_KINDS)[number];

function isUuidKind(kind: string | undefined): kind is UuidKind {
  return UUID_KINDS.some((known) => known === kind);
}

/** @throws AppError `input.invalid` for what is no id of ours */
export function parseNodeId(text: string): NodeId {
  const [, kind, key] = /^([a-z]+)_([0-9a-f]+)$/.exec(text) ?? [];
  if (isUuidKind(kind) && key?.length === 32) return { kind, uuid: toUuid(key) };
  if (kind === 'host' && key && /^\d{1,10}$/.test(key) && Number(key) < 2 ** 31) return { kind, number: Number(key) };
  throw new AppError(
    'input.invalid',
    `The id ${quote(text)} is not one of Spoor's; take an \`id\` from an answer of this API`,
  );
}

/** The UUID of an event's id. */
export function parseEventId(text: string): string {
  const id = parseNodeId(text);
  if (id.kind === 'event') return id.uuid;
  throw wrongKind(text, id.kind, 'an event');
}

/** The UUID of a process instance's id. */
export function parseInstanceId(text: string): string {
  const id = parseNodeId(text);
  if (id.kind === 'instance') return id.uuid;
  throw wrongKind(text, id.kind, 'a process instance');
}

/** The UUID of a dead letter's id. */
export function parseLetterId(text: string): string {
  const id = parseNodeId(text);
  if (id.kind === 'letter') return id.uuid;
  throw wrongKind(text, id.kind, 'a dead letter');
}

/** The UUID of an API token's id. */
export function parseTokenId(text: string): string {
  const id = parseNodeId(text);
  if (id.kind === 'token') return id.uuid;
  throw wrongKind(text, id.kind, 'an API token');
}

/** The UUID of a webhook's id. */
export function parseWebhookId(text: string): string {
  const id = parseNodeId(text);
  if (id.kind === 'webhook') return id.uuid;
  throw wrongKind(text, id.kind, 'a webhook');
}

const NAMES = {
  event: 'an event',
  host: 'a host',
  instance: 'a process instance',
  letter: 'a dead letter',
  token: 'an API token',
  webhook: 'a webhook',
} satisfies Record<NodeKind, string>;

function wrongKind(text: string, kind: NodeKind, wanted: string): AppError {
  return new AppError('input.invalid', `The id ${quote(text)} is the id of ${NAMES[kind]}, not of ${wanted}`);
}

function toUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** User input in a sentence: quoted and cut. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
