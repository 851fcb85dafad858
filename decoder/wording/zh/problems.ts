/** What is wrong with a file, a packet or an input, by its code. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'truncated-header': '文件在文件头中间结束',
  damaged: '文件从这里开始损坏，其后的内容没有读取',
  'damaged-block': '一个块已损坏，已跳过',
  'damaged-options': '一个块的选项已损坏',
  'damaged-packet': '一个数据包已损坏，已跳过',
  'too-many-interfaces': '接口过多',
  'too-many-names': '名称过多',
  'undeclared-interface': '数据包引用了未声明的接口',
  'unsupported-version': '不支持的文件版本',
  'compressed-truncated': '压缩数据被截断',
  'file-shrank': '文件在读取过程中变短了',
  'thread-ended': '解压它的线程意外结束',
  'out-of-memory': '内存不足，无法解压',
  'file-replaced': '自首次查看以来，该文件已被另一个文件取代',
  'compressed-damaged': '压缩数据已损坏',
  'unsupported-compression': '不支持的压缩格式',
  empty: '文件为空',
  'not-a-capture': '不是 pcap 或 pcapng 抓包文件',
  'not-found': '文件不存在',
  'is-a-directory': '这是一个目录',
  'no-permission': '没有读取权限',
  'is-a-device': '这是一个设备',
  'not-text': '不是文本文件',
  'too-large': '文件过大',
  'ipv4.fragment': '该 IPv4 数据包是多个分片中的第一个，其余部分不在这里',
  'ipv6.fragment': '该 IPv6 数据包是多个分片中的第一个，其余部分不在这里',
  'no-condition': '以 @ 开头的行都是为其他节点写的：请使用 keepalived 的名称（主机名或 -i）',
  'unknown-value': '无法从文件得知该值',
  'bad-value': '该值不可用',
  incomplete: '该块不完整；keepalived 会丢弃它',
  'no-name': '需要恰好一个名称；keepalived 会跳过它',
  twice: '已有同名的块；keepalived 会跳过这一个',
  'too-long': '内容过多；其余部分没有读取',
  'not-defined': '同步组中的 vrrp_instance 没有定义',
  'other-family': '地址属于另一个地址族；keepalived 会忽略它',
  'no-vrid': 'vrrp_instance 没有 virtual_router_id',
  'no-interface': 'vrrp_instance 没有 interface',
  'not-compared': 'auth_hmac 的密钥不作比较',
  'missing-brace': '缺少花括号',
  'unexpected-brace': '多余的花括号',
  'unknown-keyword': 'keepalived 不认识该关键字',
  'line-too-long': '该行对 keepalived 来说过长；没有读取',
  'bad-sequence': 'keepalived 无法读取该 ~SEQ 或 ~LST',
  'include-not-read': '包含的文件没有读取',
  'vrrp.truncated': '捕获的字节少于 IP 首部声明的长度：被抓包长度限制截断',
  'vrrp.length': '报文短于其地址数量所要求的长度',
  'vrrp.trailing-bytes': '报文之后有无法解释的字节',
  'vrrp.missing-authentication-data': '缺少 8 字节的认证数据；keepalived 和 FRR 会拒收',
  'vrrp.missing-authentication-header': '认证类型为 2，但没有 IP 认证头',
  'vrrp.bad-checksum': '校验和不符合任何已知规则',
  'vrrp.bad-ttl': '组播通告的 TTL 或跳数限制不是 255；接收方会丢弃',
  'vrrp.vrid-zero': 'VRID 0 不存在',
  'vrrp.interval-zero': '通告间隔为零',
  'vrrp.no-addresses': 'VRRPv3 通告中没有地址',
  'vrrp.version-2-over-ipv6': 'VRRPv2 没有为 IPv6 定义',
  'vrrp.first-address-not-link-local': 'IPv6 通告的第一个地址不是链路本地地址',
  'arp.sender-mac-mismatch': '发送方硬件地址与帧的源地址不同',
  'nd.bad-hop-limit': '邻居发现报文的跳数限制不是 255；接收方会丢弃',
  'nd.option-length': '邻居发现选项的长度为零或超出数据包',
};

/** Of messages that say more than their code, what they say. */
const DETAILS: Readonly<Record<string, readonly (readonly [english: RegExp, chinese: string])[]>> = {
  truncated: [
    [
      /^the file ends .*packet (\d+).*: at least (\d+) of (\d+) bytes are missing$/,
      '文件在数据包 $1 中间结束：$3 字节中至少缺少 $2 字节',
    ],
  ],
  'unread-link-type': [[/^(\d+) packets of (.+) were counted but not read$/, '$1 个 $2 数据包已计数，但没有读取']],
  'bad-value': [
    [
      /^(?:vrrp_instance (\S+): )?(\S+) (?:does not take|takes (?:.*), not) (\S+?)(?:; .*)?$/,
      '$2 不接受 $3；keepalived 会忽略它',
    ],
  ],
  'include-not-read': [
    [/^there is no file (.*)$/, '没有文件 $1'],
    [/^several of the files sent are called (.*); not read$/, '发送的文件中有多个名为 $1；没有读取'],
    [/^which of the files sent (.*) means cannot be told; not read$/, '无法判断 $1 指发送的哪些文件；没有读取'],
  ],
  'not-defined': [[/^vrrp_sync_group (.*): there is no vrrp_instance (.*)$/, '同步组 $1：没有定义 vrrp_instance $2']],
  'unknown-keyword': [[/^keepalived does not know (.*)$/, 'keepalived 不认识 $1']],
  'read-failed': [[/^reading failed: /, '读取失败：']],
};

export function problemZh(code: string, message: string): string {
  const [english, chinese] = DETAILS[code]?.find(([said]) => said.test(message)) ?? [];
  if (english !== undefined && chinese !== undefined) return message.replace(english, chinese);
  return PROBLEMS[code] ?? message;
}
