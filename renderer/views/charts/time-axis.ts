import { type TimeScale, timeToPixel } from '../../model/time-scale.ts';
import { timeTicks } from '../../model/time-ticks.ts';
import type { Times } from '../../shared/time-format.ts';

const SVG = 'http://www.w3.org/2000/svg';
export const AXIS_HEIGHT = 34;

/** Written straight into the page: it follows each frame of a gesture. */
export function drawAxis(
  axis: SVGSVGElement,
  grid: SVGPathElement,
  scale: TimeScale,
  times: Times,
  origin: number,
): void {
  const ticks = timeTicks(scale.span, scale.right - scale.left, times, origin);
  const texts = [...axis.querySelectorAll('text')];
  let used = 0;
  let lines = '';
  const write = (text: string, x: number, y: number, look: string) => {
    const element = texts[used] ?? axis.appendChild(document.createElementNS(SVG, 'text'));
    used++;
    element.setAttribute('x', String(x));
    element.setAttribute('y', String(y));
    element.setAttribute('class', look);
    if (element.textContent !== text) element.textContent = text;
  };
  for (const { time, label, date } of ticks) {
    const x = Math.round(timeToPixel(scale, time)) + 0.5;
    lines += `M${x} 0V4000`;
    const half = label.length * 3.4;
    const inside = Math.min(Math.max(x, half), scale.right + scale.left - half);
    write(label, inside, 28, 'tick');
    if (date !== null) write(date, Math.max(x, date.length * 3.4), 12, 'tick soft');
  }
  grid.setAttribute('d', lines);
  for (const text of texts.slice(used)) text.remove();
}
