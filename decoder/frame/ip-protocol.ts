/** IP protocol and next-header numbers that are looked at. */
export const IP_PROTOCOL = {
  hopByHopOptions: 0,
  icmp: 1,
  igmp: 2,
  ipv4: 4,
  tcp: 6,
  udp: 17,
  ipv6: 41,
  routing: 43,
  fragment: 44,
  gre: 47,
  authenticationHeader: 51,
  icmpv6: 58,
  destinationOptions: 60,
  vrrp: 112,
} as const;
