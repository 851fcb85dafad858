import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import type { HostCalls, HostEvent, PreloadBridge } from '../host-contract.ts';
import { type CallAnswer, callChannel, EVENT_CHANNEL } from './channels.ts';

type Result<C extends keyof HostCalls> = Awaited<ReturnType<HostCalls[C]>>;

async function call<C extends keyof HostCalls>(name: C, ...args: Parameters<HostCalls[C]>): Promise<Result<C>> {
  const answer: CallAnswer<Result<C>> = await ipcRenderer.invoke(callChannel(name), ...args);
  if (answer.kind === 'failure') throw new Error(answer.message);
  return answer.result;
}

const bridge: PreloadBridge = {
  welcome: () => call('welcome'),
  changeSettings: (change) => call('changeSettings', change),
  chooseCaptures: () => call('chooseCaptures'),
  fileKinds: (paths) => call('fileKinds', paths),
  openCaptures: (...set) => call('openCaptures', ...set),
  listeningPlaces: () => call('listeningPlaces'),
  startLive: (networkInterface) => call('startLive', networkInterface),
  stopReading: (capture) => call('stopReading', capture),
  closeCapture: (capture) => call('closeCapture', capture),
  readReport: (capture, language) => call('readReport', capture, language),
  messages: (capture, query, first, count) => call('messages', capture, query, first, count),
  findMessage: (capture, query, packet) => call('findMessage', capture, query, packet),
  packet: (capture, packet) => call('packet', capture, packet),
  intervals: (capture, query) => call('intervals', capture, query),
  save: (capture, what) => call('save', capture, what),
  onEvent(listener) {
    const hear = (_event: IpcRendererEvent, told: HostEvent) => listener(told);
    ipcRenderer.on(EVENT_CHANNEL, hear);
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, hear);
    };
  },
  pathOf: (file) => (isFile(file) ? webUtils.getPathForFile(file) : ''),
};

function isFile(value: unknown): value is Parameters<typeof webUtils.getPathForFile>[0] {
  return Object.prototype.toString.call(value) === '[object File]';
}

contextBridge.exposeInMainWorld('vrrpscope', bridge);
