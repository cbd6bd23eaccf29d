import { posix } from 'node:path';
import { countyOf, unitsByCode } from '../campaign/campaign.js';
import type { MailAttachment } from '../container/write-mail.js';
import { type FileSource, fullPath } from '../issue/finding.js';
import { type FileToMark, findFilesToMark, type MarkingCampaign } from '../mark/plan-marks.js';
import type { FileRecord, Summary } from '../merge/summary.js';
import { formatRequest } from '../report/reminder/reminder-request.js';
import { cutText } from '../workbook/excel-limits.js';
import { fileNameFor, fileNamesFor, MOST_NAME_CHARACTERS } from '../workbook/file-name.js';
import { readInboxFile } from './find-files.js';
import { type MarkedFile, markFile } from './mark-file.js';
import { openInboxFile } from './open-inbox-file.js';

/** The folder of the marked copies, in the folder of the outputs. */
const MARKED_FOLDER = '退回修改';
/** What a marked copy's name has behind the file's own. */
const MARKED_SUFFIX = '（退回修改）';
/** Stands for the unit, or for the county, of files that hold the rows of several. */
const SEVERAL_UNITS = '多单位';

/** The marked copy of a received file; `path` lies below the folder of the outputs. */
export interface MarkedCopy {
  readonly source: FileSource;
  /** 单位编码; null when it holds the rows of several. */
  readonly unit: string | null;
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** All marked copies of a run, and why some could not be made. */
export interface MarkedReturns {
  readonly copies: readonly MarkedCopy[];
  readonly warnings: readonly string[];
}

/** Tells the path of a received file's marked copy below the folder of the outputs; null where it has none. */
export function markedPaths({ copies }: MarkedReturns): (source: FileSource) => string | null {
  const paths = new Map(
    copies.map(({ source, path }) => [JSON.stringify([source.path, source.entry]), path]),
  );
  return ({ path, entry }) => paths.get(JSON.stringify([path, entry])) ?? null;
}

/** By unit, its marked copies as attachments. Those of several units go to nobody by mail: they show others' rows. */
export function attachmentsOf({ copies }: MarkedReturns): ReadonlyMap<string, readonly MailAttachment[]> {
  const attachments = new Map<string, MailAttachment[]>();
  for (const { unit, path, bytes } of copies) {
    if (unit === null) continue;
    const own = attachments.get(unit) ?? [];
    attachments.set(unit, [...own, { fileName: posix.basename(path), bytes }]);
  }
  return attachments;
}

/**
 * Makes the marked copies of all files that go back to their units. They are read again from 收件/, in which nothing is
 * changed. `isWorkpaper`: a 底稿 is no unit's file. A file that cannot be marked is named and stops nothing.
 */
export async function markReturns(
  dir: string,
  summary: Summary,
  isWorkpaper: (file: FileSource) => boolean,
  onFile: (done: number, total: number) => void,
): Promise<MarkedReturns> {
  const context: MarkingCampaign = {
    campaign: summary.campaign,
    forms: summary.forms,
    request: (deadline) => formatRequest(summary, deadline),
  };
  const wanted = findFilesToMark(summary).filter(({ file }) => !isWorkpaper(file));
  const marked: { readonly item: FileToMark; readonly copy: MarkedFile }[] = [];
  const warnings: string[] = [];
  let done = 0;
  const finish = (item: FileToMark, result: Awaited<ReturnType<typeof markFile>>) => {
    if (result.kind === 'marked') marked.push({ item, copy: result });
    else warnings.push(`“${fullPath(item.file)}”没有做成退回修改的标注件：${result.reason}`);
    onFile(++done, wanted.length);
  };
  for (const [path, items] of groupByPath(wanted)) {
    const left = new Set(items);
    for (const opened of openInboxFile(readInboxFile(dir, path))) {
      if (left.size === 0) break;
      const item = items.find(({ file }) => file.entry === opened.entry && file.sha256 === opened.sha256);
      if (item === undefined || opened.bytes === null || !left.delete(item)) continue;
      finish(item, await markFile(opened.bytes, item, context, summary.asOf));
    }
    for (const item of left) finish(item, { kind: 'failed', reason: '文件在汇总过程中被移走或改动' });
  }
  return { copies: nameCopies(marked, summary), warnings };
}

function groupByPath(wanted: readonly FileToMark[]): ReadonlyMap<string, readonly FileToMark[]> {
  const groups = new Map<string, FileToMark[]>();
  for (const item of wanted) {
    const group = groups.get(item.file.path);
    if (group) group.push(item);
    else groups.set(item.file.path, [item]);
  }
  return groups;
}

/** 退回修改/<县>/<单位>/原名（退回修改）.xlsx, each path once. */
function nameCopies(
  marked: readonly { readonly item: FileToMark; readonly copy: MarkedFile }[],
  summary: Summary,
): readonly MarkedCopy[] {
  const folders = new Map<string, typeof marked>();
  for (const entry of marked) {
    const folder = folderOf(entry.item, summary);
    folders.set(folder, [...(folders.get(folder) ?? []), entry]);
  }
  return [...folders].flatMap(([folder, entries]) => {
    const names = fileNamesFor(entries.map(({ item }) => markedName(item.file)));
    return entries.map(({ item, copy }, index): MarkedCopy => {
      const { path, entry } = item.file;
      const name = `${names[index]}${copy.ending}`;
      return {
        source: { path, entry },
        unit: item.units.length === 1 ? item.units[0]! : null,
        path: `${MARKED_FOLDER}/${folder}/${name}`,
        bytes: copy.bytes,
      };
    });
  });
}

function folderOf({ units }: FileToMark, { campaign }: Summary): string {
  const known = unitsByCode(campaign);
  const found = units.flatMap((code) => known.get(code) ?? []);
  const counties = [...new Set(found.map(countyOf))];
  if (counties.length > 1) return SEVERAL_UNITS;
  const unit = found.length > 1 ? SEVERAL_UNITS : found[0]!.name;
  return `${fileNameFor(counties[0]!)}/${fileNameFor(unit)}`;
}

/** The file's own name, without its ending; what comes back marked once more is not called so twice. */
function markedName({ path, entry }: FileRecord): string {
  const name = posix.basename(entry ?? path);
  const stem = fileNameFor(name.slice(0, name.length - posix.extname(name).length)).replace(
    /（退回修改）(?:\(\d+\))?$/,
    '',
  );
  return cutText(stem, MOST_NAME_CHARACTERS - MARKED_SUFFIX.length) + MARKED_SUFFIX;
}
