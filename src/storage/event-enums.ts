/** What an event speaks of: the host, or the agent itself. */
export type EventKind = 'SECURITY_EVENT' | 'AGENT_REPORT';

/** Where the time of an event was taken from. The first that is usable counts. */
export type TimeSource = 'DATE' | 'EXEC_TIME' | 'FORK_TIME' | 'ENVELOPE' | 'RECEIPT';

/** What somebody says of an event. */
export type AcknowledgementStatus = 'ACKNOWLEDGED' | 'IN_PROGRESS' | 'RESOLVED' | 'FALSE_POSITIVE' | 'REOPENED';
