/**
 * How keepalived reads what follows a keyword: words on the line; a block of values, a line each; a block of keywords;
 * or a block that does not concern VRRP and is passed over.
 */
export type KeywordKind = 'line' | 'values' | 'skipped' | Keywords;
export type Keywords = ReadonlyMap<string, KeywordKind>;

function lines(words: string): [string, KeywordKind][] {
  return words
    .trim()
    .split(/\s+/)
    .map((word) => [word, 'line']);
}

function values(words: string): [string, KeywordKind][] {
  return words.split(' ').map((word) => [word, 'values']);
}

const TRACKED = values('track_interface track_script track_file track_process track_bfd');

const GLOBAL_DEFS: Keywords = new Map([
  ['notification_email', 'values'],
  ...lines(`
  bfd_cpu_affinity bfd_no_swap bfd_priority bfd_process_name bfd_rlimit_rtime bfd_rlimit_rttime bfd_rt_priority
  checker_cpu_affinity checker_log_all_failures checker_no_swap checker_priority checker_process_name
  checker_rlimit_rtime checker_rlimit_rttime checker_rt_priority config_save_dir data_use_instance
  dbus_no_interface_name dbus_service_name default_interface disable_local_igmp dynamic_interfaces enable_dbus
  enable_script_security enable_snmp_checker enable_snmp_keepalived enable_snmp_rfc enable_snmp_rfcv2
  enable_snmp_rfcv3 enable_snmp_vrrp enable_traps fifo_write_vrrp_states_on_reload include_check iproute_etc_dir
  iproute_usr_dir json_dump_file json_version log_unknown_vrids lvs_flush lvs_flush_on_stop lvs_flush_onstop
  lvs_netlink_cmd_rcv_bufs lvs_netlink_cmd_rcv_bufs_force lvs_netlink_monitor_rcv_bufs
  lvs_netlink_monitor_rcv_bufs_force lvs_notify_fifo lvs_notify_fifo_script lvs_process_name lvs_sync_daemon
  lvs_timeouts max_auto_priority min_auto_priority_delay nftables nftables_counters nftables_ifindex
  nftables_ipvs nftables_ipvs_priority nftables_ipvs_start_fwmark nftables_priority no_checker_emails
  no_email_faults notification_email_from notify_fifo notify_fifo_script process_monitor_rcv_bufs
  process_monitor_rcv_bufs_force process_name process_names random_seed reload_check_config reload_file
  reload_repeat reload_time_file router_id rs_init_notifies script_user set_supplementary_groups shutdown_script
  shutdown_script_timeout smtp_alert smtp_alert_checker smtp_alert_vrrp smtp_connect_timeout smtp_helo_name
  smtp_server snmp_rs_stats_update_interval snmp_socket snmp_vs_stats_update_interval startup_script
  startup_script_timeout state_dump_file stats_dump_file tmp_config_directory umask use_symlink_paths
  v3_checksum_as_v2 vmac_addr_prefix vmac_prefix vrrp_check_unicast_src vrrp_cpu_affinity vrrp_delay_after_boot
  vrrp_down_timer_adverts vrrp_garp_extra_if vrrp_garp_interval vrrp_garp_lower_prio_delay
  vrrp_garp_lower_prio_repeat vrrp_garp_master_delay vrrp_garp_master_refresh vrrp_garp_master_refresh_repeat
  vrrp_garp_master_repeat vrrp_gna_interval vrrp_higher_prio_send_advert vrrp_ipsets vrrp_iptables
  vrrp_lower_prio_no_advert vrrp_mcast_group4 vrrp_mcast_group6 vrrp_min_garp vrrp_netlink_cmd_rcv_bufs
  vrrp_netlink_cmd_rcv_bufs_force vrrp_netlink_monitor_rcv_bufs vrrp_netlink_monitor_rcv_bufs_force vrrp_no_swap
  vrrp_notify_fifo vrrp_notify_fifo_script vrrp_notify_priority_changes vrrp_owner_ignore_adverts vrrp_priority
  vrrp_process_name vrrp_rlimit_rtime vrrp_rlimit_rttime vrrp_rt_priority vrrp_rx_bufs_multiplier
  vrrp_rx_bufs_policy vrrp_skip_check_adv_addr vrrp_startup_delay vrrp_strict vrrp_version vrrp_vmac_garp_intvl
`),
]);

const SYNC_GROUP: Keywords = new Map([
  ['group', 'values'],
  ...TRACKED,
  ...lines(`
  global_tracking notify notify_backup notify_fault notify_master notify_priority_changes notify_stop smtp_alert
  sync_group_tracking_weight
`),
]);

const INSTANCE: Keywords = new Map<string, KeywordKind>([
  ...TRACKED,
  ...values('unicast_peer virtual_ipaddress virtual_ipaddress_excluded virtual_routes virtual_rules'),
  ['authentication', new Map(lines('auth_type auth_pass'))],
  ['auth_hmac', new Map(lines('key active_key time_window anti_replay mode'))],
  ...lines(`
  accept advert_int check_unicast_src debug dont_track_primary down_timer_adverts garp_extra_if
  garp_lower_prio_delay garp_lower_prio_repeat garp_master_delay garp_master_refresh garp_master_refresh_repeat
  garp_master_repeat higher_prio_send_advert interface kernel_rx_buf_size linkbeat_use_polling
  lower_prio_no_advert lvs_sync_daemon_interface mcast_dst_ip mcast_src_ip native_ipv6 no_accept
  no_virtual_ipaddress nopreempt notify notify_backup notify_deleted notify_fault notify_master
  notify_master_rx_lower_pri notify_priority_changes notify_stop old_unicast_checksum owner_ignore_adverts
  preempt preempt_delay priority promote_secondaries skip_check_adv_addr smtp_alert state strict_mode
  thread_timer_expired timer_expired_backup track_src_ip unicast_fault_no_peer unicast_src_ip unicast_ttl
  use_ipvlan use_vmac use_vmac_addr v3_checksum_as_v2 version virtual_router_id vmac_garp_intvl vmac_xmit_base
  vrf
`),
]);

const SCRIPT: Keywords = new Map(lines('fall init_fail interval rise script timeout user weight'));

const PROCESS: Keywords = new Map(
  lines('delay fork_delay full_command param_match process quorum quorum_max terminate_delay weight'),
);

const TRACK_FILE: Keywords = new Map(lines('file weight init_file'));

const BFD: Keywords = new Map(
  lines(`
  source_ip neighbor_ip neighbour_ip min_rx min_tx idle_tx multiplier passive ttl hoplimit max_hops weight vrrp checker
`),
);

/**
 * Every keyword of keepalived 1.2.24 to 2.4.3 that VRRP reads, by the block it may stand in (vrrp_parser.c,
 * global_parser.c, track_file.c, bfd_parser.c). What a version lacks is not told apart.
 */
export const KEYWORDS: Keywords = new Map<string, KeywordKind>([
  ['global_defs', GLOBAL_DEFS],
  ['vrrp_sync_group', SYNC_GROUP],
  ['vrrp_instance', INSTANCE],
  ['vrrp_script', SCRIPT],
  ['vrrp_track_process', PROCESS],
  ['track_file', TRACK_FILE],
  ['vrrp_track_file', TRACK_FILE],
  ['bfd_instance', BFD],
  [
    'garp_group',
    new Map<string, KeywordKind>([['interfaces', 'values'], ...lines('garp_interval gna_interval interface')]),
  ],
  ['track_group', new Map(values('group'))],
  ...values('static_ipaddress static_routes static_rules linkbeat_interfaces interface_up_down_delays'),
  ...lines(
    'linkbeat_use_polling net_namespace net_namespace_ipvs namespace_with_ipsets use_pid_dir instance child_wait_time',
  ),
  ['virtual_server', 'skipped'],
  ['virtual_server_group', 'skipped'],
  ['SSL', 'skipped'],
]);

/** The keyword of the same block that differs by the fewest letters, where few enough do that it was meant. */
export function similarKeyword(word: string, keywords: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.min(2, Math.floor(word.length / 3)) + 1;
  for (const keyword of keywords) {
    const distance = Math.abs(keyword.length - word.length) < least ? editDistance(word, keyword) : least;
    if (distance < least) [best, least] = [keyword, distance];
  }
  return best;
}

/** Letters to insert, leave out or exchange (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
