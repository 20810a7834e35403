import { describe, expect, it } from '@jest/globals';
import { rememberSurvey, surveyOf } from '../../src/events/json-survey.js';
import { parseLossless, type JsonObject } from '../../src/event-format/lossless-json.js';

const survey = (json: string): object => ({ ...surveyOf(parseLossless(json)) });

describe('one look at a document', () => {
  it.each([
    ['{}', 0],
    ['{"a":1,"b":true,"c":null}', 48],
    ['{"a":"four"}', 20],
    ['{"a":["four",{"b":"two"}]}', 16 + 20 + 16 + 19],
    ['{"a":18446744073709551615}', 16 + 20],
  ])('tells what %s takes', (json, weight) => {
    expect(survey(json)).toEqual({ weight, isTame: true });
  });

  it.each([
    ['{"a":1e131073}', false],
    ['{"a":[{"b":1e-99999}]}', false],
    ['{"a":1.50,"b":1e300}', true],
  ])('tells whether jsonb can hold the numbers of %s: %s', (json, isTame) => {
    expect(survey(json)).toMatchObject({ isTame });
  });

  it('tells the same of what is remembered', () => {
    const parts = ['{"x":"some text"}', '{"y":[1e99999]}'].map((json) => parseLossless(json) as JsonObject);
    const document = { first: parts[0], second: [parts[1], parts[0]] } as unknown as JsonObject;
    const before = { ...surveyOf(document) };

    parts.forEach(rememberSurvey);

    expect({ ...surveyOf(document) }).toEqual(before);
  });
});
