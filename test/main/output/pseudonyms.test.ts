import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replaceAddresses } from '../../../decoder/wording/address-tokens.ts';
import { Pseudonyms, pseudonymizeReport } from '../../../main/output/pseudonyms.ts';
import {
  failoverReport,
  ipv6Report,
  report,
  router,
  source,
  splitBrainReport,
  virtualRouter,
} from '../../support/report-builders.ts';

function addressesOf(value: unknown): Set<string> {
  const found = new Set<string>();
  replaceAddresses(JSON.stringify(value), (address) => {
    found.add(address);
    return address;
  });
  return found;
}

const hex = (byte: number) => (byte & 255).toString(16).padStart(2, '0');

describe('a report', () => {
  test.each([
    ['split brain', splitBrainReport()],
    ['failover', failoverReport()],
    ['IPv6', ipv6Report()],
    [
      'documentation addresses',
      report({
        virtualRouters: [
          virtualRouter({
            id: '1-192.0.2.7',
            addresses: ['192.0.2.2', '192.0.2.1'],
            routers: [router('192.0.2.3', 1)],
          }),
        ],
      }),
    ],
  ])('keeps no address of %s but groups and virtual MACs', (_name, value) => {
    const after = addressesOf(pseudonymizeReport(value));
    for (const address of addressesOf(value)) {
      if (address !== '224.0.0.18' && address !== 'ff02::12') expect(after).not.toContain(address);
    }
    expect(after.has('224.0.0.18') || after.has('ff02::12')).toBe(true);
  });

  test('keeps no name of a router, interface or file, in any field', () => {
    const value = splitBrainReport();
    const named = {
      ...value,
      sources: [
        source({
          name: '/home/alice/lb-farm/night.pcapng.gz',
          interfaces: [{ name: 'bond0.10', linkType: 1, timestampResolution: 1e-6 }],
          problems: [{ offset: 1, code: 'truncated', message: 'night.pcapng.gz ends on bond0.10' }],
        }),
      ],
      findings: value.findings.map((one) => ({ ...one, advice: 'Ask lb01, LB01-backup and lb02. tcpdump -ni eth0' })),
    };
    const text = JSON.stringify(pseudonymizeReport(named));
    for (const name of ['lb01', 'lb02', 'eth0', 'bond0', 'alice', 'night']) expect(text).not.toContain(name);
    expect(text).toContain('capture-1.pcapng.gz ends on interface-1');
  });

  test('keeps equal equal and different different', () => {
    const value = splitBrainReport();
    const [before] = value.virtualRouters;
    const [after] = pseudonymizeReport(value).virtualRouters;
    const [lb01, lb02] = after?.routers ?? [];
    expect(lb01?.address).not.toBe(lb02?.address);
    expect(lb01?.name).not.toBe(lb02?.name);
    expect(after?.reigns.map((one) => one.router)).toEqual([lb01?.address, lb02?.address]);
    expect(after?.splitBrains[0]?.deaf).toEqual([lb02?.address]);
    expect(after?.transitions[1]?.explanation).toBe(
      `${lb02?.address} did not hear ${lb01?.address}, which went on sending.`,
    );
    expect(after?.ownership.map(({ mac }) => mac)).toEqual([lb02?.macs[0], lb01?.macs[0]]);
    expect(after?.transitions.map(({ cause, time }) => [cause, time])).toEqual(
      before?.transitions.map(({ cause, time }) => [cause, time]),
    );
    expect(pseudonymizeReport(value).findings[0]?.virtualRouter).toBe(after?.id);
  });

  test('the same data gives the same pseudonyms, and codes stay codes', () => {
    const value = { ...splitBrainReport(), findings: [] };
    const named = {
      ...value,
      virtualRouters: value.virtualRouters.map((one) => ({
        ...one,
        routers: one.routers.map((speaker) => ({ ...speaker, name: 'usurpation' })),
      })),
    };
    expect(pseudonymizeReport(named)).toEqual(pseudonymizeReport(named));
    expect(pseudonymizeReport(named).virtualRouters[0]?.transitions[1]?.cause).toBe('usurpation');
    expect(pseudonymizeReport(named).tool.name).toBe('vrrpscope');
  });
});

describe('addresses', () => {
  test('keep their kind and shape', () => {
    const pseudonyms = new Pseudonyms();
    expect(pseudonyms.address('10.0.0.1')).toBe('192.0.2.1');
    expect(pseudonyms.address('10.0.0.2')).toBe('192.0.2.2');
    expect(pseudonyms.address('10.0.0.1')).toBe('192.0.2.1');
    expect(pseudonyms.address('2001:db8:aaaa::5')).toBe('2001:db8::1');
    expect(pseudonyms.address('2001:DB8:AAAA:0::5')).toBe('2001:db8::1');
    expect(pseudonyms.address('fe80::5054:ff:fe67:901')).toBe('fe80::db8:1');
    expect(pseudonyms.mac('52:54:00:67:09:FE')).toBe('02:00:00:00:00:01');
    expect(pseudonyms.name('lb01')).toBe('router-1');
  });

  test.each(['224.0.0.18', '224.0.0.141', '0.0.0.0', '255.255.255.255', '::', 'ff02::12', 'ff02::1'])(
    '%s stays',
    (address) => {
      expect(new Pseudonyms().address(address)).toBe(address);
    },
  );

  test.each(['00:00:5e:00:01:33', '00:00:5e:00:02:33', 'ff:ff:ff:ff:ff:ff', '01:00:5e:00:00:12', '33:33:00:00:00:12'])(
    '%s stays',
    (mac) => {
      expect(new Pseudonyms().mac(mac)).toBe(mac);
    },
  );

  test('a solicited-node group, which carries a part of an address, does not', () => {
    expect(new Pseudonyms().address('ff02::1:ff67:901')).toBe('ff02::db8:0:1');
    expect(new Pseudonyms().mac('33:33:ff:67:09:01')).toBe('03:00:00:00:00:01');
  });

  test('more than the documentation ranges hold are still different and still addresses', () => {
    const pseudonyms = new Pseudonyms();
    const given = new Set<string>();
    for (let number = 0; number < 132_000; number += 1) {
      given.add(pseudonyms.address(`10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`));
    }
    for (let number = 0; number < 66_000; number += 1)
      given.add(pseudonyms.mac(`52:54:01:0${number >> 16}:${hex(number >> 8)}:${hex(number)}`));
    expect(given.size).toBe(198_000);
    expect(given).toContain('192.0.2.254');
    expect(given).toContain('198.51.100.1');
    expect(given).toContain('240.0.0.1');
  });

  test('are found in running text whatever stands around them', () => {
    const pseudonyms = new Pseudonyms();
    expect(pseudonyms.text('At 03:12:05 10.0.0.5, 10.0.0.5:80 (fe80::1): fe80::1. 52:54:00:67:09:fe: v2.3.3')).toBe(
      'At 03:12:05 192.0.2.1, 192.0.2.1:80 (fe80::db8:1): fe80::db8:1. 02:00:00:00:00:01: v2.3.3',
    );
  });

  test('no IPv4 or IPv6 address survives in any sentence', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), fc.string(), fc.string(), (four, six, before, after) => {
        const sentence = `${before} ${four} ${after} ${six} is at`;
        const text = new Pseudonyms(new Set([four, six])).text(sentence);
        if (!/^(127\.|224\.0\.0\.|0\.0\.0\.0|255\.255\.255\.255)/.test(four)) expect(text).not.toContain(` ${four} `);
      }),
    );
  });
});
