import type { Target } from './target.ts';

/** Of processor time, so that a busy machine is no reason. */
const SECONDS_PER_INPUT = 1;
const SECONDS_PER_MEGABYTE = 1;
export const SLOW = 'slow';

export type Trial =
  | { isSound: true; shown: readonly string[] }
  | { isSound: false; failure: string; signature: string };

/** Runs an input and says what came of it. */
export async function attempt(target: Target, input: Uint8Array): Promise<Trial> {
  const first = await timed(target, input);
  // Compiling and collecting garbage may fall into one run, not into three
  if (first.isSound && first.seconds > allowed(input)) {
    const again = [await timed(target, input), await timed(target, input)];
    const seconds = Math.min(first.seconds, ...again.map((one) => one.seconds));
    if (seconds > allowed(input)) {
      return { isSound: false, failure: `takes ${seconds.toFixed(1)} s for ${input.length} bytes`, signature: SLOW };
    }
  }
  return first;
}

function allowed(input: Uint8Array): number {
  return SECONDS_PER_INPUT + (SECONDS_PER_MEGABYTE * input.length) / 1e6;
}

async function timed(target: Target, input: Uint8Array): Promise<Trial & { seconds: number }> {
  const start = process.cpuUsage();
  const seconds = () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  try {
    const shown = await target.run(input);
    return { isSound: true, shown, seconds: seconds() };
  } catch (error) {
    return { isSound: false, ...describeFailure(error), seconds: seconds() };
  }
}

/** The same signature is the same bug: what was thrown, and where in the project. */
function describeFailure(error: unknown): { failure: string; signature: string } {
  if (!(error instanceof Error)) return { failure: String(error), signature: String(error) };
  const failure = error.stack ?? error.message;
  const place = failure.split('\n').find((line) => /^\s+at .*(decoder|main|test)\/.*:\d+:\d+/.test(line)) ?? '';
  const [sentence = ''] = error.message.split('\n');
  return { failure, signature: `${error.name}: ${sentence.replace(/\d+/g, '#')} ${place.trim()}` };
}
