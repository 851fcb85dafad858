export interface Named {
  name: string;
  what: string;
}

export const EXIT_STATUS = 'Wrong usage goes before an input that could not be read, and that before a finding.';

/** What any command may end with besides its own. */
export const EVERY_EXIT_STATUS: readonly Named[] = [
  { name: '70', what: 'A fault of vrrpscope itself.' },
  { name: '71', what: 'The system lent too few file descriptors.' },
  { name: '74', what: 'Standard output could not be written. One that was closed is no error.' },
];

export const ENVIRONMENT: readonly Named[] = [
  { name: 'NO_COLOR', what: 'If it is set, no colour is used, unless --color is given.' },
  { name: 'FORCE_COLOR', what: 'If it is set, colour is used even where standard output is no terminal.' },
  { name: 'COLUMNS', what: 'The width of what is drawn where standard output is no terminal.' },
  { name: 'LC_ALL, LC_CTYPE, LANG', what: 'Where they name no UTF-8 locale, lanes and marks are drawn in ASCII.' },
  { name: 'TZ', what: 'The zone of local time.' },
  { name: 'PATH', what: 'Where dumpcap and tcpdump are looked for. Folders that are not absolute are passed over.' },
  { name: 'SUDO_UID, SUDO_GID', what: 'Run by sudo, --via cap becomes this user as soon as it listens.' },
  { name: 'DISPLAY, WAYLAND_DISPLAY', what: 'Without either, open starts no browser and only prints the address.' },
  { name: 'TMPDIR', what: 'Where a window keeps the packets of the captures that it shows, while it shows them.' },
];

export const FILES: readonly Named[] = [
  {
    name: '$XDG_CONFIG_HOME/vrrpscope/settings.json',
    what: 'What a window remembers: language, colours, times, recent files. Without XDG_CONFIG_HOME it is below ~/.config.',
  },
  {
    name: 'FILE_00001_20261121T090230Z.pcapng',
    what: 'What live --write FILE.pcapng --rotate writes: number, and the UTC time at which the file was begun.',
  },
];

export const SEE_ALSO: readonly (readonly [name: string, section: number])[] = [
  ['keepalived', 8],
  ['keepalived.conf', 5],
  ['tcpdump', 1],
  ['dumpcap', 1],
  ['tshark', 1],
  ['wireshark', 1],
];
