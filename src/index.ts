// The library surface: what the commands do, as functions. Effects are theirs; clock and screen are the caller's.

export { type AggregateResult, aggregate, inspect, type RunOptions } from './app/aggregate.js';
export { type ArchiveResult, archive } from './app/archive.js';
export { loadBuiltInForms } from './app/built-in-forms.js';
export { type CheckedFile, checkFiles } from './app/check-files.js';
export { type Explanation, explain } from './app/explain.js';
export { type FinalizedResult, finalize } from './app/finalize.js';
export { initFolder } from './app/init-folder.js';
export { loadForms } from './app/load-forms.js';
export { UsageError } from './app/usage-error.js';
export { findCheckCode, verifyVersions } from './app/verify.js';
export { writeSample } from './app/write-sample.js';
export { writeTemplates } from './app/write-templates.js';
export {
  type DefinitionProblem,
  describeDefinitionProblem,
  parseDefinition,
} from './definition/parse-definition.js';
export { planDefinition } from './definition/plan-definition.js';
export { defineForm, type FormDefinition, type FormInput } from './form/form-definition.js';
export { describeFinding, type FindingText } from './issue/describe-finding.js';
export type { Disposition, Finding, Level, Status } from './issue/finding.js';
export type { Summary } from './merge/summary.js';
export type { ResultJson } from './report/result/result-json.js';
