import type { Field } from '../frame/field.ts';
import type { Problem } from '../problem.ts';
import type { PacketRow } from './message-row.ts';

/** Everything about one packet. */
export interface PacketDetail {
  row: PacketRow;
  /** In the order of the layers; a secret's value is masked. */
  fields: Field[];
  problems: readonly Problem[];
  /** Two characters a captured byte; `··` where it is part of a masked secret. */
  hex: string;
  /** Length on the wire, which may exceed what was captured. */
  originalLength: number;
  interfaceName: string | null;
}
