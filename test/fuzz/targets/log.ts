import assert from 'node:assert/strict';
import { logOf } from '../../support/logged.ts';
import { CAPTURE_START, failoverCapture } from '../../support/sample-captures.ts';
import { checkOneAnalysis } from '../promises/analysis-promises.ts';
import type { Target } from '../target.ts';
import { bytesOf, sampleTexts, textDialect, textOf } from './texts.ts';

const WORDS = `Keepalived_vrrp[12]: Keepalived[1]: Keepalived_vrrp: (VI_1) Entering MASTER BACKUP FAULT STATE Received advert
  from 10.0.0.1 with higher lower priority 100, ours 50 VRID 51 Sending/queueing gratuitous ARPs on eth0 for 10.0.0.100
  ip address associated with not present in MASTER advert : removed setting VIPs. Stopped starting Startup complete
  MESSAGE=(VI_1) SYSLOG_IDENTIFIER=Keepalived_vrrp __REALTIME_TIMESTAMP=1772334620000000 message repeated times: [
  Assigned address for interface Changing effective sent 0 priority received master timeout last message`;

const stamp = (second: number) => new Date((CAPTURE_START + second) * 1000).toISOString();
const seeds = [
  '',
  `${stamp(23)} lb02 Keepalived_vrrp[7]: (VI_1) Entering MASTER STATE\n`,
  'Sun Mar  1 03:10:23 2026: (VI_1) Entering MASTER STATE\nSun Mar  1 03:10:43 2026: (VI_1) Entering BACKUP STATE\n',
  'Mar  1 03:10:23 lb02 Keepalived_vrrp[7]: (VI_1) Entering MASTER STATE\n',
  `{"__REALTIME_TIMESTAMP":"${CAPTURE_START + 23}805000","SYSLOG_IDENTIFIER":"Keepalived_vrrp","MESSAGE":"(VI_1) Entering MASTER STATE"}\n`,
  `__REALTIME_TIMESTAMP=${CAPTURE_START + 23}805000\nSYSLOG_IDENTIFIER=Keepalived_vrrp\nMESSAGE=(VI_1) Entering MASTER STATE\n\n`,
];

/** What anybody may have sent as a log of keepalived. */
export const LOG: Target = {
  name: 'log',
  dialect: textDialect(WORDS, [
    ...seeds,
    '2026-02-30T24:60:61.999999999+99:99 ',
    'Feb 29 23:59:60 ',
    'Mon Feb 30 25:00:00 99999: ',
    '1772334620.5 ',
    '{"MESSAGE":[40,86,41,255],"__REALTIME_TIMESTAMP":"9'.concat('9'.repeat(20), '"}\n'),
    'message repeated 999999999 times: [ (VI_1) Received advert from 10.0.0.1 with lower priority 50, ours 100]',
  ]),
  *seeds() {
    for (const text of [...seeds, ...sampleTexts('.syslog')]) yield bytesOf(text);
  },
  async run(input) {
    const text = textOf(input);
    const log = logOf('lb02', text);
    const lines = text.split('\n').length;
    for (const { line, stamp, last, count, text: told } of log.lines) {
      for (const { seconds, nanoseconds } of [stamp, last]) {
        assert.ok(Number.isSafeInteger(seconds), `line ${line} is written at ${seconds}`);
        assert.ok(nanoseconds >= 0 && nanoseconds < 1e9, `line ${line} is written at ${nanoseconds} ns`);
      }
      assert.ok(line >= 1 && line <= lines, `line ${line} of ${lines}`);
      assert.ok(count >= 1, `line ${line} was written ${count} times: ${told}`);
    }
    const { shown } = await checkOneAnalysis([failoverCapture()], { logs: [log] });
    return [...shown, ...log.lines.map(({ kind }) => kind)];
  },
};
