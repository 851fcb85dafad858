interface Named {
  name: string;
}
interface OfTool {
  tool: string;
}
interface OfPath {
  path: string;
}
interface OfGroup extends OfPath {
  group: string;
}
/** A program, or null for the command that was given. */
interface OfProgram {
  program: string | null;
}
/** Why a file cannot be written: what a system call failed with, as `ENOSPC`, and what the system says of it; or what befell the file. */
export type WriteFault = { by: 'system'; name: string; text: string } | { by: keyof typeof FILE_FAULTS };
interface Writing extends OfPath {
  fault: WriteFault;
}

/** Why nothing is heard, or not kept: clauses. */
export const troubles = {
  'no-such-interface': ({ name }: Named) => `there is no interface ${name}`,
  'interface-is-down': ({ name }: Named) => `${name} is down`,
  'interface-went-down': ({ name }: Named) => `${name} went down`,
  'interface-disappeared': ({ name }: Named) => `${name} has disappeared`,
  'interface-lost-for-a-moment': ({ name }: Named) => `${name} was lost for a moment`,
  'input-ended': ({ name }: Named) => `${name} has ended`,
  'thread-ended': (_: unknown) => 'the thread that reads it has ended unexpectedly',
  'out-of-memory': (_: unknown) => 'there is not enough memory to read it',

  'not-permitted': ({ name }: Named) => `you are not permitted to capture on ${name}`,
  'tool-not-permitted': ({ tool, name }: OfTool & Named) => `${tool} may not capture on ${name}`,
  'tool-not-permitted-on-all': ({ tool }: OfTool) => `${tool} may not capture on all interfaces`,
  'may-not-run': ({ path }: OfPath) => `you may not run ${path}`,
  'may-not-open': ({ path }: OfPath) => `you may not open ${path}`,
  'lacks-capability': ({ path }: OfPath) => `${path} lacks the capability CAP_NET_RAW`,
  'group-only': ({ group, path }: OfGroup) =>
    `only members of the group ${group} may run ${path}: join it, then log in anew`,
  'group-since-login': ({ group, path }: OfGroup) =>
    `only members of the group ${group} may run ${path}, which you have become since you logged in`,
  'cap-is-inside-node': (_: unknown) => 'cap captures inside Node, which should not be given CAP_NET_RAW',
  'capability-withheld': (_: unknown) =>
    'whatever started vrrpscope withholds the capability CAP_NET_RAW: start the container with --cap-add=NET_RAW, or the systemd unit with AmbientCapabilities=CAP_NET_RAW',
  'privileges-forbidden': (_: unknown) =>
    'whatever started vrrpscope forbids programs to gain privileges: start it without NoNewPrivileges, or the systemd unit with AmbientCapabilities=CAP_NET_RAW',

  'not-installed': ({ tool }: OfTool) => `${tool} is not installed`,
  'none-installed': (_: unknown) => 'no capture program is installed: neither dumpcap nor tcpdump',
  'no-cap-in-desktop': (_: unknown) => 'the desktop app cannot run cap',
  'no-cap-in-executable': (_: unknown) => 'the single executable cannot run cap',
  'cap-not-built': (_: unknown) =>
    "the package cap was not built when vrrpscope was installed: that takes libpcap's headers and a compiler",
  'another-to-dumpcap': ({ name }: Named) => `dumpcap takes ${name} for something else than an interface's name`,
  'not-opened-in-time': ({ tool, name }: OfTool & Named) => `${tool} did not open ${name} in time`,
  killed: ({ program, signal }: OfProgram & { signal: string }) =>
    `${program ?? 'the command'} was killed by ${signal}`,
  'not-started': ({ program, error }: OfProgram & { error: string }) =>
    `${program ?? 'the command'} cannot be started: ${error}`,
  'shell-not-started': ({ error }: { error: string }) => `the shell cannot be started: ${error}`,
  /** `said` is the last line that it wrote. */
  'ended-with-status': ({ program, status, said }: OfProgram & { status: number; said: string | null }) =>
    said === null
      ? `${program ?? 'the command'} ended with status ${status}`
      : `${program ?? 'the command'} ended with status ${status}: ${said}`,
  'wrote-no-packet': (_: unknown) => 'the command ended without writing a packet',

  /** `name` is null for standard input. */
  'cannot-read': ({ name, why, error }: { name: string | null; why: Unreadable | null; error: string }) =>
    `cannot read ${name ?? 'standard input'}: ${why === null ? error : UNREADABLE[why]}`,
  'not-a-capture': ({ name, why }: Named & { why: keyof typeof NO_CAPTURE }) => `${name}: ${NO_CAPTURE[why]}`,

  /** `heldUntil` and the like are moments, as they are shown. */
  'cannot-write': ({ path, fault, heldUntil }: Writing & { heldUntil: string | null }) =>
    heldUntil === null
      ? `cannot write to ${path}: ${reason(fault)}`
      : `cannot write to ${path}: ${reason(fault)}; it holds everything until ${heldUntil}`,
  'could-not-write': ({ path, fault, from, to }: Writing & { from: string | null; to: string }) =>
    from === null
      ? `could not write to ${path}: ${reason(fault)}; packets to ${to} are missing`
      : `could not write to ${path}: ${reason(fault)}; packets from ${from} to ${to} are missing`,
};

const FILE_FAULTS = {
  'slow-disk': 'the disk is too slow',
  deleted: 'somebody has deleted it',
  changed: 'somebody else has changed it',
};

function reason(fault: WriteFault): string {
  return fault.by === 'system' ? fault.text : FILE_FAULTS[fault.by];
}

type Unreadable = keyof typeof UNREADABLE;
const UNREADABLE = {
  'not-found': 'there is no such file',
  'is-a-directory': 'it is a directory',
  'no-permission': 'you are not allowed to read it',
};

const NO_CAPTURE = {
  empty: 'the file is empty',
  'not-a-capture': 'neither pcap nor pcapng: its first bytes are those of no capture file',
  'truncated-header': 'the file header is cut',
};

/** What to do about it: sentences, behind which their command stands. */
export const remedies = {
  'capture-without-root': ({ path }: OfPath) => `Let ${path} capture without root`,
  'let-everybody-run': ({ path }: OfPath) => `Let everybody run ${path}`,
  'let-user-open-devices': (_: unknown) => 'Let your user open the capture devices',
  'join-group': ({ group }: { group: string }) => `Join the group ${group}, then log in anew`,
  'log-in-anew': (_: unknown) => 'Log in anew, or begin with',
  'install-and-permit': ({ tool }: OfTool) => `Install ${tool} and let it capture without root`,
  install: ({ tool }: OfTool) => `Install ${tool}`,
  'install-with': ({ tool, driver }: OfTool & { driver: string }) => `Install ${tool} with ${driver}`,
  'bring-up': (_: unknown) => 'Bring it up',
  'choose-interface': ({ names }: { names: readonly string[] }) => `The interfaces here are ${names.join(', ')}`,
  'ask-interfaces': (_: unknown) => 'What dumpcap and tcpdump need is said by',
  'add-capability': (_: unknown) =>
    'Start the container with --cap-add=NET_RAW, or the systemd unit with AmbientCapabilities=CAP_NET_RAW',
  'allow-privileges': (_: unknown) =>
    'Start it without NoNewPrivileges, or the systemd unit with AmbientCapabilities=CAP_NET_RAW',
};
