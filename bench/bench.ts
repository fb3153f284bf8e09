/** What `npm run bench` can run: any file of this folder that exports `bench`. */
export interface Bench {
  readonly name: string;
  readonly about: string;
  /** Prints as it goes, and returns all its figures, for `--json`. */
  run(options: BenchOptions): Promise<unknown>;
}

export interface BenchOptions {
  /** About how long each measured row may take. */
  readonly seconds: number;
}
