/** Fields that an index leads to, as `Definition.key`: a condition on one of them is quick over any range of time. */
export const INDEXED_FIELDS: ReadonlySet<string> = new Set([
  'AgentContext.rule_id',
  'ContainerContext.id',
  'DNSQuestion.name',
  'File.hashes',
  'File.name',
  'File.path',
  'IPPort.ip',
]);
