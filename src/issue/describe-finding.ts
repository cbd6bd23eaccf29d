import type { FormDefinition } from '../form/form-definition.js';
import type { Finding } from './finding.js';

/** A finding in words: where and what was found, and what to do about it. */
export interface FindingText {
  readonly message: string;
  readonly fix: string;
}

/** The text of a finding; `form` is the one that the finding names, null when it names none or it is not known. */
export function describeFinding(finding: Finding, form: FormDefinition | null): FindingText {
  return { message: `${finding.rule}${form?.title ?? ''}`, fix: '' };
}
