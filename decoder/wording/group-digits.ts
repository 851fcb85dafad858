/** `1,508,009`. Asking the locale for it costs milliseconds at first, and a microsecond each time. */
export function groupDigits(count: number): string {
  return count < 1000 ? String(count) : String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
