import type { Activity } from '../event-draft.js';
import { Weighted } from '../random.js';
import * as file from './file-activity.js';
import * as identity from './identity-activity.js';
import * as kernel from './kernel-activity.js';
import * as network from './network-activity.js';

/** What living processes do, and how often. */
export const background = new Weighted<Activity>([
  [340, file.openFile],
  [60, file.unlinkFile],
  [55, file.renameFile],
  [30, file.chmodFile],
  [25, file.makeFolder],
  [25, file.changeFolder],
  [20, file.chownFile],
  [18, file.setTimes],
  [15, file.splicePipe],
  [12, file.linkFile],
  [10, file.removeFolder],
  [8, file.setAttribute],
  [6, file.removeAttribute],
  [130, network.lookUpName],
  [25, network.bindPort],
  [12, network.askMetadata],
  [45, kernel.mapMemory],
  [35, kernel.protectMemory],
  [30, kernel.signalSibling],
  [18, kernel.useBpf],
  [10, kernel.mountSomething],
  [10, kernel.drift],
  [7, kernel.traceSibling],
  [6, kernel.changeSelinux],
  [5, kernel.loadKnownModule],
  [5, kernel.unloadModule],
  [15, identity.switchUser],
  [12, identity.switchGroup],
  [10, identity.setCapabilities],
]);

/** What only the newest agents report. */
export const newerBackground = new Weighted<Activity>([
  [3, network.connectEvent],
  [2, network.acceptEvent],
]);
