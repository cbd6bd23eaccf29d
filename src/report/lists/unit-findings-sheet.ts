import { countyOf, type Unit, unitsByCode } from '../../campaign/campaign.js';
import { describeFinding } from '../../issue/describe-finding.js';
import type { FileSource, Finding } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { NUMBER_FORMATS, STYLES } from '../../workbook/theme.js';
import type { CellStyle, PlannedValue } from '../../workbook/workbook-plan.js';
import { LOOKS } from '../summary/formats.js';
import { countFindings, type FindingCounts, type UnitFindings } from './finding-groups.js';
import { formFinder, reportedTitle } from './finding-words.js';
import { findingPlace, type MarkedPathOf } from './findings-sheet.js';
import {
  asOfText,
  type ListColumn,
  type ListSheet,
  linkToFile,
  numberColumn,
  placeKey,
} from './list-sheet.js';

const COUNT: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.integer };
const counted = (look: CellStyle): CellStyle => ({ ...look, numberFormat: NUMBER_FORMATS.integer });
const WAITING = { error: counted(LOOKS.error), query: counted(LOOKS.query) } as const;
const TEXT: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };

/** A unit's line: whom to call about what, and where it stands in full. */
export interface UnitLine {
  readonly unit: Unit | null;
  /** 单位编码 of a unit that is not in the roster; null where nobody knows whose it is. */
  readonly code: string | null;
  readonly findings: readonly Finding[];
  readonly counts: FindingCounts;
  /** Of the first of its findings in the list of all. */
  readonly firstIndex: number;
}

/** 按单位: one line a unit, worst first, with whom to call and links to the details, the file and its marked copy. */
export function listByUnit(
  summary: Summary,
  groups: readonly UnitFindings[],
  folder: string,
  markedPathOf: MarkedPathOf,
): ListSheet<UnitLine> {
  const units = unitsByCode(summary.campaign);
  const formOf = formFinder(summary);
  const lines = linesOf(groups, units);
  const total = countFindings(summary.findings);
  const waiting = lines.filter(({ counts }) => counts.error + counts.query > 0).length;
  const column = (
    title: string,
    width: ListColumn<UnitLine>['width'],
    value: (line: UnitLine) => PlannedValue,
    style: ListColumn<UnitLine>['style'] = TEXT,
  ): ListColumn<UnitLine> => ({ title, width, value, style });
  const waitingStyle = (level: 'error' | 'query') => (line: UnitLine) =>
    line.counts[level] > 0 ? WAITING[level] : COUNT;
  return {
    name: '按单位',
    title: `${summary.campaign.name}校验问题（按单位）`,
    subtitle: `${asOfText(summary)}　　${waiting} 个单位有待处理的问题：必须改 ${total.error} 处（改好前不计入合计），请核对 ${total.query} 处（已计入，请单位写明原因或改正）；仅提醒 ${total.hint} 处，不用处理。`,
    columns: [
      numberColumn(),
      column('县（市）', [10, 14], ({ unit }) => (unit === null ? null : countyOf(unit)), STYLES.centered),
      column('单位', [14, 24], ({ unit, code }) => unit?.name ?? code ?? '（单位未认定）'),
      column('必须改', [8, 8], ({ counts }) => counts.error, waitingStyle('error')),
      column('请核对', [8, 8], ({ counts }) => counts.query, waitingStyle('query')),
      column('仅提醒', [8, 8], ({ counts }) => counts.hint, COUNT),
      column('已办结', [8, 8], ({ counts }) => counts.settled, COUNT),
      column('涉及的表', [12, 22], ({ findings }) =>
        textsOf(findings, (finding) => reportedTitle(finding, formOf(finding.form))).join('\n'),
      ),
      column('最要紧的问题和改法', [30, 64], ({ findings, counts }) => {
        if (counts.settled === findings.length) return '（都已办结）';
        const { message, fix } = describeFinding(findings[0]!, formOf(findings[0]!.form));
        return `${message}，${fix}`;
      }),
      column('明细', [9, 9], ({ firstIndex }) => ({
        kind: 'link',
        text: '看明细',
        target: `#${findingPlace(firstIndex)}`,
        tooltip: '到“校验问题”表中本单位的第一处',
      })),
      column('来件', [10, 14], ({ findings }) => linkOfFiles(findings, folder)),
      column('退回修改件', [12, 14], ({ findings }) => linkOfMarked(findings, markedPathOf)),
      column('联系人', [8, 14], ({ unit }) => unit?.contact ?? null),
      column('联系电话', [12, 18], ({ unit }) => unit?.phone ?? null),
    ],
    rows: lines,
    whenEmpty: '没有发现问题',
    frozenColumns: 3,
  };
}

function linesOf(groups: readonly UnitFindings[], units: ReadonlyMap<string, Unit>): readonly UnitLine[] {
  let firstIndex = 0;
  return groups.map(({ unit, findings }) => {
    const line: UnitLine = {
      unit: unit === null ? null : (units.get(unit) ?? null),
      code: unit,
      findings,
      counts: countFindings(findings),
      firstIndex,
    };
    firstIndex += findings.length;
    return line;
  });
}

function textsOf(findings: readonly Finding[], textOf: (finding: Finding) => string | null): string[] {
  return [...new Set(findings.flatMap((finding) => textOf(finding) ?? []))];
}

/** The file of the gravest finding; how many more there are is said behind it. */
function linkOfFiles(findings: readonly Finding[], folder: string): PlannedValue {
  const link = linkToFile(findings[0]!, folder);
  if (typeof link !== 'object' || link?.kind !== 'link') return link;
  return { ...link, text: openText(new Set(findings.map(placeKey)).size) };
}

function openText(files: number): string {
  return files === 1 ? '打开' : `打开（共 ${files} 件）`;
}

/** The marked copy that its own link opens; the folder beside it holds the others. */
function linkOfMarked(findings: readonly Finding[], markedPathOf: MarkedPathOf): PlannedValue {
  const files = new Map<string, FileSource>(findings.map((finding) => [placeKey(finding), finding]));
  const paths = [...files.values()].flatMap((file) => markedPathOf(file) ?? []);
  const first = paths[0];
  if (first === undefined) return null;
  return {
    kind: 'link',
    text: openText(paths.length),
    target: first,
    tooltip: '标好问题的退回件，发还单位修改',
  };
}
