/** One path for any number of bars: an element each would be too slow. */
export function barsPath(bars: readonly { x1: number; x2: number }[], y: number, height: number, radius = 0): string {
  let path = '';
  for (const { x1, x2 } of bars) path += barPath(x1, x2, y, height, radius);
  return path;
}

function barPath(x1: number, x2: number, y: number, height: number, radius: number): string {
  const [left, width] = [round(x1), round(x2 - x1)];
  if (radius === 0 || width < 3 * radius) return `M${left} ${y}h${width}v${height}h${-width}z`;
  const r = radius;
  const [w, h] = [round(width - 2 * r), height - 2 * r];
  return `M${round(left + r)} ${y}h${w}q${r} 0 ${r} ${r}v${h}q0 ${r} ${-r} ${r}h${-w}q${-r} 0 ${-r} ${-r}v${-h}q0 ${-r} ${r} ${-r}z`;
}

/** Upright lines at one edge of each bar. */
export function edgesPath(xs: readonly number[], y: number, height: number): string {
  return xs.map((x) => `M${round(x)} ${y}v${height}`).join('');
}

/** Dots: lines of no length, whose ends are drawn round or square. */
export function dotsPath(dots: readonly { x: number; y: number }[]): string {
  let path = '';
  for (const { x, y } of dots) path += `M${round(x)} ${round(y)}h0`;
  return path;
}

export function trianglePath(x: number, y: number, size: number): string {
  return `M${round(x)} ${y - size}l${size} ${2 * size}h${-2 * size}z`;
}

export function diamondPath(x: number, y: number, size: number): string {
  return `M${round(x)} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`;
}

/** A flag that is taken down: resignation. */
export function downPath(x: number, y: number, size: number): string {
  return `M${round(x)} ${y + size}l${-size} ${-2 * size}h${2 * size}z`;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
