/** Patterns that tell bands apart without their colour: split brain leans right, no master leaves gaps. */
export function Hatches({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-split`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className="split-soft" width="7" height="7" />
        <line className="split-line" x1="0" y1="0" x2="0" y2="7" />
      </pattern>
      <pattern id={`${id}-gap`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <rect className="gap-soft" width="8" height="8" />
        <line className="gap-line" x1="0" y1="0" x2="0" y2="8" />
      </pattern>
      <pattern id={`${id}-dense`} width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="2" height="4" fill="#fff" />
      </pattern>
      <mask id={`${id}-dense-mask`} maskContentUnits="userSpaceOnUse">
        <rect x="-10" y="-10" width="100000" height="100000" fill={`url(#${id}-dense)`} />
      </mask>
    </defs>
  );
}
