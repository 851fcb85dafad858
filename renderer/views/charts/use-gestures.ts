import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import type { Span } from '../../model/app-state.ts';
import { panSpan, pixelToTime, secondsPerPixel, spanBetween, zoomSpan } from '../../model/time-scale.ts';
import { type LiveView, scaleOf } from './live-view.ts';

interface Gestures {
  viewport: RefObject<HTMLElement | null>;
  live: LiveView;
  whole: Span;
  /** Where the pointer is; null where it left. */
  onPoint(at: { x: number; y: number } | null): void;
  onClick(at: { x: number; y: number }): void;
  /** Pixels that are being chosen; null when that has ended. */
  onSelecting(pixels: { from: number; to: number } | null): void;
  onReset(): void;
}

/** How far a pointer moves before it drags. */
const DRAG = 4;
const WHEEL_LINE = 16;

type Drag =
  | { kind: 'pressed'; pointer: number; x: number; y: number; selects: boolean }
  | { kind: 'pan'; pointer: number; x: number; span: Span }
  | { kind: 'select'; pointer: number; x: number }
  | { kind: 'pinch'; span: Span; fingers: Map<number, number>; began: [number, number] };

/** The wheel zooms, dragging moves, Shift or Alt and dragging chooses, two fingers do both, a double-click resets. */
export function useGestures({ viewport, live, whole, onPoint, onClick, onSelecting, onReset }: Gestures): void {
  const drag = useRef<Drag | null>(null);

  const placeOf = (event: MouseEvent) => {
    const box = viewport.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };

  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE : 1;
    const across = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX;
    const { x, y } = placeOf(event);
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      live.move(panSpan(live.span, across * lines * secondsPerPixel(live.scale), whole));
    } else {
      const strength = event.ctrlKey ? 0.01 : 0.002;
      const factor = Math.exp(-Math.max(-300, Math.min(300, event.deltaY * lines)) * strength);
      live.move(zoomSpan(live.span, factor, pixelToTime(live.scale, x), whole));
    }
    onPoint({ x, y });
  });

  const onDown = useEffectEvent((event: PointerEvent) => {
    if (event.button !== 0) return;
    const { x, y } = placeOf(event);
    const held = drag.current;
    if (held && held.kind !== 'pinch' && held.pointer !== event.pointerId && event.pointerType === 'touch') {
      const first = held.x;
      onSelecting(null);
      const fingers = new Map([
        [held.pointer, first],
        [event.pointerId, x],
      ]);
      drag.current = { kind: 'pinch', span: live.span, fingers, began: [first, x] };
    } else {
      const selects = event.shiftKey || event.altKey;
      drag.current = { kind: 'pressed', pointer: event.pointerId, x, y, selects };
    }
    viewport.current?.setPointerCapture(event.pointerId);
  });

  const onMove = useEffectEvent((event: PointerEvent) => {
    const { x, y } = placeOf(event);
    const held = drag.current;
    if (held?.kind === 'pressed' && Math.hypot(x - held.x, y - held.y) > DRAG) {
      const { pointer } = held;
      drag.current = held.selects
        ? { kind: 'select', pointer, x: held.x }
        : { kind: 'pan', pointer, x: held.x, span: live.span };
      if (!held.selects) viewport.current?.classList.add('is-dragged');
    }
    follow(drag.current, event.pointerId, x);
    onPoint(drag.current?.kind === 'pan' || drag.current?.kind === 'pinch' ? null : { x, y });
  });

  const follow = (held: Drag | null, pointer: number, x: number) => {
    if (held?.kind === 'pan') {
      live.move(panSpan(held.span, (held.x - x) * secondsPerPixel(scaleOf(held.span, live.width)), whole));
    } else if (held?.kind === 'select') onSelecting({ from: held.x, to: x });
    else if (held?.kind === 'pinch') {
      held.fingers.set(pointer, x);
      const [a = 0, b = 0] = [...held.fingers.values()];
      const [wasA, wasB] = held.began;
      const scale = scaleOf(held.span, live.width);
      const factor = Math.max(8, Math.abs(a - b)) / Math.max(8, Math.abs(wasA - wasB));
      const zoomed = zoomSpan(held.span, factor, pixelToTime(scale, (wasA + wasB) / 2), whole);
      const moved = ((wasA + wasB) / 2 - (a + b) / 2) * secondsPerPixel(scaleOf(zoomed, live.width));
      live.move(panSpan(zoomed, moved, whole));
    }
  };

  const onUp = useEffectEvent((event: PointerEvent) => {
    const held = drag.current;
    drag.current = null;
    viewport.current?.classList.remove('is-dragged');
    const { x, y } = placeOf(event);
    if (held?.kind === 'pressed' && event.type === 'pointerup') onClick({ x, y });
    if (held?.kind !== 'select') return;
    onSelecting(null);
    if (event.type === 'pointerup') {
      live.move(spanBetween(pixelToTime(live.scale, held.x), pixelToTime(live.scale, x), whole));
    }
  });

  const onLeave = useEffectEvent(() => onPoint(null));
  const onDouble = useEffectEvent(() => onReset());

  useEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener('wheel', onWheel, { passive: false, signal });
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    element.addEventListener('pointercancel', onUp, { signal });
    element.addEventListener('pointerleave', onLeave, { signal });
    element.addEventListener('dblclick', onDouble, { signal });
    return () => listening.abort();
  }, [viewport]);
}
