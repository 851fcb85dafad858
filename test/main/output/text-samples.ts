import * as reports from '../../support/report-builders.ts';

/** Every kind of report a person may meet, by name. */
export const REPORTS = {
  'split brain': reports.splitBrainReport(),
  failover: reports.failoverReport(),
  uneventful: reports.uneventfulReport(),
  empty: reports.emptyReport(),
  'IPv6 at 10 ms': reports.ipv6Report(),
  hostile: reports.hostileReport(),
  '30 routers, 500 transitions': reports.busyReport(30, 500),
  'no VRRP': reports.report({ sources: [reports.source({ vrrp: 0 })] }),
  'nothing read': reports.report({
    sources: [],
    start: null,
    end: null,
    unreadable: [{ name: 'photo.jpg', code: 'not-a-capture', message: 'it is not a capture file' }],
  }),
};
