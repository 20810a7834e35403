import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../support/shared-folder.js';
import { RoundTrip } from './round-trip.js';

/** Events that agents' serializers wrote. They are not ours to publish, so they are not everywhere. */
const FOLDER = join(sharedFolder() ?? '', 'event-format/real-events');
const names = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

(names.length ? describe : describe.skip)('a real event', () => {
  let roundTrip: RoundTrip;

  beforeAll(async () => {
    roundTrip = await RoundTrip.start();
  });

  afterAll(() => roundTrip.server.close());

  it.each(names)('%s comes back as it was sent', async (name) => {
    await roundTrip.expectAllBack([read(name)]);
  });

  it('is stored once, however often and in whatever company it is sent', async () => {
    const documents = names.map(read);
    const once = await roundTrip.server.post(documents.join('\n'));

    const again = await roundTrip.server.post(documents.reverse().join('\n'));
    const asArray = await roundTrip.server.post(`[${documents.join(',')}]`);

    expect(once.report).toMatchObject({ received: names.length, stored: names.length, duplicates: 0 });
    for (const { report } of [again, asArray]) {
      expect(report).toMatchObject({ received: names.length, stored: 0, duplicates: names.length, batch: null });
    }
  });
});
