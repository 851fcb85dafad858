type Sentence = readonly [english: RegExp, chinese: (...found: string[]) => string];

const NAME = '(\\S+)';
const START_CONTAINER =
  'Start the container with --cap-add=NET_RAW, or the systemd unit with AmbientCapabilities=CAP_NET_RAW';
const CONTAINER_ZH = '请用 --cap-add=NET_RAW 启动容器，或在 systemd 单元中写明 AmbientCapabilities=CAP_NET_RAW';
const START_UNIT = 'Start it without NoNewPrivileges, or the systemd unit with AmbientCapabilities=CAP_NET_RAW';
const UNIT_ZH = '请去掉 NoNewPrivileges，或在 systemd 单元中写明 AmbientCapabilities=CAP_NET_RAW';

/** What capture programs and interfaces are told to be up to, and what to do about it. */
const SENTENCES: readonly Sentence[] = [
  [sentence(`there is no interface ${NAME}`), (name) => `没有名为 ${name} 的接口`],
  [sentence(`${NAME} is down`), (name) => `${name} 未启用`],
  [sentence(`${NAME} went down`), (name) => `${name} 已被停用`],
  [sentence(`${NAME} has disappeared`), (name) => `${name} 已消失`],
  [sentence(`${NAME} was lost for a moment`), (name) => `${name} 曾短暂丢失`],
  [sentence(`${NAME} has ended`), (name) => `${name} 已结束`],
  [sentence('you are not permitted to capture on (.+)'), (name) => `您没有在 ${name} 上抓包的权限`],
  [sentence(`${NAME} may not capture on all interfaces`), (tool) => `${tool} 没有在所有接口上抓包的权限`],
  [sentence(`${NAME} may not capture on (.+)`), (tool, name) => `${tool} 没有在 ${name} 上抓包的权限`],
  [sentence(`you may not run ${NAME}`), (path) => `您没有运行 ${path} 的权限`],
  [sentence(`${NAME} lacks the capability CAP_NET_RAW`), (path) => `${path} 没有 CAP_NET_RAW 能力`],
  [
    sentence(`only members of the group ${NAME} may run ${NAME}: join it, then log in anew`),
    (group, path) => `只有 ${group} 组的成员才能运行 ${path}：请加入该组，然后重新登录`,
  ],
  [
    sentence(`only members of the group ${NAME} may run ${NAME}, which you have become since you logged in`),
    (group, path) => `只有 ${group} 组的成员才能运行 ${path}，而您是在登录之后才加入的`,
  ],
  [sentence('you may not open (.+)'), (path) => `您没有打开 ${path} 的权限`],
  [
    sentence('cap captures inside Node, which should not be given CAP_NET_RAW'),
    () => 'cap 在 Node 内部抓包，而 Node 不应被授予 CAP_NET_RAW',
  ],
  [
    sentence('whatever started vrrpscope withholds the capability CAP_NET_RAW: .*'),
    () => `启动 vrrpscope 的环境没有给它 CAP_NET_RAW 能力：${CONTAINER_ZH}`,
  ],
  [
    sentence('whatever started vrrpscope forbids programs to gain privileges: .*'),
    () => `启动 vrrpscope 的环境禁止程序获得权限：${UNIT_ZH}`,
  ],
  [
    sentence(`dumpcap takes ${NAME} for something else than an interface's name`),
    (name) => `dumpcap 不把 ${name} 当作接口名`,
  ],
  [sentence(`${NAME} is not installed`), (tool) => `${tool} 未安装`],
  [sentence('no capture program is installed: neither dumpcap nor tcpdump'), () => '未安装抓包程序 dumpcap 或 tcpdump'],
  [sentence('the desktop app cannot run cap'), () => '桌面应用无法运行 cap'],
  [sentence('the single executable cannot run cap'), () => '单文件可执行程序无法运行 cap'],
  [
    sentence('the package cap was not built when vrrpscope was installed: .*'),
    () => '安装 vrrpscope 时没有编译 cap 包：这需要 libpcap 的头文件和编译器',
  ],
  [sentence(`${NAME} did not open ${NAME} in time`), (tool, name) => `${tool} 未能及时打开 ${name}`],
  [sentence(`${NAME} was killed by ${NAME}`), (tool, signal) => `${tool} 被 ${signal} 终止`],
  [sentence(`${NAME} cannot be started: (.+)`), (tool, why) => `无法启动 ${tool}：${why}`],
  [
    sentence(`${NAME} ended with status (\\d+)(?:: (.+))?`),
    (tool, status, said) => `${tool} 以状态 ${status} 退出${said === undefined ? '' : `：${said}`}`,
  ],
  [sentence('cannot read (.+): there is no such file'), (name) => `无法读取 ${name}：文件不存在`],
  [sentence('cannot read (.+): it is a directory'), (name) => `无法读取 ${name}：这是一个目录`],
  [sentence('cannot read (.+): you are not allowed to read it'), (name) => `无法读取 ${name}：没有读取权限`],
  // What is written
  [
    sentence('cannot write to (.+): (.+); it holds everything until (.+)'),
    (path, why, time) => `无法写入 ${path}：${reason(why)}；其中完整保存到 ${time}`,
  ],
  [sentence('cannot write to (.+): (.+)'), (path, why) => `无法写入 ${path}：${reason(why)}`],
  [
    sentence('could not write to (.+): (.+); packets from (.+) to (.+) are missing'),
    (path, why, from, to) => `曾无法写入 ${path}：${reason(why)}；缺少 ${from} 至 ${to} 的数据包`,
  ],
  [
    sentence('could not write to (.+): (.+); packets to (.+) are missing'),
    (path, why, to) => `曾无法写入 ${path}：${reason(why)}；缺少 ${to} 之前的数据包`,
  ],
  // What to do
  [sentence(`Let ${NAME} capture without root`), (path) => `允许 ${path} 在非 root 身份下抓包`],
  [sentence(`Let everybody run ${NAME}`), (path) => `允许所有人运行 ${path}`],
  [sentence('Let your user open the capture devices'), () => '允许您的用户打开抓包设备'],
  [sentence(`Join the group ${NAME}, then log in anew`), (group) => `加入 ${group} 组，然后重新登录`],
  [sentence('Log in anew, or begin with'), () => '请重新登录，或先执行'],
  [sentence(`Install ${NAME} and let it capture without root`), (tool) => `安装 ${tool}，并允许它在非 root 身份下抓包`],
  [sentence('Install (.+)'), (what) => `安装 ${what.replace(' with ', ' 和 ')}`],
  [sentence('Bring it up'), () => '启用它'],
  [sentence('The interfaces here are (.+)'), (names) => `这里的接口有：${names}`],
  [sentence(START_CONTAINER), () => CONTAINER_ZH],
  [sentence(START_UNIT), () => UNIT_ZH],
];

function sentence(text: string): RegExp {
  return new RegExp(`^${text}$`);
}

/** What is not known stays in English. */
export function saidZh(said: string): string {
  for (const [english, chinese] of SENTENCES) {
    const found = english.exec(said);
    if (found) return chinese(...found.slice(1));
  }
  const [, purpose, command] = /^([^:]+): (.+)$/s.exec(said) ?? [];
  const known = purpose === undefined ? undefined : saidZh(purpose);
  return known === purpose ? said : `${known}：${command}`;
}

/** The commonest errors of a disk; others are told as the system tells them. */
function reason(error: string): string {
  return REASONS[error] ?? error;
}

const REASONS: Readonly<Record<string, string>> = {
  'no space left on device': '设备上没有剩余空间',
  'permission denied': '没有权限',
  'read-only file system': '文件系统是只读的',
  'i/o error': '输入输出错误',
};
