import type { interfaces as english } from '../en/interfaces.ts';

export const interfaces: typeof english = {
  interfaces: '接口',
  programs: '抓包程序，优先者在前',
  any: '同时监听所有接口；数据包不带 VLAN 标签',
  up: '已启用',
  down: '未启用',
  loopback: '环回',
  states: { ready: '可用', 'not-permitted': '无权限', missing: '不可用' },
  used: 'live 将使用它',
  next: (command) => `下一步：${command}`,
  nothing: (command) => `目前没有可用的抓包程序。可以通过管道输入数据包：${command}`,
  oneCommand: '目前没有可用的抓包程序。执行一条命令即可：',
};
