/**
 * A whole-text pattern as a regular expression of Postgres (ARE). `*` is any text; of a path it stays inside a segment,
 * and `**` as a whole segment is any number of segments.
 */
export function globExpression(pattern: string, isPath: boolean): string {
  if (!isPath) return `***:^${pattern.split('*').map(escapeExpression).join('.*')}$`;
  const segments = pattern.split('/').map((segment) => {
    if (segment === '**') return '.*';
    return segment.split('*').map(escapeExpression).join('[^/]*');
  });
  return `***:^${segments.join('/')}$`;
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}
