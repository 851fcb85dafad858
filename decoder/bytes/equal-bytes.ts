/** Whether `view` from `from` to `to` holds the same bytes as `known`, there `shift` bytes further on. */
export function equalBytes(known: DataView, shift: number, view: DataView, from: number, to: number): boolean {
  let i = from;
  for (; i + 4 <= to; i += 4) if (known.getInt32(i + shift) !== view.getInt32(i)) return false;
  for (; i < to; i++) if (known.getUint8(i + shift) !== view.getUint8(i)) return false;
  return true;
}
