/** What of a process tells whether another one started it. */
export interface ProcessPlace {
  readonly pid?: number | undefined;
  readonly ppid?: number | undefined;
  readonly isKernelWorker?: boolean | undefined;
}

/**
 * Whether a lineage may end with a process. Nobody starts pid 1. Agents leave out a `ppid` of 0, as that of pid 2, and know
 * none of kernel workers; of any other process, no `ppid` means that the agent did not learn it.
 */
export function isLineageRoot({ pid, ppid, isKernelWorker = false }: ProcessPlace): boolean {
  if (pid === 1 || ppid === 0) return true;
  return ppid === undefined && (pid === undefined || pid <= 2 || isKernelWorker);
}
