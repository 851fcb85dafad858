/** One field of a packet: what it is, what it says, and which bytes say it. */
export interface Field {
  /** Wireshark's protocol name: `eth`, `vlan`, `ip`, `vrrp` … */
  layer: string;
  /** Wireshark's field name where one exists, e.g. `vrrp.prio`. */
  name: string;
  label: string;
  value: string;
  /** From the start of the packet. */
  byteOffset: number;
  byteLength: number;
  /** A password: mask it before showing. */
  secret?: true;
}
