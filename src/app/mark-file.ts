import { Buffer } from 'node:buffer';
import type { Moment } from '../campaign/campaign.js';
import { inflateZipEntry, listZipEntries, type ZipLimits } from '../container/read-zip.js';
import { writeZip } from '../container/write-zip.js';
import { planCopy } from '../mark/copy-grid.js';
import { markPackage } from '../mark/mark-package.js';
import type { MarkPlan } from '../mark/mark-plan.js';
import type { PackagePart } from '../mark/package-parts.js';
import { type FileToMark, type MarkingCampaign, planMarks, withSheetNames } from '../mark/plan-marks.js';
import { isOleFile } from '../workbook/read/ole/ole-file.js';
import { unlockWorkbook } from '../workbook/read/ole/unlock.js';
import { DEFAULT_READ_LIMITS, describeUnreadable, readWorkbook } from '../workbook/read/read-workbook.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';

/** A marked copy: its bytes, and the ending that its name must have. */
export interface MarkedFile {
  readonly kind: 'marked';
  readonly bytes: Uint8Array;
  readonly ending: string;
}

/** Why there is no marked copy, in plain words. */
export interface NotMarked {
  readonly kind: 'failed';
  readonly reason: string;
}

const COPIED =
  '原文件的格式不能加标注，本文件是照它的内容转成的：数字、日期、合并单元格和隐藏的行列都照原样，公式已变成数值，字体、颜色等格式没有保留。';
const UNLOCKED = '原文件设有打开密码，本文件没有设，请注意保管。';

/**
 * Marks a received file: an xlsx or xlsm in place, everything else as a new xlsx with the same grid. Never throws for
 * what stands in the file.
 */
export async function markFile(
  bytes: Uint8Array,
  item: FileToMark,
  context: MarkingCampaign,
  asOf: Moment,
): Promise<MarkedFile | NotMarked> {
  try {
    const isLocked = isOleFile(bytes) && needsPassword(bytes);
    const plain = isLocked ? await unlockWorkbook(bytes, context.campaign.passwords) : bytes;
    if (plain === null) return { kind: 'failed', reason: describeUnreadable({ code: 'password-protected' }) };
    const remarks = isLocked ? [UNLOCKED] : [];
    return (
      markInPlace(plain, planMarks(item, context, remarks)) ??
      (await markCopy(plain, item, context, [...remarks, COPIED], asOf))
    );
  } catch (error) {
    // A mistake of ours in one file must not cost the summary of all the others.
    return { kind: 'failed', reason: `程序没能处理这个文件（${(error as Error).message}）` };
  }
}

/** Null where the file is no package whose parts can be changed. */
function markInPlace(bytes: Uint8Array, plan: MarkPlan): MarkedFile | null {
  const parts = readParts(bytes);
  if (parts === null) return null;
  const result = markPackage(parts, plan);
  if (result.kind === 'cannot-mark') return null;
  return { kind: 'marked', bytes: writeZip(result.parts), ending: endingOf(result.parts) };
}

/** The same grid in a new workbook, marked like any other. */
async function markCopy(
  bytes: Uint8Array,
  item: FileToMark,
  context: MarkingCampaign,
  remarks: readonly string[],
  asOf: Moment,
): Promise<MarkedFile | NotMarked> {
  const read = readWorkbook(bytes);
  if (read.kind === 'unreadable') return { kind: 'failed', reason: describeUnreadable(read.reason) };
  const { plan, sheetNames } = planCopy(read.workbook, context.campaign.name, asOf);
  const marks = withSheetNames(planMarks(item, context, remarks), sheetNames);
  const marked = markInPlace(await writeWorkbook(plan), marks);
  // What we have just written ourselves can be marked.
  if (marked === null) throw new Error('cannot mark a copy');
  return marked;
}

function needsPassword(bytes: Uint8Array): boolean {
  const read = readWorkbook(bytes);
  return read.kind === 'unreadable' && read.reason.code === 'password-protected';
}

/** The parts of a package in their order; null where the file is none, or cannot be opened as a whole. */
function readParts(bytes: Uint8Array): readonly PackagePart[] | null {
  let left = DEFAULT_READ_LIMITS.inflatedBytes;
  const limits = (): ZipLimits => ({ ...DEFAULT_READ_LIMITS, inflatedBytes: left });
  const listing = listZipEntries(bytes, limits());
  if (listing.kind === 'problem') return null;
  const parts: PackagePart[] = [];
  for (const entry of listing.entries) {
    if (entry.name.endsWith('/')) continue;
    const content = inflateZipEntry(bytes, entry, limits());
    if (content.kind === 'problem') return null;
    left -= content.bytes.length;
    parts.push({ name: entry.name, bytes: content.bytes });
  }
  return parts;
}

/** Content types of a workbook part that ask for another ending: with any other Excel refuses the file. */
const ENDINGS: readonly (readonly [type: string, ending: string])[] = [
  ['sheet.macroEnabled.main+xml', '.xlsm'],
  ['template.macroEnabled.main+xml', '.xltm'],
  ['spreadsheetml.template.main+xml', '.xltx'],
];

function endingOf(parts: readonly PackagePart[]): string {
  const types = parts.find(({ name }) => name.toLowerCase().endsWith('[content_types].xml'));
  const text = types === undefined ? '' : Buffer.from(types.bytes).toString('latin1');
  return ENDINGS.find(([type]) => text.includes(type))?.[1] ?? '.xlsx';
}
