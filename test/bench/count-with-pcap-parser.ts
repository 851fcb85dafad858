/** What the pcap-parser package takes to walk through a capture: `node count-with-pcap-parser.js FILE`. */
import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

const pcapParser: { parse(path: string): EventEmitter } = createRequire(import.meta.url)('pcap-parser');

let packets = 0;
const parser = pcapParser.parse(process.argv[2] ?? '');
parser.on('packet', () => {
  packets++;
});
parser.on('end', () => console.log(packets));
