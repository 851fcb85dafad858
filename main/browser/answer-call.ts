import type { IntervalQuery } from '../../decoder/packets/intervals.ts';
import type { MessageQuery } from '../../decoder/packets/message-index.ts';
import type { Evidence } from '../../decoder/report.ts';
import { LANGUAGES } from '../../decoder/wording/language.ts';
import type { HostCalls, SaveRequest, Settings } from '../host-contract.ts';
import type { HostConnection } from '../services/host-services.ts';
import { either, isCount, isNumber, isText, listOf, oneOf, orNull, record, type Shape, tuple } from './shapes.ts';

const TIMES = ['utc', 'local', 'relative'] as const;

const isLanguage = oneOf(LANGUAGES);
const isTimes = oneOf(TIMES);
const isEvidence = record<Evidence>({ source: isCount, packet: isCount });
const isSpan = { virtualRouter: isText, from: isNumber, to: isNumber };
const isIntervalQuery = record<IntervalQuery>({ ...isSpan, columns: isCount });
const isMessageQuery: Shape<MessageQuery> = record<Omit<MessageQuery, 'only'>, { only: Evidence[] }>(
  { ...isSpan, virtualRouter: orNull(isText) },
  { only: listOf(isEvidence) },
);
const isSettingsChange = record<object, Settings>(
  {},
  {
    language: orNull(isLanguage),
    theme: oneOf(['system', 'light', 'dark']),
    times: isTimes,
    recent: listOf(listOf(isText)),
  },
);
const isSaveRequest: Shape<SaveRequest> = either(
  record({ form: oneOf(['html', 'json', 'csv', 'markdown']), language: isLanguage, times: isTimes }),
  either(
    record({ form: oneOf(['packets']), query: isMessageQuery }),
    record({ form: oneOf(['svg', 'png']), name: isText, content: isText }),
  ),
);

type Call = (connection: HostConnection, args: unknown) => Promise<unknown> | undefined;

/** What a page may call: everything but `chooseCaptures`, because its files are chosen in the browser. */
const CALLS: { readonly [C in Exclude<keyof HostCalls, 'chooseCaptures'>]: Call } = {
  welcome: call(tuple(), (host) => host.welcome()),
  changeSettings: call(tuple(isSettingsChange), (host, change) => host.changeSettings(change)),
  openCaptures: call(tuple(listOf(isText)), (host, paths) => host.openCaptures(paths)),
  stopReading: call(tuple(isText), (host, capture) => host.stopReading(capture)),
  closeCapture: call(tuple(isText), (host, capture) => host.closeCapture(capture)),
  readReport: call(tuple(isText, isLanguage), (host, ...args) => host.readReport(...args)),
  messages: call(tuple(isText, isMessageQuery, isCount, isCount), (host, ...args) => host.messages(...args)),
  findMessage: call(tuple(isText, isMessageQuery, isEvidence), (host, ...args) => host.findMessage(...args)),
  packet: call(tuple(isText, isEvidence), (host, ...args) => host.packet(...args)),
  intervals: call(tuple(isText, isIntervalQuery), (host, ...args) => host.intervals(...args)),
  save: call(tuple(isText, isSaveRequest), (host, ...args) => host.save(...args)),
};

/** Undefined if there is no such call, or not with such arguments. */
export function answerCall(host: HostConnection, name: string, args: unknown): Promise<unknown> | undefined {
  return isCall(name) ? CALLS[name](host, args) : undefined;
}

function isCall(name: string): name is keyof typeof CALLS {
  return Object.hasOwn(CALLS, name);
}

function call<A extends readonly unknown[]>(
  isArguments: Shape<A>,
  run: (host: HostConnection, ...args: A) => Promise<unknown>,
): Call {
  return (host, args) => (isArguments(args) ? run(host, ...args) : undefined);
}
