import type { Rectangle } from 'electron';
import type { WindowBounds } from '../services/settings.ts';

export const SMALLEST = { width: 800, height: 560 };
const FIRST = { width: 1280, height: 840 };

/** What must show of a window for a hand to reach it. */
const WITHIN_REACH = 100;

/** Where the window opens: where it was, unless that screen is gone, and no larger than the screen it is on. */
export function boundsOnScreens(known: WindowBounds | null, screens: readonly Rectangle[]): Partial<Rectangle> {
  const screen = known === null ? undefined : screens.find((one) => isWithinReach(known, one));
  if (known === null || screen === undefined) {
    const { width, height } = known ?? FIRST;
    const [first = FIRST] = screens;
    return fittingSize(width, height, first);
  }
  return { x: known.x, y: known.y, ...fittingSize(known.width, known.height, screen) };
}

function isWithinReach({ x, y, width }: WindowBounds, screen: Rectangle): boolean {
  const shown = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
  return shown >= WITHIN_REACH && y >= screen.y && y <= screen.y + screen.height - WITHIN_REACH;
}

function fittingSize(width: number, height: number, screen: { width: number; height: number }) {
  return {
    width: Math.max(SMALLEST.width, Math.min(width, screen.width)),
    height: Math.max(SMALLEST.height, Math.min(height, screen.height)),
  };
}
