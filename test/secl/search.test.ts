import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestServer, type TestServer } from '../http/test-server.js';
import { simulatedNdjson } from '../support/simulated.js';
import { handmadeEvents } from './handmade-events.js';
import { rules } from './rules.js';

const QUERY = `query Search($where: String!) { securityEvents(where: $where, first: 100) { edges { node { title } } } }`;

interface Answer {
  readonly securityEvents: { readonly edges: readonly { readonly node: { readonly title: string } }[] };
}

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const { report } = await server.post(JSON.stringify(handmadeEvents), { query: '?host=web-1' });
  expect(report.deadLetters).toEqual([]);
});

afterAll(() => server.close());

/** The titles of the events that an expression finds. */
async function found(where: string): Promise<string[]> {
  const { data, errors } = await server.graphql<Answer>(QUERY, { where });
  expect(errors).toBeUndefined();
  return data.securityEvents.edges.map(({ node }) => node.title).sort();
}

const EXECS = ['bare', 'curl'];

describe('a search with SECL', () => {
  it.each<[string, string[]]>([
    ['exec.file.name == "curl"', ['curl']],
    ['exec.file.path =~ "/usr/**"', ['curl']],
    ['exec.file.path =~ "*/bin/*"', ['curl']],
    ['exec.file.path in [~"/*/ls", "/x"]', ['bare']],
    ['exec.file.path not in [~"/*/ls", "/x"]', ['curl']],
    ['exec.file.name =~ "c*l"', ['curl']],
    ['exec.file.name =~ r"^C"', []],
    ['exec.file.name == r"(?i)^C[a-z]{3}$"', ['curl']],
    ['exec.file.name == r"\\bcurl\\b"', ['curl']],
    ['exec.file.package.name == "curl"', ['curl']],
    ['exec.file.mode & S_ISUID > 0', ['curl']],
    ['exec.file.mode & S_ISUID == 0', ['bare']],
    ['exec.file.rights == 04755', ['curl']],
    ['exec.file.extension == ""', EXECS],
    ['chmod.file.extension == ".sh"', ['chmod']],
    ['exec.comm.length == 4', ['curl']],
  ])('looks at files: %s', async (where, titles) => {
    expect(await found(where)).toEqual(titles);
  });

  it.each<[string, string[]]>([
    ['exec.args =~ "*shadow*"', ['curl']],
    ['exec.args == ""', ['bare']],
    ['exec.args == r"a b\\.php$"', ['curl']],
    ['exec.argv == "-sS"', ['curl']],
    ['"/etc/shadow" in exec.argv', ['curl']],
    ['exec.argv != "-sS"', ['bare']],
    ['exec.argv.length == 5', ['curl']],
    ['exec.argv.length < 5', ['bare']],
    ['exec.argv allin [~"-*", ~"/*", ~"http*"]', EXECS],
    ['exec.args_flags == "S"', ['curl']],
    ['exec.args_flags == "s"', ['curl']],
    ['exec.args_flags in ["q", "upload-file"]', ['curl']],
    ['exec.args_flags == "max-time"', []],
    ['exec.args_flags =~ "up*"', ['curl']],
    ['exec.args_options == "max-time=5"', ['curl']],
    ['exec.args_options == "upload-file=/etc/shadow"', ['curl']],
    ['exec.args_options in [~"upload-file=*"]', ['curl']],
    ['exec.args_options in [~"up*shadow"]', ['curl']],
    ['exec.args_options in [~"max-time=6*", ~"sS=--*"]', []],
    ['exec.envs == "LD_PRELOAD"', ['curl']],
    ['exec.envs in [~"LD_PRELOAD=/tmp/*"]', ['curl']],
    ['exec.envs not in ["PATH"]', ['bare']],
    ['exec.tty_name != ""', ['curl']],
  ])('looks at arguments: %s', async (where, titles) => {
    expect(await found(where)).toEqual(titles);
  });

  it.each<[string, string[]]>([
    ['exec.uid == 1000', ['curl']],
    ['exec.uid == 0', ['bare']],
    ['exec.uid != 0 && exec.user == "app"', ['curl']],
    ['process.cap_effective & CAP_SYS_ADMIN > 0 && load_module.name != ""', ['module']],
    ['setuid.euid == 0 && process.uid != 0', ['setuid']],
    ['setuid.euser == "root"', ['setuid']],
    ['setuid.uid > 0', []],
    ['capset.cap_effective & (CAP_SYS_ADMIN|CAP_CHOWN) == (CAP_SYS_ADMIN|CAP_CHOWN)', ['capset']],
    ['capset.cap_effective & CAP_BPF > 0', []],
    ['capset.cap_permitted & CAP_CHOWN == 0', ['capset']],
  ])('looks at credentials: %s', async (where, titles) => {
    expect(await found(where)).toEqual(titles);
  });

  it.each<[string, string[]]>([
    ['exec.pid > 0 && process.parent.file.name == "bash"', ['curl']],
    ['exec.pid > 0 && process.ancestors.file.name == "nginx"', ['curl']],
    ['exec.pid > 0 && process.ancestors.file.name != "nginx"', ['bare']],
    ['exec.pid > 0 && process.ancestors.file.path in [~"/usr/lib/**"]', ['curl']],
    ['exec.pid > 0 && process.ancestors.uid == 0', ['curl']],
    ['exec.pid > 0 && process.ancestors.length == 3', ['curl']],
    ['exec.pid > 0 && process.ancestors.args =~ "-c *"', ['curl']],
    ['exec.pid > 0 && process.ancestors[A].comm == "bash" && process.ancestors[A].uid == 1000', ['curl']],
    ['exec.pid > 0 && process.ancestors[A].comm == "bash" && process.ancestors[A].uid == 0', []],
    ['exec.pid > 0 && process.ancestors.comm == "bash" && process.ancestors.uid == 0', ['curl']],
    ['exec.pid > 0 && process.ancestors[A].comm == "systemd" && process.ancestors[A].ppid == 0', ['curl']],
    [
      'exec.pid > 0 && process.ancestors[A].ppid == 1 && (process.uid == 0 || process.ancestors[A].comm == "nginx")',
      ['curl'],
    ],
    ['ptrace.tracee.file.name == "nginx" && ptrace.request == PTRACE_ATTACH', ['attach']],
    ['ptrace.tracee.ancestors.comm == "bash"', []],
    ['signal.target.file.name == "nginx" && signal.type == SIGKILL', ['kill']],
    ['process.file.path != process.parent.file.path && exec.pid > 0', ['curl']],
    ['process.file.path == process.parent.file.path && exec.pid > 0', ['bare']],
    ['exec.pid > exec.ppid', EXECS],
    ['exec.pid < exec.ppid', []],
  ])('looks at lineage: %s', async (where, titles) => {
    expect(await found(where)).toEqual(titles);
  });

  it.each<[string, string[]]>([
    ['exec.created_at < 1s', ['curl']],
    ['exec.created_at < 400ms', []],
    ['exec.created_at <= 400ms', ['curl']],
    ['exec.created_at > 1s', ['bare']],
    ['exec.pid > 0 && container.created_at > 1m', EXECS],
    ['exec.pid > 0 && container.created_at < 2m', ['curl']],
    ['exec.pid > 0 && exec.file.modification_time < 1s', ['curl']],
    ['exec.pid > 0 && exec.file.modification_time < 1s && process.created_at < 1s && process.comm == "curl"', ['curl']],
    ['exec.pid > 0 && process.ancestors.created_at < 1s', []],
    ['exec.pid > 0 && event.timestamp > 1700000000000000000', EXECS],
    ['exec.pid > 0 && event.timestamp < 1s', EXECS],
  ])('looks at times: %s', async (where, titles) => {
    expect(await found(where)).toEqual(titles);
  });

  it.each<[string, string[]]>([
    ['open.flags & O_CREAT > 0', ['create']],
    ['open.flags & (O_CREAT|O_TRUNC) == 0', ['read']],
    ['open.flags & O_ACCMODE == O_WRONLY', ['create']],
    ['open.flags == O_CREAT|O_WRONLY', ['create']],
    ['open.flags == O_RDONLY', ['read']],
    ['open.syscall.flags & O_CREAT > 0', ['create']],
    ['open.retval == EACCES', ['read']],
    ['open.retval >= 0', ['create']],
    ['chmod.retval < 0', ['chmod']],
    ['chmod.file.destination.mode != chmod.file.mode', ['chmod more']],
    ['chmod.file.destination.mode == chmod.file.mode', ['chmod']],
    ['chmod.file.destination.mode > chmod.file.mode', ['chmod more']],
    ['chmod.file.destination.mode & S_ISUID > 0', ['chmod more']],
    ['chmod.file.path =~ "/tmp/*"', ['chmod more']],
    ['chmod.file.path =~ "/tmp/**"', ['chmod', 'chmod more']],
    ['setxattr.file.destination.name == "user.x"', ['xattr']],
    ['mmap.protection & (PROT_WRITE|PROT_EXEC) == (PROT_WRITE|PROT_EXEC)', ['mmap']],
    ['mmap.protection & PROT_READ > 0', []],
    ['mmap.flags & MAP_ANONYMOUS > 0', ['mmap']],
    ['bpf.cmd == BPF_PROG_LOAD && bpf.prog.type == BPF_PROG_TYPE_KPROBE', ['bpf']],
    ['bpf.prog.helpers in [BPF_OVERRIDE_RETURN]', ['bpf']],
    ['load_module.loaded_from_memory && load_module.args == "a=1 b"', ['module']],
    ['mount.source.path == "/export" && mount.fs_type != "overlay"', ['mount']],
    ['exit.cause == SIGNALED && exit.code > 128', ['exit']],
  ])('looks at system calls: %s', async (where, titles) => {
    expect(await found(where)).toEqual(titles);
  });

  it.each<[string, string[]]>([
    ['dns.question.name == "pool.minexmr.com"', ['dns']],
    ['dns.question.name in [~"*.minexmr.COM"]', ['dns']],
    ['dns.question.type == SRV && dns.question.length > 10', ['dns']],
    ['network.destination.ip == 8.8.8.8', ['dns']],
    ['network.source.ip in 10.0.0.0/8 && network.l4_protocol == IP_PROTO_UDP', ['dns']],
    ['network.destination.ip not in [10.0.0.0/8, 8.8.8.8] && network.size > 0', []],
    ['network.destination.is_public', ['dns']],
    ['bind.addr.ip == 0.0.0.0 && bind.addr.port == 4444', ['bind']],
    ['bind.addr.family == AF_INET', ['bind']],
    ['connect.addr.is_public == true && connect.addr.port in [80, 443]', ['connect']],
    ['connect.addr.is_public == false', ['connect inside']],
    ['connect.addr.hostname in [~"*.example.com"]', ['connect']],
    ['event.hostname == "web-1" && exec.pid > 0', EXECS],
    ['event.os == "linux" && exec.pid > 0', EXECS],
  ])('looks at the network and the host: %s', async (where, titles) => {
    expect(await found(where)).toEqual(titles);
  });

  it.each<[string, string[]]>([
    ['title == "heartbeat"', ['heartbeat']],
    ['agent.rule_id == "curl"', ['curl']],
    ['evt.name in ["exec", "exit"]', ['bare', 'curl', 'exit']],
    ['evt.outcome != "Success" && evt.name != ""', ['chmod', 'read']],
    ['process.executable.path == "/usr/bin/curl"', ['connect', 'curl']],
  ])('takes the names of the event’s JSON: %s', async (where, titles) => {
    expect(await found(where)).toEqual(titles);
  });

  it('never finds what agents report of themselves by a field of rules', async () => {
    expect(await found('process.pid != 12345')).not.toContain('heartbeat');
  });

  it('answers a mistake with its place', async () => {
    const { data, errors } = await server.graphql(QUERY, { where: 'exec.file.nam == "a"' });

    expect(data).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toBe(
      '`where` has a mistake at line 1, column 11: there is no field exec.file.nam; did you mean exec.file.name?\nexec.file.nam == "a"\n          ^^^',
    );
  });

  it('runs every kind of rule on simulated events', async () => {
    await server.post(simulatedNdjson(400), { query: '?host=web-2' });
    for (const rule of rules) await expect(found(rule)).resolves.toBeInstanceOf(Array);
  });
});
