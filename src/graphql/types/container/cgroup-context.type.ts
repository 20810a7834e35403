import { Mirror, MirrorField } from '../../mirror.js';

@Mirror('CGroupContext', 'The control group in which the kernel accounts for a process.')
export class CGroupContext {
  @MirrorField(() => String, 'Path of the control group.')
  readonly id?: string;

  @MirrorField(() => String, 'What created the group, such as `docker`, `containerd` or `systemd`.')
  readonly manager?: string;
}
