import type { FormDefinition } from '../form/form-definition.js';

/** Parameters of `bangfu sample`. */
export interface SampleOptions {
  readonly counties: number;
  readonly units: number;
  readonly seed: number;
  readonly defects: number;
}

export async function writeSample(
  _dir: string,
  _options: SampleOptions,
  _forms: readonly FormDefinition[],
  _onProgress: (step: string, done: number, total: number) => void,
): Promise<{ files: number; truth: string }> {
  throw new Error('not yet');
}
