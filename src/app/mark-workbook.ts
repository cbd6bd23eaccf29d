import type { ZipProblem } from '../container/read-zip.js';
import { writeZip } from '../container/write-zip.js';
import { readZipParts } from '../container/zip-parts.js';
import type { CannotMarkReason } from '../mark/cannot-mark.js';
import { type MarkResult, markPackage } from '../mark/mark-package.js';
import type { MarkPlan } from '../mark/mark-plan.js';
import { DEFAULT_READ_LIMITS, type ReadLimits } from '../workbook/read/limits.js';

type MarkedPackage = Extract<MarkResult, { kind: 'marked' }>;

/** A marked copy, or why there is none. */
export type MarkedWorkbook =
  | (Omit<MarkedPackage, 'parts'> & { readonly bytes: Uint8Array })
  | { readonly kind: 'cannot-mark'; readonly reason: CannotMarkReason | { readonly code: ZipProblem } };

/** The bytes of a returned xlsx or xlsm with its mistakes marked; the same bytes each time. */
export function markWorkbook(
  bytes: Uint8Array,
  plan: MarkPlan,
  limits: ReadLimits = DEFAULT_READ_LIMITS,
): MarkedWorkbook {
  const package_ = readZipParts(bytes, limits);
  if (package_.kind === 'problem') return { kind: 'cannot-mark', reason: { code: package_.problem } };
  const result = markPackage(package_.parts, plan);
  if (result.kind === 'cannot-mark') return result;
  const { parts, ...notes } = result;
  return { ...notes, bytes: writeZip(parts) };
}
