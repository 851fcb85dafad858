import type { troubles as english, remedies as englishRemedies, WriteFault } from '../en/troubles.ts';
import { text } from './text.ts';

export const troubles: typeof english = {
  'no-such-interface': ({ name }) => `没有名为 ${name} 的接口`,
  'interface-is-down': ({ name }) => `${name} 未启用`,
  'interface-went-down': ({ name }) => `${name} 已被停用`,
  'interface-disappeared': ({ name }) => `${name} 已消失`,
  'interface-lost-for-a-moment': ({ name }) => `${name} 曾短暂丢失`,
  'input-ended': ({ name }) => `${name} 已结束`,
  'thread-ended': () => '读取它的线程意外结束',
  'out-of-memory': () => '内存不足，无法读取',

  'not-permitted': ({ name }) => `您没有在 ${name} 上抓包的权限`,
  'tool-not-permitted': ({ tool, name }) => `${tool} 没有在 ${name} 上抓包的权限`,
  'tool-not-permitted-on-all': ({ tool }) => `${tool} 没有在所有接口上抓包的权限`,
  'may-not-run': ({ path }) => `您没有运行 ${path} 的权限`,
  'may-not-open': ({ path }) => `您没有打开 ${path} 的权限`,
  'lacks-capability': ({ path }) => `${path} 没有 CAP_NET_RAW 能力`,
  'group-only': ({ group, path }) => `只有 ${group} 组的成员才能运行 ${path}：请加入该组，然后重新登录`,
  'group-since-login': ({ group, path }) => `只有 ${group} 组的成员才能运行 ${path}，而您是在登录之后才加入的`,
  'cap-is-inside-node': () => 'cap 在 Node 内部抓包，而 Node 不应被授予 CAP_NET_RAW',
  'capability-withheld': () =>
    '启动 vrrpscope 的环境没有给它 CAP_NET_RAW 能力：请用 --cap-add=NET_RAW 启动容器，或在 systemd 单元中写明 AmbientCapabilities=CAP_NET_RAW',
  'privileges-forbidden': () =>
    '启动 vrrpscope 的环境禁止程序获得权限：请去掉 NoNewPrivileges，或在 systemd 单元中写明 AmbientCapabilities=CAP_NET_RAW',

  'not-installed': ({ tool }) => `${tool} 未安装`,
  'none-installed': () => '未安装抓包程序 dumpcap 或 tcpdump',
  'no-cap-in-desktop': () => '桌面应用无法运行 cap',
  'no-cap-in-executable': () => '单文件可执行程序无法运行 cap',
  'cap-not-built': () => '安装 vrrpscope 时没有编译 cap 包：这需要 libpcap 的头文件和编译器',
  'another-to-dumpcap': ({ name }) => `dumpcap 不把 ${name} 当作接口名`,
  'not-opened-in-time': ({ tool, name }) => `${tool} 未能及时打开 ${name}`,
  killed: ({ program, signal }) => text`${program ?? '该命令'}被 ${signal} 终止`,
  'not-started': ({ program, error }) => text`无法启动${program ?? '该命令'}：${error}`,
  'shell-not-started': ({ error }) => `无法启动 shell：${error}`,
  'ended-with-status': ({ program, status, said }) =>
    said === null
      ? text`${program ?? '该命令'}以状态 ${status} 退出`
      : text`${program ?? '该命令'}以状态 ${status} 退出：${said}`,
  'wrote-no-packet': () => '该命令没有写出任何数据包就结束了',

  'cannot-read': ({ name, why, error }) =>
    `无法读取${name === null ? '标准输入' : ` ${name}`}：${why === null ? error : UNREADABLE[why]}`,
  'not-a-capture': ({ name, why }) => `${name}：${NO_CAPTURE[why]}`,

  'cannot-write': ({ path, fault, heldUntil }) =>
    heldUntil === null
      ? `无法写入 ${path}：${reason(fault)}`
      : `无法写入 ${path}：${reason(fault)}；其中完整保存到 ${heldUntil}`,
  'could-not-write': ({ path, fault, from, to }) =>
    from === null
      ? `曾无法写入 ${path}：${reason(fault)}；缺少 ${to} 之前的数据包`
      : `曾无法写入 ${path}：${reason(fault)}；缺少 ${from} 至 ${to} 的数据包`,
};

const UNREADABLE = {
  'not-found': '文件不存在',
  'is-a-directory': '这是一个目录',
  'no-permission': '没有读取权限',
};

const NO_CAPTURE = {
  empty: '文件为空',
  'not-a-capture': '不是 pcap 或 pcapng 抓包',
  'truncated-header': '文件头不完整',
};

/** The commonest errors of a disk; others are told as the system tells them. */
function reason(fault: WriteFault): string {
  return fault.by === 'system' ? (SYSTEM_FAULTS[fault.name] ?? fault.text) : FILE_FAULTS[fault.by];
}

const FILE_FAULTS = { 'slow-disk': '磁盘太慢', deleted: '文件已被删除', changed: '文件已被其他程序更改' };

const SYSTEM_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: '设备上没有剩余空间',
  EDQUOT: '磁盘配额已用完',
  EACCES: '没有权限',
  EPERM: '没有权限',
  EROFS: '文件系统是只读的',
  EIO: '输入输出错误',
};

export const remedies: typeof englishRemedies = {
  'capture-without-root': ({ path }) => `允许 ${path} 在非 root 身份下抓包`,
  'let-everybody-run': ({ path }) => `允许所有人运行 ${path}`,
  'let-user-open-devices': () => '允许您的用户打开抓包设备',
  'join-group': ({ group }) => `加入 ${group} 组，然后重新登录`,
  'log-in-anew': () => '请重新登录，或先执行',
  'install-and-permit': ({ tool }) => `安装 ${tool}，并允许它在非 root 身份下抓包`,
  install: ({ tool }) => `安装 ${tool}`,
  'install-with': ({ tool, driver }) => `安装 ${tool} 和 ${driver}`,
  'bring-up': () => '启用它',
  'choose-interface': ({ names }) => `这里的接口有：${names.join('、')}`,
  'ask-interfaces': () => 'dumpcap 和 tcpdump 还缺什么，可由此查看',
  'add-capability': () => '请用 --cap-add=NET_RAW 启动容器，或在 systemd 单元中写明 AmbientCapabilities=CAP_NET_RAW',
  'allow-privileges': () => '请去掉 NoNewPrivileges，或在 systemd 单元中写明 AmbientCapabilities=CAP_NET_RAW',
};
