import type { PreloadBridge } from '../../main/host-contract.ts';
import type { Host } from '../host.ts';

/** The desktop shell, which knows where a dropped file lies. */
export function preloadHost(bridge: PreloadBridge): Host {
  return {
    ...bridge,
    async pathsOfDropped(files) {
      const paths = files.map((file) => bridge.pathOf(file)).filter((path) => path !== '');
      if (paths.length === 0) throw new Error('What was dropped lies in no file on this computer.');
      return paths;
    },
  };
}
