import type { ContainerImage } from './catalogue/container-images.js';
import type { FileDescription } from './file-table.js';
import type { Micros } from './instant.js';
import type { Random } from './random.js';

export interface Container {
  readonly id: string;
  readonly createdAt: Micros;
  readonly image: ContainerImage;
  readonly cgroup: string;
  /** Who made the cgroup: the container runtime. */
  readonly manager: 'containerd' | 'docker';
  readonly mountId: number;
  readonly networkNamespace: number;
  /** Files seen inside the container by path; they go when the container goes. */
  readonly files: Map<string, FileDescription>;
}

export function createContainer(
  image: ContainerImage,
  manager: Container['manager'],
  createdAt: Micros,
  random: Random,
): Container {
  const id = random.hex(64);
  return {
    id,
    createdAt,
    image,
    manager,
    cgroup: manager === 'docker' ? `/system.slice/docker-${id}.scope` : podCgroup(id, random),
    mountId: random.between(400, 9000),
    networkNamespace: 4026531840 + random.between(300, 5000),
    files: new Map(),
  };
}

function podCgroup(id: string, random: Random): string {
  const quality = random.pick(['burstable', 'besteffort']);
  const pod = random.uuid().replaceAll('-', '_');
  return `/kubepods.slice/kubepods-${quality}.slice/kubepods-${quality}-pod${pod}.slice/cri-containerd-${id}.scope`;
}
