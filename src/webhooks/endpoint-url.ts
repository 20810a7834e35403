import { AppError } from '../errors.js';
import { quote } from '../node-id.js';

const LONGEST = 2_000;

/**
 * The URL that messages are posted to. Its address is looked at elsewhere (`endpoint-address.ts`).
 *
 * @throws AppError `input.invalid` for what is no URL of HTTP, and for one with a name and a password in it: these would
 *   be shown to everybody who may list webhooks
 */
export function parseEndpointUrl(text: string): URL {
  if (text.length > LONGEST) throw refusal(text, `is longer than ${LONGEST} characters`, 'give a shorter one');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw refusal(text, 'is no URL', 'give one such as "https://soar.example/hooks/spoor"');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refusal(text, `begins with "${url.protocol}"`, 'give one that begins with https:// (or http://)');
  }
  if (url.username || url.password) {
    throw new AppError(
      'input.invalid',
      '`url` has a name or a password in it, which a listing of webhooks would show; leave them out, and have the ' +
        'endpoint check the signature instead',
    );
  }
  url.hash = '';
  return url;
}

function refusal(text: string, problem: string, advice: string): AppError {
  return new AppError('input.invalid', `\`url\` is ${quote(text)}, which ${problem}; ${advice}`);
}
