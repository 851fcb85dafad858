/** Patterns that tell bands apart without their colour: split brain leans right, no master left; reigns in short turns stand. */
export function Hatches({ id, colors }: { id: string; colors: readonly string[] }) {
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
      {colors.map((color, i) => (
        <pattern key={color} id={`${id}-dense-${i}`} width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" style={{ fill: color }} fillOpacity={0.3} />
          <rect width="2" height="4" style={{ fill: color }} />
        </pattern>
      ))}
    </defs>
  );
}
