import { registerEnumType } from 'type-graphql';

export enum WebhookState {
  ACTIVE = 'ACTIVE',
  PAUSED = 'PAUSED',
  DISABLED = 'DISABLED',
}

registerEnumType(WebhookState, {
  name: 'WebhookState',
  description: 'Whether a webhook delivers.',
  valuesConfig: {
    ACTIVE: { description: 'It delivers, or tries to.' },
    PAUSED: { description: 'Somebody paused it. It goes on from where it is when it is resumed.' },
    DISABLED: { description: 'Spoor stopped it; `reason` says why.' },
  },
});

export enum WebhookDisabledReason {
  FAILING = 'FAILING',
  GONE = 'GONE',
  CURSOR_EXPIRED = 'CURSOR_EXPIRED',
  TOKEN_REVOKED = 'TOKEN_REVOKED',
  SELECTION_INVALID = 'SELECTION_INVALID',
}

registerEnumType(WebhookDisabledReason, {
  name: 'WebhookDisabledReason',
  description: 'Why Spoor stopped a webhook.',
  valuesConfig: {
    FAILING: { description: 'Every attempt of `SPOOR_WEBHOOK_DISABLE_AFTER_DAYS` failed. Mend it and resume.' },
    GONE: { description: 'The endpoint answered 410: it wants nothing any more.' },
    CURSOR_EXPIRED: {
      description: 'Retention removed what it had not delivered yet. Replay from "OLDEST" and resume; the gap is lost.',
    },
    TOKEN_REVOKED: {
      description:
        'The API token that it was made with was revoked, and it cannot be resumed; or the one that gave it its `url`: ' +
        'give it another one and resume.',
    },
    SELECTION_INVALID: {
      description:
        'This version of Spoor does not understand its `where` or `filter` any more. Update them and resume.',
    },
  },
});

export enum WebhookMessageType {
  EVENTS = 'EVENTS',
  TEST = 'TEST',
}

registerEnumType(WebhookMessageType, {
  name: 'WebhookMessageType',
  description: 'What a message is.',
  valuesConfig: {
    EVENTS: { description: 'Events of the feed.' },
    TEST: { description: 'No events: somebody called `testWebhook`.' },
  },
});

export enum WebhookFailure {
  ADDRESS_REFUSED = 'ADDRESS_REFUSED',
  NAME_UNRESOLVED = 'NAME_UNRESOLVED',
  CONNECTION_FAILED = 'CONNECTION_FAILED',
  TLS_FAILED = 'TLS_FAILED',
  TIMEOUT = 'TIMEOUT',
  REDIRECT = 'REDIRECT',
  STATUS = 'STATUS',
  BROKEN_OFF = 'BROKEN_OFF',
  ANSWER_TOO_LONG = 'ANSWER_TOO_LONG',
  EVENTS_UNREADABLE = 'EVENTS_UNREADABLE',
}

registerEnumType(WebhookFailure, {
  name: 'WebhookFailure',
  description: 'Why an attempt to deliver failed.',
  valuesConfig: {
    ADDRESS_REFUSED: { description: 'The host has an address that is not public; nothing was sent.' },
    NAME_UNRESOLVED: { description: 'The host has no address.' },
    CONNECTION_FAILED: { description: 'No connection, or one that ended without an answer.' },
    TLS_FAILED: { description: 'No encrypted connection, such as for a certificate that is not trusted.' },
    TIMEOUT: { description: 'It took longer than `SPOOR_WEBHOOK_TIMEOUT`.' },
    REDIRECT: { description: 'The answer points elsewhere, which is not followed.' },
    STATUS: { description: 'The answer has another status than 200 to 299.' },
    BROKEN_OFF: { description: 'The answer broke off before its end.' },
    ANSWER_TOO_LONG: { description: 'The answer is longer than what is read of it.' },
    EVENTS_UNREADABLE: {
      description:
        'Spoor itself could not read the events, such as for a filter that takes too long; nothing was sent.',
    },
  },
});
