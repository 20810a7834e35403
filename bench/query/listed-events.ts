/** Events of a page of `securityEvents`. */
export function listedEvents({ securityEvents }: { securityEvents: { nodes: readonly object[] } }): number {
  return securityEvents.nodes.length;
}
