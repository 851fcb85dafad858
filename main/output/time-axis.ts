import { formatClock, formatDate, zoneOffset } from '../../decoder/wording/format-time.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const STEPS = [
  1e-6,
  2e-6,
  5e-6,
  1e-5,
  2e-5,
  5e-5,
  1e-4,
  2e-4,
  5e-4,
  1e-3,
  2e-3,
  5e-3,
  0.01,
  0.02,
  0.05,
  0.1,
  0.2,
  0.5,
  1,
  2,
  5,
  10,
  15,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
];

/** Turns times into columns. A span without length is one column wide in time, too. */
export class TimeScale {
  readonly start: number;
  readonly columns: number;
  /** Seconds of one column. */
  readonly step: number;

  constructor(start: number, end: number, columns: number) {
    this.start = start;
    this.columns = Math.max(1, columns);
    this.step = end > start ? (end - start) / this.columns : 1e-6;
  }

  /** The column a moment falls into; what lies outside is drawn at the edge. */
  column(time: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor((time - this.start) / this.step)));
  }

  /** First and last column of a span, at least one. */
  columnsOf(start: number, end: number): [first: number, last: number] {
    const first = this.column(start);
    const last = Math.min(this.columns, Math.ceil((end - this.start) / this.step)) - 1;
    return [first, Math.max(first, last)];
  }
}

/** One line with a tick and a label at round times, as many as fit. */
export function timeAxis(scale: TimeScale, utc: boolean, tick: string): string {
  const end = scale.start + scale.step * scale.columns;
  const step =
    STEPS.find((candidate) => candidate / scale.step >= labelCells(candidate) + 3) ?? (end - scale.start) * 2;
  const shift = zoneOffset(scale.start, utc);
  let line = '';
  for (let index = Math.ceil((scale.start + shift) / step); index * step - shift <= end; index += 1) {
    const time = index * step - shift;
    const label = tick + axisLabel(time, step, utc);
    const column = Math.round((time - scale.start) / scale.step);
    if (column >= line.length && column + label.length <= scale.columns) line = line.padEnd(column) + label;
  }
  if (line !== '') return line;
  return `${tick}${formatClock(scale.start, utc, scale.step < 1 ? 3 : 0)}`.slice(0, scale.columns);
}

function axisLabel(time: number, step: number, utc: boolean): string {
  if (step >= DAY) return formatDate(time, utc);
  const clock = formatClock(time, utc, 6);
  if (step >= MINUTE) return clock.startsWith('00:00:') ? formatDate(time, utc).slice(5) : clock.slice(0, 5);
  return clock.slice(0, labelCells(step));
}

function labelCells(step: number): number {
  if (step >= DAY) return 10;
  if (step >= MINUTE) return 5;
  if (step >= 1) return 8;
  return step >= 1e-3 ? 12 : 15;
}
