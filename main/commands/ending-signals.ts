/** As shells tell of programs that a signal ended. */
const EXIT_CODES = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** While `work` goes on, signals end the program like any other end: what is half written is removed. */
export async function endingWithSignals<T>(work: () => Promise<T>): Promise<T> {
  const endings = EXIT_CODES.map(([signal, code]) => {
    const end = (): never => process.exit(code);
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  try {
    return await work();
  } finally {
    for (const undo of endings) undo();
  }
}
