import { Field, ObjectType } from 'type-graphql';
import { Node } from '../node.type.js';

@ObjectType({ implements: Node, description: 'A machine that events came from.' })
export class Host extends Node {
  @Field(() => String, { description: 'Name that the sender or the document gives the machine.' })
  readonly name!: string;
}
