import type { Report } from '../../decoder/report.ts';

/** How a router is drawn: a colour, and what tells it apart where colours cannot. */
export interface RouterColor {
  /** From 0; the class `router-N` has the same colour. */
  index: number;
  /** A CSS value that follows the theme. */
  color: string;
  /** Text that is readable on the colour. */
  ink: string;
  /** Of its lines in charts; undefined is a solid line. */
  dash: string | undefined;
  /** Of its dots in charts. */
  dot: 'round' | 'square';
}

export interface RouterColors {
  of(address: string | null): RouterColor;
}

const DASHES = [undefined, '7 3', '2 3', '9 3 2 3', '12 4', '5 2 1 2', '1 2', '4 4'];

const COLORS: readonly RouterColor[] = DASHES.map((dash, index) => ({
  index,
  color: `var(--router-${index + 1})`,
  ink: `var(--router-ink-${index + 1})`,
  dash,
  dot: index % 2 === 0 ? 'round' : 'square',
}));

const UNKNOWN: RouterColor = {
  index: -1,
  color: 'var(--router-unknown)',
  ink: 'var(--router-ink-unknown)',
  dash: '1 3',
  dot: 'round',
};

/** A router has one colour throughout a report; those of one virtual router differ as long as there are colours. */
export function routerColors(report: Report): RouterColors {
  const known = colors.get(report) ?? chooseColors(report);
  colors.set(report, known);
  return known;
}

const colors = new WeakMap<Report, RouterColors>();

function chooseColors(report: Report): RouterColors {
  const chosen = new Map<string, RouterColor>();
  for (const { routers } of report.virtualRouters) {
    const taken = new Set(routers.map(({ address }) => chosen.get(address)));
    for (const [i, { address }] of routers.entries()) {
      if (chosen.has(address)) continue;
      const color = COLORS.find((candidate) => !taken.has(candidate)) ?? COLORS[i % COLORS.length] ?? UNKNOWN;
      chosen.set(address, color);
      taken.add(color);
    }
  }
  return { of: (address) => (address === null ? UNKNOWN : (chosen.get(address) ?? UNKNOWN)) };
}
