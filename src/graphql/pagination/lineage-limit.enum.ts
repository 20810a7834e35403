import { registerEnumType } from 'type-graphql';

export enum LineageLimit {
  DEPTH_LIMIT = 'DEPTH_LIMIT',
  NODE_LIMIT = 'NODE_LIMIT',
  FAN_OUT_LIMIT = 'FAN_OUT_LIMIT',
}

registerEnumType(LineageLimit, {
  name: 'LineageLimit',
  description: 'What kept a list or a tree of processes from being whole.',
  valuesConfig: {
    DEPTH_LIMIT: { description: 'There are generations past the depth that was asked for, or may be asked for.' },
    NODE_LIMIT: { description: 'There are more processes than one answer holds; the nearest are there.' },
    FAN_OUT_LIMIT: { description: 'A process has more children than are shown; `collapsedChildren` counts the rest.' },
  },
});
