import { accounts, people, ROOT, type Account } from '../catalogue/accounts.js';
import { ALL_CAPABILITIES, CONTAINER_CAPABILITIES, NETWORK_CAPABILITIES } from '../catalogue/capabilities.js';
import { credentialFields } from '../credentials.js';
import type { EventDraft } from '../event-draft.js';
import type { Host } from '../host.js';
import type { JsonObject } from '../json-text.js';
import type { ProcessImage } from '../process-image.js';

export function switchUser(host: Host, image: ProcessImage): EventDraft {
  return setUser(image, someAccount(host));
}

export function switchGroup(host: Host, image: ProcessImage): EventDraft {
  return setGroup(image, someAccount(host));
}

/** `credentials.destination` tells what the credentials become. */
export function setUser(image: ProcessImage, { uid, user }: Account): EventDraft {
  return draft(image, 'setuid', { uid, user, euid: uid, euser: user, fsuid: uid, fsuser: user });
}

export function setGroup(image: ProcessImage, { gid, group }: Account): EventDraft {
  return draft(image, 'setgid', { gid, group, egid: gid, egroup: group, fsgid: gid, fsgroup: group });
}

/** An empty list is a process that gave up every capability. */
export function setCapabilities(host: Host, image: ProcessImage): EventDraft {
  const left = host.random.pick<readonly string[]>([
    [],
    NETWORK_CAPABILITIES,
    CONTAINER_CAPABILITIES,
    ALL_CAPABILITIES,
  ]);
  return draft(image, 'capset', { cap_effective: left, cap_permitted: left });
}

function draft(image: ProcessImage, name: string, destination: JsonObject): EventDraft {
  const credentials = { ...credentialFields(image.credentials), destination };
  return { name, category: 'Process Activity', image, process: { credentials } };
}

function someAccount(host: Host): Account {
  return host.random.pick<Account>([
    ROOT,
    accounts.app,
    accounts.nobody,
    accounts.remapped,
    accounts.containerNginx,
    ...people,
  ]);
}
