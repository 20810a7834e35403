import { describe, expect, it } from '@jest/globals';
import { all, type Filter } from '../../src/search/filter.js';
import { families } from '../../src/secl/constants/constants.js';
import { compileSecl } from '../../src/secl/compile-secl.js';
import { showFilter } from './show-filter.js';

/** The filter of an expression without what says which events it is about, which stands first. */
function filterOf(text: string): string {
  const filter = compileSecl(text);
  const parts = filter.kind === 'all' ? filter.filters : [filter];
  const rest = all(parts.filter((part, index) => index > 0 || !isSubject(part)));
  const shown = showFilter(rest);
  return isInParentheses(shown) ? shown.slice(1, -1) : shown;
}

/** The first parenthesis is closed by the last. */
function isInParentheses(text: string): boolean {
  let depth = 0;
  const end = [...text].findIndex((letter) => (letter === '(' ? ++depth : letter === ')' ? --depth : depth) === 0);
  return text.startsWith('(') && end === text.length - 1;
}

function isSubject(filter: Filter): boolean {
  return (
    filter.kind === 'eventKind' ||
    (filter.kind === 'inside' && filter.key === 'evt' && showFilter(filter).startsWith('evt.name'))
  );
}

describe('fields', () => {
  it.each([
    ['exec.file.path == "/bin/sh"', 'file.path eq "/bin/sh"'],
    ['exec.comm == "sh"', 'process.comm eq "sh"'],
    ['exec.uid == 5', 'process.credentials.uid eq 5'],
    ['process.file.path == "/bin/sh"', 'process.executable.path eq "/bin/sh"'],
    ['process.interpreter.file.name == "perl"', 'process.interpreter.name eq "perl"'],
    ['process.parent.file.name == "cron"', 'process.parent.executable.name eq "cron"'],
    [
      'process.euid == 5 || process.fsgroup == "a"',
      'process.credentials.euid eq 5 or process.credentials.fsgroup eq "a"',
    ],
    ['process.tty_name == "pts0"', 'process.tty eq "pts0"'],
    ['process.container.id == "c"', 'process.container.id eq "c"'],
    ['process.cgroup.id == "c"', 'cgroup.id eq "c"'],
    ['process.user_session.k8s_username == "a"', 'process.user_session.k8s_username eq "a"'],
    ['process.filename == "/bin/sh"', 'process.executable.path eq "/bin/sh"'],
    ['open.basename == "a"', 'file.name eq "a"'],
    ['exit.code == 1 || exit.comm == "a"', 'exit.code eq 1 or process.comm eq "a"'],
    ['exit.file.name == "a"', 'process.executable.name eq "a"'],
    ['rename.file.destination.path == "/a"', 'file.destination.path eq "/a"'],
    ['setxattr.file.destination.name == "user.a"', 'file.destination.attribute_name eq "user.a"'],
    ['removexattr.file.destination.namespace == "user"', 'file.destination.attribute_namespace eq "user"'],
    ['open.file.package.name == "a"', 'file.package_name eq "a"'],
    ['open.file.hashes == "sha1:a"', 'some(file.hashes: eq "sha1:a")'],
    ['load_module.name == "a"', 'module.name eq "a"'],
    ['load_module.args == "a=1 b"', 'joined(module.argv, " ") eq "a=1 b"'],
    ['unload_module.name == "a"', 'module.name eq "a"'],
    ['load_module.file.path == "/a"', 'file.path eq "/a"'],
    ['mmap.file.name == "a"', 'file.name eq "a"'],
    ['mount.fs_type == "nfs"', 'mount.fs_type eq "nfs" or file.fstype eq "nfs"'],
    ['mount.mountpoint.path == "/a"', 'mount.mountpoint.path eq "/a" or file.path eq "/a"'],
    ['ptrace.tracee.file.name == "sshd"', 'ptrace.tracee.executable.name eq "sshd"'],
    ['signal.target.uid == 5', 'signal.target.credentials.uid eq 5'],
    ['bpf.prog.name == "a" || bpf.map.name == "b"', 'bpf.program.name eq "a" or bpf.map.name eq "b"'],
    ['selinux.bool.name == "a"', 'selinux.bool.name eq "a"'],
    ['imds.aws.security_credentials.type == "a"', 'imds.aws.security_credentials.type eq "a"'],
    ['setuid.euid == 5', 'process.credentials.destination.euid eq 5'],
    ['setgid.group == "a"', 'process.credentials.destination.group eq "a"'],
    ['chdir.syscall.path == "/a"', 'syscall.chdir.path eq "/a"'],
    ['dns.question.length == 5', 'dns.question.size eq 5'],
    ['network.source.port == 5', 'network.source.port eq 5'],
    ['connect.addr.port == 5', 'connect.addr.port eq 5'],
    ['connect.addr.hostname == "A.com"', 'some(connect.hostnames: eq "A.com" (any case))'],
    ['event.hostname == "web"', 'host eq "web"'],
    ['event.async', 'evt.async eq true'],
    ['event.origin == "ebpf"', 'agent.origin eq "ebpf"'],
    ['event.os == "linux"', 'not (exists(agent.os) and not agent.os eq "linux")'],
    ['event.timestamp > 5', 'date gt 5'],
    ['container.id == "c"', 'container.id eq "c"'],
    ['file.path == "/a" && evt.name == "open"', 'file.path eq "/a" and evt.name eq "open"'],
    ['agent.rule_id == "a"', 'agent.rule_id eq "a"'],
    ['process.executable.path == "/a"', 'process.executable.path eq "/a"'],
    ['evt.matched_rules.id == "a"', 'some(evt.matched_rules: id eq "a")'],
    ['title =~ "a*"', 'title glob a*'],
  ])('%s is %s', (text, filter) => {
    expect(filterOf(text)).toBe(filter);
  });
});

describe('the subject', () => {
  it.each([
    ['open.file.path == "/a"', '(evt.name eq "open" and file.path eq "/a")'],
    ['!(open.file.path == "/a")', '(evt.name eq "open" and not file.path eq "/a")'],
    ['process.pid == 5 && exec.pid == 5', '(evt.name eq "exec" and process.pid eq 5 and process.pid eq 5)'],
    ['process.pid == 5', '(kind SECURITY_EVENT and process.pid eq 5)'],
    ['agent.rule_id == "heartbeat"', 'agent.rule_id eq "heartbeat"'],
    ['true', 'everything'],
    ['false || 1 > 2', '(nothing or nothing)'],
  ])('of %s is told from its fields', (text, filter) => {
    expect(showFilter(compileSecl(text))).toBe(filter);
  });
});

describe('comparisons', () => {
  it.each([
    ['exec.comm != "a"', 'not process.comm eq "a"'],
    ['exec.comm == ""', 'not (exists(process.comm) and not process.comm eq "")'],
    ['exec.comm != ""', 'exists(process.comm) and not process.comm eq ""'],
    ['exec.comm in ["a", ~"b*", r"c$"]', 'process.comm eq "a" or process.comm glob b* or process.comm matches /c$/'],
    ['exec.comm not in ["a", "b"]', 'not process.comm in ["a" "b"]'],
    ['exec.comm =~ "a*"', 'process.comm glob a*'],
    ['exec.comm !~ "a*"', 'not process.comm glob a*'],
    ['exec.comm == "a*"', 'process.comm eq "a*"'],
    ['exec.comm == ~"a"', 'process.comm eq "a"'],
    ['exec.comm == ~"*"', 'not (exists(process.comm) and not process.comm glob *)'],
    ['exec.comm =~ r"a"', 'process.comm matches /a/'],
    ['"a" == exec.comm', 'process.comm eq "a"'],
    ['open.file.path =~ "/tmp/**"', 'file.path path glob /tmp/**'],
    ['open.file.path =~ "*/bin/*"', 'file.path path glob /*/bin/*'],
    ['open.file.name =~ "*.so*"', 'file.name glob *.so*'],
    ['dns.question.name == "A.com"', 'dns.question.name eq "A.com" (any case)'],
    [
      'dns.question.name in [~"*.A.com", "b"]',
      'dns.question.name eq "b" (any case) or dns.question.name glob *.A.com (any case)',
    ],
    ['exec.pid == 0', 'not (exists(process.pid) and not process.pid eq 0)'],
    ['exec.pid > 0', 'process.pid gt 0'],
    ['exec.pid < 5', 'not (exists(process.pid) and not process.pid lt 5)'],
    ['5 < exec.pid', 'process.pid gt 5'],
    ['exec.pid in [1, 2]', 'process.pid in [1 2]'],
    ['exec.pid == -1', 'process.pid eq -1'],
    ['exec.pid == 2 + 3', 'process.pid eq 5'],
    ['process.is_kworker', 'process.is_kworker eq true'],
    ['!process.is_kworker', 'not process.is_kworker eq true'],
    ['process.is_kworker == false', 'not process.is_kworker eq true'],
    ['process.is_kworker != false', 'process.is_kworker eq true'],
    ['true == process.is_kworker', 'process.is_kworker eq true'],
    ['process.is_exec', 'not process.is_thread eq true'],
    ['network.source.ip == 10.0.0.1', 'network.source.ip within [10.0.0.1]'],
    ['network.source.ip in 10.0.0.0/8', 'network.source.ip within [10.0.0.0/8]'],
    ['network.source.ip not in [10.0.0.0/8, ::1]', 'not network.source.ip within [10.0.0.0/8 ::1]'],
    ['network.source.ip allin [10.0.0.0/8]', 'network.source.ip within [10.0.0.0/8]'],
  ])('%s is %s', (text, filter) => {
    expect(filterOf(text)).toBe(filter);
  });
});

describe('times', () => {
  it.each([
    ['open.file.change_time < 30s', 'age(file.change_time) lt 30000ms'],
    ['open.file.change_time > 30s', 'not age(file.change_time) lte 30000ms'],
    ['open.file.change_time >= 1m', 'not age(file.change_time) lt 60000ms'],
    ['5s > open.file.change_time', 'age(file.change_time) lt 5000ms'],
    ['open.file.change_time > 1700000000000000000', 'file.change_time gt 1700000000000000000'],
    ['container.created_at > 90s', 'not age(container.created_at) lte 90000ms'],
    [
      'process.created_at < 5s',
      'age(process.exec_time) lt 5000ms or (not exists(process.exec_time) and age(process.fork_time) lt 5000ms)',
    ],
    ['event.timestamp < 5s', 'everything'],
    ['event.timestamp > 5s', 'nothing'],
  ])('%s is %s', (text, filter) => {
    expect(filterOf(text)).toBe(filter);
  });
});

describe('lists', () => {
  it.each([
    ['exec.argv == "-x"', 'some(process.args: eq "-x")'],
    ['exec.argv != "-x"', 'not some(process.args: eq "-x")'],
    ['"-x" in exec.argv', 'some(process.args: eq "-x")'],
    ['exec.argv in ["-x", ~"--y*"]', 'some(process.args: (eq "-x" or glob --y*))'],
    ['exec.argv allin ["-x", ~"--y*"]', 'not some(process.args: not (eq "-x" or glob --y*))'],
    ['exec.argv.length > 3', 'count(process.args) gt 3'],
    ['exec.argv.length == 0', 'not (exists(process.args) and not count(process.args) eq 0)'],
    ['exec.args == "-c locale -a"', 'joined(process.args, " ") eq "-c locale -a"'],
    ['exec.args in [~"*stop*"]', 'joined(process.args, " ") glob *stop*'],
    ['exec.args == ""', 'not (exists(process.args) and not joined(process.args, " ") eq "")'],
    ['exec.args.length > 100', 'joined(process.args, " ") length gt 100'],
    ['exec.comm.length >= 4', 'process.comm length gte 4'],
    ['exec.envs == "LD_AUDIT"', 'some(process.envs: (eq "LD_AUDIT" or startsWith "LD_AUDIT="))'],
    ['exec.envs in [~"LD_PRELOAD=*/tmp/*"]', 'some(process.envs: glob LD_PRELOAD=*/tmp/*)'],
    ['exec.envp == "A=b"', 'some(process.envs: eq "A=b")'],
    ['exec.args_flags == "i"', 'some(process.args: matches /^(-[A-Za-z0-9]*i[A-Za-z0-9]*)$/)'],
    ['exec.args_flags == "version"', 'some(process.args: matches /^(--?(?=[^=][^=])version)$/)'],
    ['exec.file.extension == ".sh"', 'file.name endsWith ".sh"'],
    ['exec.file.extension == ""', 'not (exists(file.name) and not file.name matches /^[^.]*$/)'],
  ])('%s is %s', (text, filter) => {
    expect(filterOf(text)).toBe(filter);
  });
});

describe('lineage', () => {
  it.each([
    ['process.ancestors.file.name == "a"', 'some(process.ancestors+: executable.name eq "a")'],
    ['process.ancestors.file.name != "a"', 'not some(process.ancestors+: executable.name eq "a")'],
    ['process.ancestors.file.path not in [~"/a/**"]', 'not some(process.ancestors+: executable.path path glob /a/**)'],
    ['process.ancestors.uid > 0', 'some(process.ancestors+: credentials.uid gt 0)'],
    ['process.ancestors.length > 3', 'count(process.ancestors) gt 3'],
    ['process.ancestors.comm allin ["a"]', 'not some(process.ancestors+: not comm eq "a")'],
    ['ptrace.tracee.ancestors.comm == "a"', 'some(ptrace.tracee.ancestors+: comm eq "a")'],
    ['signal.target.ancestors.comm == "a"', 'some(signal.target.ancestors: comm eq "a")'],
    [
      'process.ancestors[A].file.name == "a" && process.ancestors[A].comm != "b"',
      'some(process.ancestors+: (executable.name eq "a" and not comm eq "b"))',
    ],
    [
      'process.ancestors[A].comm == "a" && process.pid == 5 && process.ancestors[A].pid == 1',
      'process.pid eq 5 and some(process.ancestors+: (comm eq "a" and pid eq 1))',
    ],
    [
      'process.ancestors[A].comm == "a" && (process.pid == 5 || process.ancestors[A].pid == 1)',
      '(process.pid eq 5 and some(process.ancestors+: comm eq "a")) or some(process.ancestors+: (comm eq "a" and pid eq 1))',
    ],
    [
      '!(process.ancestors[A].comm == "a" || process.pid == 5)',
      'not process.pid eq 5 and some(process.ancestors+: not comm eq "a")',
    ],
    [
      'process.ancestors[A].comm == "a" && process.ancestors[B].comm == "b"',
      'some(process.ancestors+: comm eq "a") and some(process.ancestors+: comm eq "b")',
    ],
    [
      'process.ancestors[_].comm == "a" && process.ancestors[_].comm == "b"',
      'some(process.ancestors+: comm eq "a") and some(process.ancestors+: comm eq "b")',
    ],
  ])('%s is %s', (text, filter) => {
    expect(filterOf(text)).toBe(filter);
  });
});

describe('bits and names', () => {
  it.each([
    ['exec.file.mode & S_ISUID > 0', 'file.mode bits 2048 gt 0'],
    ['exec.file.mode & (S_ISUID|S_ISGID) == S_ISUID', 'file.mode bits 3072 eq 2048'],
    ['exec.file.mode & S_ISUID == 0', 'not (exists(file.mode) and not file.mode bits 2048 eq 0)'],
    ['exec.file.rights == 0755', 'file.mode bits 4095 eq 493'],
    ['exec.file.rights & 0111 != 0', 'exists(file.mode) and not file.mode bits 73 eq 0'],
    ['chmod.file.destination.mode & S_IWOTH > 0', 'file.destination.mode bits 2 gt 0'],
    ['open.flags & O_CREAT > 0', 'some(file.flags: eq "O_CREAT")'],
    ['open.flags & O_CREAT != 0', 'some(file.flags: eq "O_CREAT")'],
    ['open.flags & (O_CREAT|O_TRUNC) > 0', 'some(file.flags: in ["O_CREAT" "O_TRUNC"])'],
    ['open.flags & (O_CREAT|O_TRUNC) == 0', 'not some(file.flags: in ["O_CREAT" "O_TRUNC"])'],
    [
      'open.flags & (O_CREAT|O_TRUNC) == O_CREAT|O_TRUNC',
      'some(file.flags: eq "O_CREAT") and some(file.flags: eq "O_TRUNC")',
    ],
    [
      'open.flags & (O_CREAT|O_TRUNC) == O_CREAT',
      'some(file.flags: eq "O_CREAT") and not some(file.flags: eq "O_TRUNC")',
    ],
    ['open.flags & O_RDONLY > 0', 'nothing'],
    ['open.flags & O_ACCMODE == O_RDONLY', 'not some(file.flags: in ["O_WRONLY" "O_RDWR" "O_ACCMODE"])'],
    ['unlink.flags & AT_REMOVEDIR > 0', 'some(file.flags: eq "AT_REMOVEDIR")'],
    ['process.cap_effective & CAP_SYS_ADMIN > 0', 'some(process.credentials.cap_effective: eq "CAP_SYS_ADMIN")'],
    ['capset.cap_permitted & CAP_BPF == 0', 'not some(process.credentials.destination.cap_permitted: eq "CAP_BPF")'],
    ['mmap.protection & PROT_EXEC > 0', 'mmap.protection matches /(^|[ |])(PROT_EXEC)($|[ |])/'],
    ['mmap.flags & MAP_ANONYMOUS > 0', 'mmap.flags matches /(^|[ |])(MAP_ANON|MAP_ANONYMOUS)($|[ |])/'],
    ['mprotect.req_protection & VM_EXEC == VM_EXEC', 'mprotect.req_protection matches /(^|[ |])(VM_EXEC)($|[ |])/'],
    ['signal.type == SIGKILL', 'signal.type eq "SIGKILL"'],
    ['signal.type == 9', 'signal.type eq "SIGKILL"'],
    ['signal.type in [SIGKILL, SIGABRT]', 'signal.type in ["SIGABRT" "SIGIOT" "SIGKILL"]'],
    ['signal.type == "SIGKILL"', 'signal.type eq "SIGKILL"'],
    ['signal.type > SIGPWR', 'signal.type eq "SIGSYS"'],
    ['ptrace.request == PTRACE_TRACEME', 'ptrace.request eq "PTRACE_TRACEME"'],
    ['bpf.cmd in [BPF_MAP_CREATE, BPF_PROG_LOAD]', 'bpf.cmd in ["BPF_MAP_CREATE" "BPF_PROG_LOAD"]'],
    ['bpf.prog.helpers == BPF_OVERRIDE_RETURN', 'some(bpf.program.helpers: eq "BPF_OVERRIDE_RETURN")'],
    ['bind.addr.family == AF_INET6', 'bind.addr.family eq "AF_INET6"'],
    ['dns.question.type == SRV', 'dns.question.type eq "SRV"'],
    ['network.l4_protocol == IP_PROTO_UDP', 'network.l4_protocol eq "IP_PROTO_UDP"'],
    ['exit.cause in [SIGNALED, COREDUMPED]', 'exit.cause in ["COREDUMPED" "SIGNALED"]'],
    [
      'splice.pipe_entry_flag & PIPE_BUF_FLAG_CAN_MERGE > 0',
      'splice.pipe_entry_flag matches /(^|[ |])(PIPE_BUF_FLAG_CAN_MERGE)($|[ |])/',
    ],
    ['exec.auid != AUDIT_AUID_UNSET', 'not process.credentials.auid eq 4294967295'],
  ])('%s is %s', (text, filter) => {
    expect(filterOf(text)).toBe(filter);
  });

  it('have one number wherever a name stands in two families', () => {
    const seen = new Map<string, bigint>();
    for (const { values } of families) {
      for (const [name, value] of values) {
        expect([name, seen.get(name) ?? value]).toEqual([name, value]);
        seen.set(name, value);
      }
    }
  });
});

describe('outcomes', () => {
  it.each([
    ['open.retval == 0', 'evt.outcome eq "Success"'],
    ['open.retval >= 0', 'evt.outcome eq "Success"'],
    ['open.retval < 0', 'evt.outcome in ["Refused" "Error"]'],
    ['open.retval == EPERM', 'evt.outcome eq "Refused"'],
    ['open.retval == -EACCES', 'evt.outcome eq "Refused"'],
    ['open.retval in [EPERM, EACCES]', 'evt.outcome eq "Refused"'],
    ['open.retval == -2', 'evt.outcome eq "Error"'],
    ['open.retval != ENOENT', 'not evt.outcome eq "Error"'],
  ])('%s is %s', (text, filter) => {
    expect(filterOf(text)).toBe(filter);
  });
});

describe('two fields', () => {
  it.each([
    [
      'chown.file.destination.uid == chown.file.uid',
      'file.destination.uid eq file.uid or (not (exists(file.destination.uid) and not file.destination.uid eq 0) and not (exists(file.uid) and not file.uid eq 0))',
    ],
    [
      'process.ancestors[A].pid == process.ancestors[A].ppid',
      'some(process.ancestors+: (pid eq ppid or (not (exists(pid) and not pid eq 0) and not (exists(ppid) and not ppid eq 0))))',
    ],
    [
      'process.is_kworker == process.is_thread',
      '(process.is_kworker eq true and process.is_thread eq true) or (not process.is_kworker eq true and not process.is_thread eq true)',
    ],
  ])('%s is %s', (text, filter) => {
    expect(filterOf(text)).toBe(filter);
  });
});
