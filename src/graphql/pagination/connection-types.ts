import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from './page-info.type.js';

export interface Edge<Node> {
  readonly node: Node;
  readonly cursor: string;
}

export interface Connection<Node> {
  readonly edges: Edge<Node>[];
  readonly nodes: Node[];
  readonly pageInfo: PageInfo;
}

/**
 * The Relay connection of a type, and its edge.
 *
 * @param things what a page is one of, as in "A page of ..."
 */
export function connectionType<Node extends object>(
  node: new () => Node,
  name: string,
  things: string,
): new () => Connection<Node> {
  @ObjectType(`${name}Edge`, { description: `One of the ${things} and its place in the list.` })
  class NodeEdge {
    @Field(() => node, { description: 'The thing itself.' })
    node!: Node;

    @Field(() => String, { description: 'Its place, to go on from by `after` or `before`.' })
    cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${things} (Relay).` })
  class NodeConnection {
    @Field(() => [NodeEdge], { description: 'With their cursors.' })
    edges!: NodeEdge[];

    @Field(() => [node], { description: 'The same without cursors.' })
    nodes!: Node[];

    @Field(() => PageInfo, { description: 'Whether there is more, and where.' })
    pageInfo!: PageInfo;
  }
  return NodeConnection;
}
