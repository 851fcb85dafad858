import { protocol } from 'electron';
import { readWindowFile, WINDOW_FILES } from '../services/window-files.ts';
import { WINDOW_ORIGIN, WINDOW_SCHEME } from './window-address.ts';

const CONTENT_TYPES: Record<(typeof WINDOW_FILES)[number], string> = {
  'index.html': 'text/html; charset=utf-8',
  'window.js': 'text/javascript; charset=utf-8',
  'window.css': 'text/css; charset=utf-8',
};

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // A chart is drawn into a picture to be saved
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** To be called before the app is ready. */
export function setupWindowScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: WINDOW_SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Serves the files of the window, and nothing else, whatever a path looks like. */
export function setupWindowProtocol(): void {
  protocol.handle(WINDOW_SCHEME, async ({ method, url }) => {
    const name = WINDOW_FILES.find((file) => url === `${WINDOW_ORIGIN}/${file}`);
    if (name === undefined || method !== 'GET') return new Response('Not found', { status: 404 });
    return new Response(new Uint8Array(await readWindowFile(name)), {
      headers: {
        'Content-Type': CONTENT_TYPES[name],
        'Content-Security-Policy': CONTENT_SECURITY_POLICY,
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      },
    });
  });
}
