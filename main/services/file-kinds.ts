import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { LogReader } from '../../decoder/logs/log-reader.ts';
import type { FileKind } from '../host-contract.ts';
import { sniffPacking } from './compression.ts';

/** A log may begin with much that is not of keepalived. */
const READ = 1024 * 1024;
/** They unpack to 66 MB at most. */
const READ_PACKED = 64 * 1024;
const CAPTURE_MAGICS = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1, 0xa1b2cd34, 0x34cdb2a1, 0x0a0d0d0a]);
/** What only keepalived.conf(5) has at the front of a line. */
const KEEPALIVED =
  /^\s*(?:global_defs|static_routes|static_ipaddress|vrrp_(?:instance|sync_group|script|track_process|track_file)|virtual_server(?:_group)?|linkbeat_\w+|include|\$\w+=|@\^?\w)/m;

const INCLUDE = /^\s*include[rmwba]?[ \t]+([^\s*?[{]+)\s*$/gm;

/** What files hold, told by their beginning and never by their name. */
export async function fileKinds(paths: readonly string[]): Promise<FileKind[]> {
  const kinds = await Promise.all(paths.map(fileKind));
  const including = await Promise.all(
    paths.map(async (path, i) => (kinds[i] === 'configuration' ? includedNames(path) : new Set())),
  );
  return kinds.map((kind, i) => {
    const isMeant = including.some((names, other) => other !== i && names.has(basename(paths[i] ?? '')));
    return isMeant && (kind === 'configuration' || kind === 'unknown') ? 'included' : kind;
  });
}

/** Of files that a configuration includes. A pattern may mean the configuration of another node, too, and tells none. */
async function includedNames(path: string): Promise<ReadonlySet<unknown>> {
  const text = new TextDecoder().decode(await beginningOf(path));
  return new Set([...text.matchAll(INCLUDE)].map(([, name = '']) => basename(name)));
}

async function fileKind(path: string): Promise<FileKind> {
  try {
    return kindOf(await beginningOf(path));
  } catch {
    return 'unknown';
  }
}

async function beginningOf(path: string): Promise<Uint8Array> {
  // A pipe would wait for who writes, and be emptied
  if (!(await stat(path)).isFile()) return new Uint8Array();
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(READ), 0, READ, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function kindOf(bytes: Uint8Array): FileKind {
  const packing = sniffPacking(bytes);
  if ('container' in packing) return 'unknown';
  if (packing.compression === 'gzip') {
    const unpacked = gunzipSync(bytes.subarray(0, READ_PACKED), { finishFlush: constants.Z_SYNC_FLUSH });
    return kindOfUnpacked(unpacked.subarray(0, READ));
  }
  return packing.compression === 'none' ? kindOfUnpacked(bytes) : 'capture';
}

/** What is packed twice is not read either. */
function kindOfUnpacked(bytes: Uint8Array): FileKind {
  if (bytes.length < 4) return 'unknown';
  const magic = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  return CAPTURE_MAGICS.has(magic) ? 'capture' : kindOfText(bytes);
}

function kindOfText(bytes: Uint8Array): FileKind {
  if (bytes.includes(0)) return 'unknown';
  const text = new TextDecoder().decode(bytes);
  const log = new LogReader('', '');
  for (const line of text.split('\n')) log.line(line);
  const { first, lines } = log.finish();
  if (first !== null || lines.length > 0) return 'log';
  return KEEPALIVED.test(text) ? 'configuration' : 'unknown';
}
