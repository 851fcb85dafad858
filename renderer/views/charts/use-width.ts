import { startTransition, useEffect, useRef, useState } from 'react';

/** The width of an element, in whole pixels; 0 before it is known. What depends on it is drawn between other work. */
export function useWidth<E extends HTMLElement>() {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const observer = new ResizeObserver(() => {
      startTransition(() => setWidth(Math.floor(measured.getBoundingClientRect().width)));
    });
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}
