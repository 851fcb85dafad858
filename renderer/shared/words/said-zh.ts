type Sentence = readonly [english: RegExp, chinese: (...found: string[]) => string];

const NAME = '(\\S+)';

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
  [sentence(`${NAME} is not installed`), (tool) => `${tool} 未安装`],
  [sentence('no capture program is installed: neither dumpcap nor tcpdump'), () => '未安装抓包程序 dumpcap 或 tcpdump'],
  [sentence('the desktop app cannot run cap'), () => '桌面应用无法运行 cap'],
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
  // What to do
  [sentence(`Let ${NAME} capture without root`), (path) => `允许 ${path} 在非 root 身份下抓包`],
  [sentence(`Let everybody run ${NAME}`), (path) => `允许所有人运行 ${path}`],
  [sentence('Let your user open the capture devices'), () => '允许您的用户打开抓包设备'],
  [
    sentence(`Join the group that may run ${NAME}, then log in anew`),
    (path) => `加入可以运行 ${path} 的用户组，然后重新登录`,
  ],
  [
    sentence(`You have become a member of the group ${NAME} since you logged in; log in anew, or begin with`),
    (group) => `您在登录之后才加入 ${group} 组；请重新登录，或先执行`,
  ],
  [sentence(`Install ${NAME} and let it capture without root`), (tool) => `安装 ${tool}，并允许它在非 root 身份下抓包`],
  [sentence('Install (.+)'), (what) => `安装 ${what.replace(' with ', ' 和 ')}`],
  [sentence('Bring it up'), () => '启用它'],
  [sentence('The interfaces here are (.+)'), (names) => `这里的接口有：${names}`],
  [
    sentence('Whatever started vrrpscope withholds the capability NET_RAW: .*'),
    () =>
      '启动 vrrpscope 的环境没有给它 NET_RAW 能力：容器用 --cap-add=NET_RAW 获得，systemd 单元用 AmbientCapabilities=CAP_NET_RAW 获得',
  ],
  [
    sentence('Whatever started vrrpscope forbids new privileges \\(NoNewPrivileges\\): .*'),
    () =>
      '启动 vrrpscope 的环境禁止获得新的权限（NoNewPrivileges）：请在 systemd 单元中写明 AmbientCapabilities=CAP_NET_RAW',
  ],
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
  return said;
}
