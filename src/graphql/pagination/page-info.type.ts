import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Where a page lies among its neighbours (Relay).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows behind the page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether something stands before the page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first element; absent on an empty page.' })
  startCursor?: string;

  @Field(() => String, { nullable: true, description: 'Cursor of the last element; absent on an empty page.' })
  endCursor?: string;
}
