/** What other programs get: `analyze([captureFile('lb01.pcapng')])` gives the typed Report that the command prints. */

export { type AnalyzeOptions, analyze } from '../decoder/analyze.ts';
export type { CaptureSource } from '../decoder/capture/capture-source.ts';
export type { Configuration } from '../decoder/configuration/configuration.ts';
export type { ConfigurationFile, Include } from '../decoder/configuration/line-reader.ts';
export { readConfiguration } from '../decoder/configuration/read-configuration.ts';
export type * from '../decoder/report.ts';
export type * from './output/inventory.ts';
export { inventoryOf } from './output/inventory.ts';
export { CaptureFileError } from './services/capture-file-error.ts';
export { captureFile } from './services/read-capture-file.ts';
