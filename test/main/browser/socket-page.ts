import type { HostEvent } from '../../../main/host-contract.ts';
import { SocketHost } from '../../../renderer/hosts/socket-host.ts';
import type { UploadProgress } from '../../../renderer/hosts/uploads.ts';

declare global {
  interface Window {
    underTest: { host: SocketHost; events: HostEvent[]; uploads: (UploadProgress | null)[]; lost: number };
  }
}

const host = new SocketHost();
const underTest: Window['underTest'] = { host, events: [], uploads: [], lost: 0 };
host.onEvent((event) => underTest.events.push(event));
host.onUpload((progress) => underTest.uploads.push(progress));
host.onLost(() => {
  underTest.lost += 1;
});
window.underTest = underTest;
