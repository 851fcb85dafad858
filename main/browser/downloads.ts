import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SaveOutcome } from '../host-contract.ts';
import { safeFileName } from '../services/safe-file-name.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

const PREFIX = '/download/';

/** Files made for a page, each to be fetched once. */
export class Downloads {
  readonly #folder: TemporaryFolder;
  readonly #paths = new Map<string, string>();

  constructor(folder: TemporaryFolder) {
    this.#folder = folder;
  }

  async deliver(suggestedName: string, write: (path: string) => Promise<void>): Promise<SaveOutcome> {
    const folder = await this.#folder.makeFolder();
    const name = safeFileName(suggestedName);
    const path = join(folder, name);
    try {
      await write(path);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    const url = PREFIX + randomBytes(24).toString('base64url');
    this.#paths.set(url, path);
    return { kind: 'download', url, name };
  }

  has(url: string): boolean {
    return this.#paths.has(url);
  }

  /** Sends the file and deletes it. */
  async send(url: string, response: ServerResponse): Promise<void> {
    const path = this.#paths.get(url);
    if (path === undefined) return;
    this.#paths.delete(url);
    try {
      const file = await open(path);
      const { size } = await file.stat();
      response.writeHead(200, {
        'Content-Type': 'application/octet-stream',
        'Content-Length': size,
        'Content-Disposition': attachment(safeFileName(path)),
      });
      await pipeline(file.createReadStream(), response);
    } finally {
      await rm(dirname(path), { recursive: true, force: true });
    }
  }
}

/** RFC 6266: a name that every client understands, and the true one. */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
