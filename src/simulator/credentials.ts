import { ROOT, type Account } from './catalogue/accounts.js';
import { ALL_CAPABILITIES } from './catalogue/capabilities.js';
import type { JsonObject } from './json-text.js';

/** What agents send as `auid` when nobody logged in: the kernel's -1, read as uint32. */
export const LOGIN_UNSET = 4294967295;

export interface Credentials {
  readonly account: Account;
  /** Differs from the account while a setuid program runs. */
  readonly effective: Account;
  /** The user who logged in at first, whoever the process has become since. */
  readonly login: number;
  readonly effectiveCapabilities: readonly string[];
  readonly permittedCapabilities: readonly string[];
}

export function credentialsOf(
  account: Account,
  capabilities: readonly string[] = [],
  login: number = LOGIN_UNSET,
): Credentials {
  return {
    account,
    effective: account,
    login,
    effectiveCapabilities: capabilities,
    permittedCapabilities: capabilities,
  };
}

export function rootCredentials(login: number = LOGIN_UNSET): Credentials {
  return credentialsOf(ROOT, ALL_CAPABILITIES, login);
}

/** What a setuid-root program runs with when that user starts it. */
export function raisedCredentials({ account, login }: Credentials): Credentials {
  return { ...rootCredentials(login), account, effective: { ...account, uid: ROOT.uid, user: 'root' } };
}

export function credentialFields(credentials: Credentials): JsonObject {
  const { account, effective } = credentials;
  return {
    uid: account.uid,
    user: account.user,
    gid: account.gid,
    group: account.group,
    euid: effective.uid,
    euser: effective.user,
    egid: effective.gid,
    egroup: effective.group,
    fsuid: effective.uid,
    fsuser: effective.user,
    fsgid: effective.gid,
    fsgroup: effective.group,
    auid: credentials.login,
    cap_effective: credentials.effectiveCapabilities,
    cap_permitted: credentials.permittedCapabilities,
  };
}
