import type { incidents as english, IncidentSubject } from '../en/incidents.ts';
import { configured, counted, duration, list, text } from './text.ts';

export const incidents: typeof english = {
  fellSilent: ({ from, to, virtualRouters, wait }) =>
    text`${list(from, 3)}在${these(virtualRouters)}上停止发送通告；${after(wait)}由${list(to, 3)}接管`,
  enteredFault: ({ from, to, virtualRouters, wait }) =>
    text`${list(from, 3)}在${these(virtualRouters)}上进入 FAULT；${after(wait)}由${list(to, 3)}接管`,
  loweredPriority: ({ from, to, virtualRouters }) =>
    text`${list(from, 3)}在${these(virtualRouters)}上降低了优先级；由${list(to, 3)}接管`,
  resigned: ({ from, to, virtualRouters, wait }) =>
    text`${list(from, 3)}在${these(virtualRouters)}上退出；${after(wait)}由${list(to, 3)}接管`,
  preempted: ({ from, to, virtualRouters }) =>
    text`${list(to, 3)}以更高的优先级从${list(from, 3)}接管了${these(virtualRouters)}`,
  moved: ({ from, to, virtualRouters, wait }) =>
    text`${after(wait)}，${these(virtualRouters)}的主用一起从${list(from, 3)}转移到${list(to, 3)}`,
  twoMasters: ({ masters, virtualRouters, length, isOver }) =>
    text`${list(masters, 3)}同时是${these(virtualRouters)}的主用，持续${duration(length)}${isOver ? '' : '，直至抓包结束'}`,
  stoodStill: ({ router, successor, virtualRouters, length }) =>
    successor.length === 0
      ? text`${list(router, 3)}在${these(virtualRouters)}上停顿了${duration(length)}`
      : text`${list(router, 3)}在${these(virtualRouters)}上停顿了${duration(length)}；其间由${list(successor, 3)}接管`,
  restarted: ({ router, virtualRouters, length }) =>
    text`${list(router, 3)}的 VRRP 进程终止，${duration(length)}后在${these(virtualRouters)}上恢复`,
  noMaster: ({ virtualRouters, length, how }) => {
    if (how === 'to-the-end') return text`${these(virtualRouters)}有${duration(length)}没有听到主用，直至抓包结束`;
    if (how === 'one-by-one') return text`${these(virtualRouters)}有${duration(length)}没有听到主用`;
    return text`${these(virtualRouters)}有${duration(length)}没有听到主用；随后一起恢复`;
  },
  flapping: ({ masters, virtualRouters, length }) =>
    text`在${duration(length)}内，${these(virtualRouters)}的主用在${list(masters, 3)}之间反复变更`,
  nearFailover: ({ router, virtualRouters }) =>
    text`${list(router, 3)}在${these(virtualRouters)}上缺失通告，险些被接管`,
  sameElsewhere: ({ title, more }) => text`${title}；另外 ${counted(more, '个虚拟路由器')}也是如此`,
  andOthers: ({ sentence, others }) => text`${sentence}；同时还有 ${counted(others, '个虚拟路由器')}受到影响`,
};

function these({ count, vrids }: IncidentSubject): string {
  return vrids.length === 0 || vrids.length > 3
    ? counted(count, '个虚拟路由器')
    : list(vrids.map((vrid) => `VRID ${vrid}`));
}

function after({ least, most }: { least: number; most: number }): string {
  const [short, long] = [configured(least), configured(most)];
  return short === long ? text`${long}后` : text`${short}到${long}后`;
}
