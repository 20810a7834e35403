import { describe, expect, it } from '@jest/globals';
import { isScope, parseScopes, scopeNames, scopesForHosts } from '../../src/auth/scopes.js';

describe('scopes', () => {
  it.each([
    [['events:read'], ['events:read']],
    [
      ['events:write', 'events:read', 'events:read'],
      ['events:read', 'events:write'],
    ],
    [['events:*'], ['events:read', 'events:read-sensitive', 'events:write', 'events:acknowledge']],
    [
      ['deadletters:*', 'audit:*'],
      ['deadletters:read', 'deadletters:replay', 'audit:read'],
    ],
    [scopeNames, scopeNames],
  ])('%j are %j', (names, scopes) => {
    expect(parseScopes(names)).toEqual(scopes);
  });

  it.each([
    '',
    '*',
    ':*',
    '*:*',
    'events',
    'events:',
    'events:re*',
    'events:read:*',
    'EVENTS:READ',
    ' events:read',
    'toString',
  ])('have none called %j', (name) => {
    expect(isScope(name)).toBe(false);
    expect(() => parseScopes(['events:read', name])).toThrow(
      `\`scopes\` has ${JSON.stringify(name)}; the scopes are events:read, `,
    );
  });

  it('are not none', () => {
    expect(() => parseScopes([])).toThrow('`scopes` is empty; give one or more of events:read, ');
  });

  it('of hosts are those of events, and of what delivers them', () => {
    expect(scopesForHosts(scopeNames).map((scope) => scope.split(':')[0])).toEqual([
      ...['events', 'events', 'events', 'events', 'deadletters', 'deadletters', 'webhooks', 'webhooks'],
    ]);
  });
});
