import { Field, ID, InterfaceType } from 'type-graphql';
import { eventOf } from '../event-source.js';

@InterfaceType({
  description: 'Anything that has an id of its own and can be asked for by it.',
  resolveType: (value: object) => (eventOf(value) ? 'SecurityEvent' : 'stored' in value ? 'ProcessInstance' : 'Host'),
})
export class Node {
  @Field(() => ID, { description: 'Opaque, unique over all kinds of things, and stable.' })
  readonly id!: string;
}
