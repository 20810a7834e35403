import { Field, ID, InterfaceType } from 'type-graphql';
import { eventOf } from '../event-source.js';

@InterfaceType({
  description: 'Anything that has an id of its own and can be asked for by it.',
  resolveType: typeOf,
})
export class Node {
  @Field(() => ID, { description: 'Opaque, unique over all kinds of things, and stable.' })
  readonly id!: string;
}

function typeOf(value: object): string {
  if (eventOf(value)) return 'SecurityEvent';
  if ('stored' in value) return 'ProcessInstance';
  return 'batchSize' in value ? 'Webhook' : 'Host';
}
