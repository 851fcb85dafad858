import { app } from 'electron';
import type { Language } from '../../decoder/wording/language.ts';
import type { Settings } from '../host-contract.ts';

/** What the shell itself says, outside the page. */
export interface DesktopWords {
  file: string;
  open: string;
  add: string;
  openRecent: string;
  clearRecent: string;
  listen: string;
  andMore: (count: number) => string;
  saveAs: string;
  saveHtml: string;
  saveJson: string;
  saveCsv: string;
  savePackets: string;
  closeCapture: string;
  quit: string;
  edit: string;
  undo: string;
  redo: string;
  cut: string;
  copy: string;
  paste: string;
  selectAll: string;
  find: string;
  view: string;
  actualSize: string;
  zoomIn: string;
  zoomOut: string;
  fullScreen: string;
  reload: string;
  developerTools: string;
  window: string;
  help: string;
  about: string;
  hide: string;
  hideOthers: string;
  showAll: string;
  captures: string;
  allFiles: string;
  crashed: string;
  crashedDetail: string;
  loadAgain: string;
  quitNow: string;
}

const ENGLISH: DesktopWords = {
  file: '&File',
  open: '&Open…',
  add: '&Add Configurations and Logs…',
  openRecent: 'Open &Recent',
  clearRecent: '&Clear This List',
  listen: '&Listen…',
  andMore: (count) => ` and ${count} more`,
  saveAs: 'Save &As',
  saveHtml: '&HTML Report…',
  saveJson: '&JSON…',
  saveCsv: '&CSV…',
  savePackets: '&Packets…',
  closeCapture: '&Close Capture',
  quit: '&Quit',
  edit: '&Edit',
  undo: '&Undo',
  redo: '&Redo',
  cut: 'Cu&t',
  copy: '&Copy',
  paste: '&Paste',
  selectAll: 'Select &All',
  find: '&Find…',
  view: '&View',
  actualSize: '&Actual Size',
  zoomIn: 'Zoom &In',
  zoomOut: 'Zoom &Out',
  fullScreen: '&Full Screen',
  reload: '&Reload',
  developerTools: '&Developer Tools',
  window: '&Window',
  help: '&Help',
  about: '&About vrrpscope',
  hide: 'Hide vrrpscope',
  hideOthers: 'Hide Others',
  showAll: 'Show All',
  captures: 'Captures, configurations and logs',
  allFiles: 'All files',
  crashed: 'The window has stopped working.',
  crashedDetail: 'What was read is still there.',
  loadAgain: 'Load Again',
  quitNow: 'Quit',
};

const CHINESE: DesktopWords = {
  file: '文件(&F)',
  open: '打开(&O)…',
  add: '添加配置和日志(&A)…',
  openRecent: '打开最近的文件(&R)',
  clearRecent: '清除列表(&C)',
  listen: '监听(&L)…',
  andMore: (count) => ` 等 ${count} 个文件`,
  saveAs: '另存为(&A)',
  saveHtml: 'HTML 报告(&H)…',
  saveJson: 'JSON(&J)…',
  saveCsv: 'CSV(&C)…',
  savePackets: '数据包(&P)…',
  closeCapture: '关闭抓包(&C)',
  quit: '退出(&Q)',
  edit: '编辑(&E)',
  undo: '撤销(&U)',
  redo: '重做(&R)',
  cut: '剪切(&T)',
  copy: '复制(&C)',
  paste: '粘贴(&P)',
  selectAll: '全选(&A)',
  find: '查找(&F)…',
  view: '查看(&V)',
  actualSize: '实际大小(&A)',
  zoomIn: '放大(&I)',
  zoomOut: '缩小(&O)',
  fullScreen: '全屏(&F)',
  reload: '重新加载(&R)',
  developerTools: '开发者工具(&D)',
  window: '窗口(&W)',
  help: '帮助(&H)',
  about: '关于 vrrpscope(&A)',
  hide: '隐藏 vrrpscope',
  hideOthers: '隐藏其他',
  showAll: '全部显示',
  captures: '抓包、配置和日志文件',
  allFiles: '所有文件',
  crashed: '窗口已停止工作。',
  crashedDetail: '已读取的内容仍然保留。',
  loadAgain: '重新加载',
  quitNow: '退出',
};

const WORDS: Record<Language, DesktopWords> = { en: ENGLISH, zh: CHINESE };

/** In the language of the settings, or else of the system. */
export function desktopWords({ language }: Settings): DesktopWords {
  return WORDS[language ?? (app.getPreferredSystemLanguages()[0]?.startsWith('zh') ? 'zh' : 'en')];
}
