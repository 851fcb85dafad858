/** Captures everything that a report needs; IFACE stands for the interface of the routers' segment. */
export const CAPTURE_COMMAND =
  "tcpdump -ni IFACE -w vrrp.pcap 'ip proto 112 or ip6 proto 112 or ah or arp or icmp6 or vlan'";
