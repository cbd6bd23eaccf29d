/** Wrong use or unusable settings: shown without a stack, exit code 2. Nothing has been written. */
export class UsageError extends Error {
  /** One line each; the first is the headline. */
  readonly details: readonly string[];

  constructor(headline: string, details: readonly string[] = []) {
    super(headline);
    this.name = 'UsageError';
    this.details = details;
  }
}
