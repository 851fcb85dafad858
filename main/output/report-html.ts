import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { EmbeddedPart } from '../../decoder/packets/embedded-report.ts';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import { escapeHtml } from './escape.ts';

/** The window as it was built: one script and one style sheet. */
export interface WindowCode {
  script: string;
  styles: string;
}

/** One page that needs nothing else: the window's code and, compressed, what it shows. */
export function reportHtml(title: string, parts: Iterable<EmbeddedPart>, window: WindowCode): string {
  const script = window.script.replace(/<(?=\/script|!--)/gi, '\\x3c');
  const styles = window.styles.replace(/<(?=\/style)/gi, '\\3c ');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(styles)}'`,
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="vrrpscope">
<title>${escapeHtml(escapeControls(title))}</title>
<style>${styles}</style>
</head>
<body>
<div id="window"></div>
<noscript>This report draws itself with a script that it contains. Allow scripts for this file to see it.</noscript>
<script type="text/plain" id="embedded-report">${packed(parts)}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

/** One part a line, so that a page can take them in one after the other. */
function packed(parts: Iterable<EmbeddedPart>): string {
  const lines: string[] = [];
  for (const part of parts) lines.push(`${JSON.stringify(part)}\n`);
  return gzipSync(lines.join(''), { level: 9 }).toString('base64');
}
