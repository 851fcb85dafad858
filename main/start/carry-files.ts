import { getAsset } from 'node:sea';
import { carryFiles } from '../package-root.ts';

carryFiles((path) => new Uint8Array(getAsset(path)));
