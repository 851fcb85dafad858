import assert from 'node:assert/strict';
import { configurationOf, instance } from '../../support/configured.ts';
import { failoverCapture } from '../../support/sample-captures.ts';
import { checkOneAnalysis } from '../promises/analysis-promises.ts';
import type { Target } from '../target.ts';
import { bytesOf, sampleTexts, textDialect, textOf } from './texts.ts';

const WORDS = `global_defs vrrp_instance vrrp_sync_group vrrp_script vrrp_track_process group track_script track_interface
  track_process virtual_ipaddress virtual_ipaddress_excluded unicast_peer unicast_src_ip authentication auth_type PASS AH
  auth_pass interface virtual_router_id priority advert_int version nopreempt preempt_delay state MASTER BACKUP use_vmac
  vmac_xmit_base native_ipv6 include @lb01 @^lb01 @lb02 weight reverse script vrrp_version vrrp_strict router_id 10.0.0.100
  vrrp_mcast_group4 224.0.0.18 fe80::1 10.0.0.0/24 dev eth0 { } 255 0 -1 1.5 4095 999999999999 include *.conf`;

/** What anybody may have sent as keepalived.conf. */
export const CONFIGURATION: Target = {
  name: 'configuration',
  dialect: textDialect(WORDS, [
    '{',
    '}',
    '"',
    '\\',
    '!',
    '#',
    '$NAME=',
    '$NAME',
    '$',
    '{NAME}',
    '$(NAME)',
    '~SEQ(A, 1, 3)',
    '~LST({A,B}, {1,2})',
    '$A = \\\n 1\n',
    '<BLANK>',
    '{_INSTANCE}',
    '{_RANDOM 1 9}',
  ]),
  *seeds() {
    yield new Uint8Array(0);
    yield bytesOf(instance(100));
    yield bytesOf(instance(100, { vrid: 51, addresses: ['fe80::1/64 dev eth0 scope link'], lines: ['version 3'] }));
    yield bytesOf('$A=1\n~SEQ(B, 1, 3) vrrp_instance VI_$A$B {\n virtual_router_id $B\n interface eth0\n}\n');
    yield bytesOf('include other.conf\n@lb01 vrrp_version 3\n@^lb01 vrrp_strict\n');
    yield bytesOf('$X = \\\n global_defs { \\\n router_id a \\\n }\n$X\n"a b\\"c" !x\n# y\n');
    for (const text of sampleTexts('.conf')) yield bytesOf(text);
  },
  async run(input) {
    const text = textOf(input);
    if (text.includes('\0')) return [];
    const others = { 'other.conf': instance(50, { name: 'VI_2' }), '*.conf': 'include other.conf' };
    const configuration = configurationOf('lb01', text, others);
    for (const { place, code, message } of configuration.problems) {
      assert.ok(Number.isInteger(place.line) && place.line >= 1, `${code} is in line ${place.line}`);
      assert.doesNotMatch(message, /undefined|NaN/, `${code} says ${message}`);
    }
    for (const { vrid, priority, interval, name } of configuration.instances) {
      assert.ok(Number.isInteger(vrid) && vrid >= 1 && vrid <= 255, `${name} has VRID ${vrid}`);
      assert.ok(Number.isInteger(priority) && priority >= 0 && priority <= 255, `${name} has priority ${priority}`);
      assert.ok(Number.isFinite(interval), `${name} has interval ${interval}`);
    }
    const beside = configurationOf('lb02', instance(50, { addresses: ['10.0.0.100'] }));
    const { shown } = await checkOneAnalysis([failoverCapture()], { configurations: [configuration, beside] });
    return [...shown, ...configuration.problems.map(({ code }) => code)];
  },
};
