import type { Story } from '../event-draft.js';
import { Weighted } from '../random.js';
import { attacks } from './attack-stories.js';
import * as routine from './routine-stories.js';
import * as session from './session-stories.js';
import * as workload from './workload-stories.js';

/** What happens in several steps, and how often. Attacks are rare: most of what a detection rule sees is harmless. */
export const stories = new Weighted<Story>([
  [30, routine.errand],
  [26, routine.healthCheck],
  [14, routine.cronJob],
  [7, routine.serviceJob],
  [2, routine.moduleRequest],
  [1, routine.packageUpgrade],
  [6, session.sshSession],
  [3, session.clusterSession],
  [6, workload.buildJob],
  [2, workload.containerRestart],
  [3, (host) => host.random.pickZipf(attacks)(host)],
]);
