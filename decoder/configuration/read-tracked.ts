import { wholeNumber } from './values.ts';

const HEAVIEST = 253;

/** The weight of a tracked object: `NAME [weight N [reverse|noreverse]]` (vrrp_track.c: alloc_track_script). */
export function readTracked(
  [, option, weight, direction]: readonly string[],
  usual: { weight: number; reverse: boolean },
): { weight: number; reverse: boolean } {
  const said = option === 'weight' ? wholeNumber(weight, -HEAVIEST - 1, HEAVIEST + 1) : null;
  if (said === null) return usual;
  const reverse = direction === 'reverse' || (usual.reverse && direction !== 'noreverse');
  return { weight: Math.max(-HEAVIEST, Math.min(HEAVIEST, said)), reverse };
}
