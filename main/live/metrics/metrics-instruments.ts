import { Counter, Gauge, type Registry } from 'prom-client';
import { VIRTUAL_ROUTER_LABELS } from './listed-routers.ts';

export type Instruments = ReturnType<typeof createInstruments>;

/** Every metric by what it tells; unregistered ones join the registry once they can be told. */
export function createInstruments(registry: Registry) {
  const registers = [registry];
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const counter = <Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const one = VIRTUAL_ROUTER_LABELS;
  const router = [...one, 'router'] as const;
  return {
    buildInfo: gauge('vrrpscope_build_info', 'The version that runs; always 1.', ['version']),
    captureInfo: gauge('vrrpscope_capture_info', 'What is listened to, and with what; always 1.', ['input', 'via']),
    listening: gauge(
      'vrrpscope_capture_listening',
      'Whether packets are being captured: 0 after the interface, the program or the command was lost.',
    ),
    silenceProven: gauge(
      'vrrpscope_capture_silence_proven',
      'Whether nothing received means silence on the wire: never so for a pipe.',
    ),
    quiet: gauge('vrrpscope_capture_quiet_seconds', 'For how long no packet has been received.'),
    restarts: counter('vrrpscope_capture_restarts_total', 'How often listening was taken up again after it was lost.'),
    packets: counter('vrrpscope_capture_packets_total', 'Packets received.'),
    // Not registered before somebody tells: 0 would be a claim.
    dropped: new Counter({
      name: 'vrrpscope_capture_dropped_packets_total',
      help: 'Packets dropped by the kernel; absent where nobody tells.',
      registers: [],
    }),
    writeFailed: gauge('vrrpscope_write_failed', 'Whether packets can no longer be written to the file.'),
    virtualRouters: gauge('vrrpscope_virtual_routers', 'Virtual routers with series of their own.'),
    unlisted: gauge(
      'vrrpscope_unlisted_virtual_routers',
      'Virtual routers without series, because there are too many.',
    ),
    findings: gauge('vrrpscope_findings', 'Findings of the report, the open ones included.', ['severity']),
    openFindings: gauge('vrrpscope_open_findings', 'Findings that hold now. Absent while nothing is captured.', [
      ...one,
      'code',
      'severity',
    ]),
    masters: gauge(
      'vrrpscope_masters',
      'Routers that are master now: 1 is right. Absent while nothing is captured.',
      one,
    ),
    routers: gauge('vrrpscope_routers', 'Routers heard in the last seven days.', one),
    transitions: counter('vrrpscope_transitions_total', 'Changes of mastership.', [...one, 'cause']),
    splitBrains: counter(
      'vrrpscope_split_brains_total',
      'Times with more than one master for an advertisement interval or longer.',
      one,
    ),
    splitBrainSeconds: counter(
      'vrrpscope_split_brain_seconds_total',
      'Seconds in which there was more than one master.',
      one,
    ),
    noMasters: counter('vrrpscope_no_masters_total', 'Times without a master.', one),
    noMasterSeconds: counter('vrrpscope_no_master_seconds_total', 'Seconds in which there was no master.', one),
    nearFailovers: counter(
      'vrrpscope_near_failovers_total',
      'Gaps between advertisements that nearly ended in a failover.',
      one,
    ),
    lostAdvertisements: counter(
      'vrrpscope_lost_advertisements_total',
      'Advertisements that were sent for certain and did not arrive here.',
      one,
    ),
    announcements: counter(
      'vrrpscope_announcements_total',
      'Gratuitous ARP packets and unsolicited neighbour advertisements for its addresses.',
      one,
    ),
    master: gauge('vrrpscope_master', 'Whether the router is master now. Absent while nothing is captured.', router),
    priority: gauge(
      'vrrpscope_priority',
      'The priority that the router advertised last; 0 only if it never said another.',
      router,
    ),
    interval: gauge(
      'vrrpscope_advertisement_interval_seconds',
      'The interval that the router advertised last.',
      router,
    ),
    advertisements: counter('vrrpscope_advertisements_total', 'Advertisements of the router.', router),
    lastHeard: gauge(
      'vrrpscope_last_advertisement_timestamp_seconds',
      'When the router advertised last, by the clock of the capture.',
      router,
    ),
    cpuSeconds: counter('process_cpu_seconds_total', 'Processor time of the watcher; its capture program has its own.'),
    residentMemory: gauge('process_resident_memory_bytes', 'Memory of the watcher.'),
    startTime: gauge('process_start_time_seconds', 'When the watcher was started.'),
  };
}
