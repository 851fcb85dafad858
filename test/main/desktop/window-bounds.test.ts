import { describe, expect, it } from 'vitest';
import { boundsOnScreens } from '../../../main/desktop/window-bounds.ts';

const LAPTOP = { x: 0, y: 25, width: 1440, height: 875 };
const BESIDE = { x: -1920, y: 0, width: 1920, height: 1080 };
const KNOWN = { x: -1500, y: 100, width: 1200, height: 800, maximized: false };

describe('the window opens', () => {
  it('in a comfortable size the first time, or as large as the screen allows', () => {
    expect(boundsOnScreens(null, [LAPTOP])).toEqual({ width: 1280, height: 840 });
    expect(boundsOnScreens(null, [{ ...LAPTOP, width: 1024, height: 700 }])).toEqual({ width: 1024, height: 700 });
  });

  it('where it was, on either screen', () => {
    expect(boundsOnScreens(KNOWN, [LAPTOP, BESIDE])).toEqual({ x: -1500, y: 100, width: 1200, height: 800 });
  });

  it.each([
    ['the screen is gone', KNOWN, [LAPTOP]],
    ['only its edge would show', { ...KNOWN, x: 1400 }, [LAPTOP]],
    ['its title is above the screen', { ...KNOWN, x: 10, y: -300 }, [LAPTOP]],
    ['its title is below the screen', { ...KNOWN, x: 10, y: 880 }, [LAPTOP]],
  ])('where the system puts it, if %s', (_why, known, screens) => {
    expect(boundsOnScreens(known, screens)).toEqual({ width: 1200, height: 800 });
  });

  it('no larger than the screen, and never too small to use', () => {
    const huge = { ...KNOWN, x: 0, y: 30, width: 9000, height: 9000 };
    expect(boundsOnScreens(huge, [LAPTOP])).toMatchObject({ width: 1440, height: 875 });
    expect(boundsOnScreens({ ...KNOWN, x: 0, y: 30, width: 1, height: 1 }, [LAPTOP])).toMatchObject({
      width: 800,
      height: 560,
    });
  });
});
