/** The window's page has an origin of its own, so that nothing on the disk or the network shares it. */
export const WINDOW_SCHEME = 'vrrpscope';
export const WINDOW_ORIGIN = `${WINDOW_SCHEME}://window`;
export const WINDOW_URL = `${WINDOW_ORIGIN}/index.html`;
