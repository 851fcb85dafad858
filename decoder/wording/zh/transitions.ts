import type { transitions as english } from '../en/transitions.ts';
import { configured, duration, sentences, text } from './text.ts';

export const transitions: typeof english = {
  sentences,
  initial: (router) => text`${router}是观测到的第一个主用。`,
  resignedAndBack: ({ to, since }) => text`${to}以优先级 0 退出，${duration(since)}后重新成为主用。`,
  resignation: ({ from, to, since }) => text`${from}以优先级 0 退出；${duration(since)}后由${to}接管。`,
  processWentOn: (router) => text`${router}恢复时标识号是连续的：它的进程没有停止过。`,
  silentAndBack: ({ to, since }) => text`${to}有${duration(since)}没有听到通告，随后继续作为主用；其间没有路由器接管。`,
  masterDown: ({ from, to, since }) =>
    text`已有${duration(since)}没有收到${from}的通告；${to}在其 Master_Down_Interval 到期后接管。`,
  preemption: ({ from, to, priority }) => text`${from}仍为主用时，${to}以更高的优先级（${priority}）抢占。`,
  priorityDrop: ({ from, to, priority }) => text`${from}把优先级降到了${priority}以下；优先级更高的${to}接管。`,
  usurpation: ({ from, to, priority, since }) =>
    text`${to}以优先级${priority}成为主用，而${duration(since)}前线路上还有${from}的通告：${to}没有收到或没有接受它们。`,
  interruption: ({ from, to, priority, since }) =>
    text`${duration(since)}没有听到${from}的通告，${to}便以优先级 ${priority} 声明为主用：${from}其实仍为主用，但它所拒绝的通告使它发不出自己的通告。`,
  loserResigned: ({ loser, survivor }) => text`${loser}退出；只剩${survivor}一个主用。`,
  loserFellSilent: ({ loser, survivor }) => text`${loser}停止发送通告；只剩${survivor}一个主用。`,
  loserYielded: ({ loser, survivor }) => text`${loser}让位给${survivor}，此后${survivor}是唯一的主用。`,
  timing: ({ router, waited, masterDownInterval }) =>
    text`${router}等待了${duration(waited)}；其 Master_Down_Interval 为${configured(masterDownInterval)}。`,
};
