import { expect, it } from '@jest/globals';
import { readConfig } from '../src/config.js';

it('has defaults that fit together', () => {
  expect(() => readConfig({})).not.toThrow();
});

it.each([
  [
    { SPOOR_STATEMENT_TIMEOUT: '12000' },
    /SPOOR_STATEMENT_TIMEOUT is 12000 but must be less than 12000, SPOOR_REQUEST_TIMEOUT/,
  ],
  [{ SPOOR_REQUEST_TIMEOUT: '5000' }, /SPOOR_STATEMENT_TIMEOUT is 10000 but must be less than 5000/],
  [
    { SPOOR_POINTS_PER_MINUTE: '10' },
    /SPOOR_POINTS_PER_MINUTE is 10 but must be at least 100000, SPOOR_MAX_QUERY_COST/,
  ],
  [
    { SPOOR_PERSISTED_DOCUMENTS: 'require' },
    /SPOOR_PERSISTED_DOCUMENTS is "require" but needs SPOOR_PERSISTED_DOCUMENTS_FILE/,
  ],
  [{ SPOOR_PERSISTED_DOCUMENTS: 'maybe' }, /SPOOR_PERSISTED_DOCUMENTS is "maybe" but must be off, allow or require/],
])('refuses %j', (environment, message) => {
  expect(() => readConfig(environment)).toThrow(message);
});

it('tells all mistakes at once, those of single values and those of several', () => {
  const environment = { SPOOR_PORT: 'x', SPOOR_REQUEST_TIMEOUT: '5000', SPOOR_POINTS_PER_MINUTE: '10' };

  expect(() => readConfig(environment)).toThrow(
    /SPOOR_PORT is .*; SPOOR_STATEMENT_TIMEOUT is .*; SPOOR_POINTS_PER_MINUTE is/,
  );
});
