import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../scalars/date-time.scalar.js';
import { JsonScalar } from '../../scalars/json.scalar.js';
import { ViewerKind } from './viewer.type.js';

export enum AuditActionEnum {
  TOKEN_CREATED = 'TOKEN_CREATED',
  TOKEN_REVOKED = 'TOKEN_REVOKED',
  SENSITIVE_READ = 'SENSITIVE_READ',
  DEAD_LETTERS_REPLAYED = 'DEAD_LETTERS_REPLAYED',
  REQUEST_REFUSED = 'REQUEST_REFUSED',
  WEBHOOK_CREATED = 'WEBHOOK_CREATED',
  WEBHOOK_CHANGED = 'WEBHOOK_CHANGED',
  WEBHOOK_DELETED = 'WEBHOOK_DELETED',
  WEBHOOK_DISABLED = 'WEBHOOK_DISABLED',
}

registerEnumType(AuditActionEnum, {
  name: 'AuditAction',
  description: 'What the audit log speaks of.',
  valuesConfig: {
    TOKEN_CREATED: { description: 'An API token was created; `details` has its scopes, hosts and expiry.' },
    TOKEN_REVOKED: { description: 'An API token was revoked.' },
    SENSITIVE_READ: { description: 'Sensitive fields were shown or searched by; `details` names them.' },
    DEAD_LETTERS_REPLAYED: { description: 'Dead letters were tried again; `details` has the numbers.' },
    REQUEST_REFUSED: { description: 'A request was refused for who sent it; `details` has code and reason.' },
    WEBHOOK_CREATED: {
      description: 'A webhook was created; `details` has where its messages go and what its creator may see.',
    },
    WEBHOOK_CHANGED: {
      description: 'A webhook was paused, resumed, moved, tested, or got a new secret, as `details` says.',
    },
    WEBHOOK_DELETED: { description: 'A webhook was deleted.' },
    WEBHOOK_DISABLED: { description: 'Spoor disabled a webhook; `details` has the reason.' },
  },
});

@ObjectType({ description: 'One entry of the audit log. It never holds the content of events, nor secrets.' })
export class AuditEntry {
  @Field(() => DateTime, { description: 'When it was written.' })
  readonly at!: Date;

  @Field(() => AuditActionEnum, { description: 'What happened.' })
  readonly action!: string;

  @Field(() => Int, { description: 'How often: equal refusals of a minute are counted together after the first.' })
  readonly count!: number;

  @Field(() => ViewerKind, { nullable: true, description: 'How the actor is known; absent for nobody known.' })
  readonly principalKind?: string | undefined;

  @Field(() => String, { nullable: true, description: 'Id of the API token, or subject of the login.' })
  readonly principalId?: string | undefined;

  @Field(() => String, { nullable: true, description: 'Name of the API token or of the person.' })
  readonly principalName?: string | undefined;

  @Field(() => String, { nullable: true, description: 'The request it came by, as the server’s log names it.' })
  readonly requestId?: string | undefined;

  @Field(() => String, { nullable: true, description: 'Network address of the client.' })
  readonly address?: string | undefined;

  @Field(() => JsonScalar, { description: 'What belongs to the action.' })
  readonly details!: unknown;
}
