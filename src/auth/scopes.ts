import { AppError } from '../errors.js';
import { quote } from '../node-id.js';

/** Everything that can be allowed, and what it allows. The scopes of an API token are some of these. */
export const SCOPES = {
  'events:read': 'Read events, processes, counts and everything that is derived from events.',
  'events:read-sensitive':
    'With `events:read`: also see command lines, environments, sessions and AWS credentials, and search by them. With ' +
    '`deadletters:read`: also see the documents themselves.',
  'events:write': 'Send events, as an agent does.',
  'events:acknowledge': 'Say of events that somebody has seen them, works on them or is done with them.',
  'deadletters:read': 'List dead letters with their reasons.',
  'deadletters:replay': 'Try dead letters again.',
  'webhooks:read': 'List webhooks and what became of their messages.',
  'webhooks:write':
    'With `events:read`: create webhooks, which see what their creator may see, and change the settings of those that see ' +
    'no more. Without: pause, resume, replay, test, delete them, and change their secrets.',
  'tokens:admin': 'List, create and revoke API tokens: with any scope, so that who has this can have everything.',
  'audit:read': 'Read the audit log.',
  'metrics:read': 'Read the metrics of the server.',
} as const satisfies Readonly<Record<string, string>>;

export type Scope = keyof typeof SCOPES;

export const scopeNames = Object.keys(SCOPES) as Scope[];

/** What concerns the whole installation: no restriction to hosts could hold for it. */
const INSTALLATION_SCOPES: ReadonlySet<Scope> = new Set(['tokens:admin', 'audit:read', 'metrics:read']);

/**
 * Scopes by their names; `family:*` stands for every scope of a family.
 *
 * @throws AppError `input.invalid` for a name that no scope has, and for none at all
 */
export function parseScopes(names: readonly string[]): Scope[] {
  const found = new Set(names.flatMap(scopesNamed));
  if (!found.size)
    throw new AppError('input.invalid', `\`scopes\` is empty; give one or more of ${scopeNames.join(', ')}`);
  return scopeNames.filter((scope) => found.has(scope));
}

/** Those of the scopes that a restriction to hosts leaves. */
export function scopesForHosts(scopes: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => !INSTALLATION_SCOPES.has(scope));
}

export function isScope(name: string): name is Scope {
  return Object.hasOwn(SCOPES, name);
}

function scopesNamed(name: string): Scope[] {
  const family = name.endsWith(':*') ? name.slice(0, -1) : undefined;
  const found = scopeNames.filter((scope) => (family === undefined ? scope === name : scope.startsWith(family)));
  if (found.length) return found;
  throw new AppError('input.invalid', `\`scopes\` has ${quote(name)}; the scopes are ${scopeNames.join(', ')}`);
}
