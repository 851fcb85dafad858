import * as v from 'valibot';
import { LANGUAGES } from '../../decoder/wording/language.ts';
import type { HostCalls } from '../host-contract.ts';
import type { HostConnection } from './host-services.ts';
import { THEMES, TIMES } from './settings.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const number = v.pipe(v.number(), v.finite());
const language = v.picklist(LANGUAGES);
const evidence = v.strictObject({ source: count, packet: count });
const intervalQuery = v.strictObject({ virtualRouter: v.string(), from: number, to: number, columns: count });
const messageQuery = v.strictObject({
  virtualRouter: v.nullable(v.string()),
  from: number,
  to: number,
  only: v.exactOptional(v.array(evidence)),
  every: v.exactOptional(v.literal(true)),
});
const paths = v.array(v.string());
const namedFiles = v.array(v.strictObject({ name: v.string(), path: v.string() }));
const beside = v.strictObject({ views: paths, configurations: namedFiles, logs: namedFiles });
const settingsChange = v.strictObject({
  language: v.exactOptional(v.nullable(language)),
  theme: v.exactOptional(v.picklist(THEMES)),
  times: v.exactOptional(v.picklist(TIMES)),
  recent: v.exactOptional(v.array(v.strictObject({ paths, beside: v.nullable(beside) }))),
});
const saveRequest = v.variant('form', [
  v.strictObject({ form: v.picklist(['html', 'json', 'csv']), language, times: v.picklist(TIMES) }),
  v.strictObject({ form: v.literal('packets'), query: messageQuery }),
  v.strictObject({ form: v.picklist(['svg', 'png']), name: v.string(), content: v.string() }),
]);

type Call = (host: HostConnection, args: unknown) => Promise<unknown> | undefined;

/** What a page may call: everything but `chooseCaptures`, which each host does in its own way. */
const CALLS: { readonly [C in Exclude<keyof HostCalls, 'chooseCaptures'>]: Call } = {
  welcome: call(v.strictTuple([]), (host) => host.welcome()),
  changeSettings: call(v.strictTuple([settingsChange]), (host, args) => host.changeSettings(...args)),
  fileKinds: call(v.strictTuple([paths]), (host, args) => host.fileKinds(...args)),
  openCaptures: call(v.union([v.strictTuple([paths]), v.strictTuple([paths, beside])]), (host, [files, ...rest]) =>
    host.openCaptures(files, ...rest),
  ),
  listeningPlaces: call(v.strictTuple([]), (host) => host.listeningPlaces()),
  startLive: call(v.strictTuple([v.string()]), (host, args) => host.startLive(...args)),
  stopReading: call(v.strictTuple([v.string()]), (host, args) => host.stopReading(...args)),
  closeCapture: call(v.strictTuple([v.string()]), (host, args) => host.closeCapture(...args)),
  readReport: call(v.strictTuple([v.string(), language]), (host, args) => host.readReport(...args)),
  messages: call(v.strictTuple([v.string(), messageQuery, count, count]), (host, args) => host.messages(...args)),
  findMessage: call(v.strictTuple([v.string(), messageQuery, evidence]), (host, args) => host.findMessage(...args)),
  packet: call(v.strictTuple([v.string(), evidence]), (host, args) => host.packet(...args)),
  intervals: call(v.strictTuple([v.string(), intervalQuery]), (host, args) => host.intervals(...args)),
  save: call(v.strictTuple([v.string(), saveRequest]), (host, args) => host.save(...args)),
};

/** Undefined if there is no such call, or not with such arguments. */
export function answerCall(host: HostConnection, name: string, args: unknown): Promise<unknown> | undefined {
  return isCall(name) ? CALLS[name](host, args) : undefined;
}

function isCall(name: string): name is keyof typeof CALLS {
  return Object.hasOwn(CALLS, name);
}

function call<A>(schema: v.GenericSchema<unknown, A>, run: (host: HostConnection, args: A) => Promise<unknown>): Call {
  return (host, args) => {
    const parsed = v.safeParse(schema, args);
    return parsed.success ? run(host, parsed.output) : undefined;
  };
}
