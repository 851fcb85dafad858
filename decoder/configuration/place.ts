/** A line of a configuration file, counted from 1. */
export interface Place {
  file: string;
  line: number;
}

/** Something in a configuration that keepalived ignores, or that cannot be read here. `message` is a clause. */
export interface ConfigurationProblem {
  place: Place;
  code: string;
  message: string;
}

/** `lb01.conf:12`. */
export function placeText({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** Keeps what is wrong with the files, up to a bound. */
export class ProblemList {
  readonly problems: ConfigurationProblem[] = [];

  add(place: Place, code: string, message: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ place, code, message });
  }
}

const MOST_PROBLEMS = 1000;
