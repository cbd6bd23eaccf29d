import { countyOf, unitsByCode } from '../../campaign/campaign.js';
import { type FormDefinition, headerTitle } from '../../form/form-definition.js';
import { describeFinding } from '../../issue/describe-finding.js';
import { type FileSource, type Finding, LEVEL_TITLES } from '../../issue/finding.js';
import { ruleTitle } from '../../issue/rule-title.js';
import type { Summary } from '../../merge/summary.js';
import { cutText } from '../../workbook/excel-limits.js';
import { NUMBER_FORMATS, STYLES } from '../../workbook/theme.js';
import type { CellStyle, SheetPlan } from '../../workbook/workbook-plan.js';
import { LOOKS } from '../summary/formats.js';
import { countFindings, groupFindings } from './finding-groups.js';
import { findingState, formFinder, LEVEL_STYLES, reportedTitle } from './finding-words.js';
import {
  asOfText,
  FIRST_LIST_ROW,
  formatFileName,
  type ListColumn,
  linkToCell,
  linkToFile,
  numberColumn,
  planListSheet,
} from './list-sheet.js';

const LEFT_TEXT: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };
/** What was typed is shown to be recognised, not to be read through. */
const MAX_SHOWN_VALUE = 200;
/** A sheet takes 65 530 links (Excel's limits), and a finding has two; more findings go on a further sheet. */
const FINDINGS_PER_SHEET = 30_000;
const SHEET_NAME = '校验问题';

/** The path of a file's marked copy as the findings' workbook reaches it; null where the file has none. */
export type MarkedPathOf = (file: FileSource) => string | null;

/**
 * The findings as sheets of their own: 校验问题, continued on further sheets past Excel's number of links. A unit's
 * findings stand together, every other unit's shaded; `markedPathOf` null leaves out the column of marked copies.
 */
export function planFindingSheets(
  summary: Summary,
  folder: string,
  groups = groupFindings(summary),
  markedPathOf: MarkedPathOf | null = null,
): SheetPlan[] {
  const rows = groups.flatMap(({ findings }) => findings);
  const counts = countFindings(rows);
  const chunks = Array.from(
    { length: Math.max(1, Math.ceil(rows.length / FINDINGS_PER_SHEET)) },
    (_, index) => rows.slice(index * FINDINGS_PER_SHEET, (index + 1) * FINDINGS_PER_SHEET),
  );
  const columns = findingColumns(summary, folder, markedPathOf);
  return chunks.map((chunk, index) =>
    planListSheet({
      name: sheetName(index),
      title: `${summary.campaign.name}校验问题清单`,
      subtitle: `${asOfText(summary)}　　待处理：必须改 ${counts.error} 处，请核对 ${counts.query} 处；仅提醒 ${counts.hint} 处。“必须改”的未计入合计，“请核对”的已计入。`,
      columns,
      rows: chunk,
      whenEmpty: '没有发现问题',
      frozenColumns: 4,
      groupOf: (finding) => finding.unit,
    }),
  );
}

/** Where the finding with this index in the order of groups stands: `'校验问题'!A4`. */
export function findingPlace(index: number): string {
  const row = FIRST_LIST_ROW + (index % FINDINGS_PER_SHEET);
  return `'${sheetName(Math.floor(index / FINDINGS_PER_SHEET))}'!A${row}`;
}

function sheetName(index: number): string {
  return index === 0 ? SHEET_NAME : `${SHEET_NAME}(${index + 1})`;
}

function findingColumns(
  summary: Summary,
  folder: string,
  markedPathOf: MarkedPathOf | null,
): readonly ListColumn<Finding>[] {
  const units = unitsByCode(summary.campaign);
  const formOf = formFinder(summary);
  const unitOf = (finding: Finding) => (finding.unit === null ? undefined : units.get(finding.unit));
  return [
    numberColumn(),
    {
      title: '级别',
      width: [8, 8],
      value: (finding) => LEVEL_TITLES[finding.level],
      style: (finding) => LEVEL_STYLES[finding.level],
    },
    {
      title: '县（市）',
      width: [10, 14],
      value: (finding) => {
        const unit = unitOf(finding);
        return unit === undefined ? null : countyOf(unit);
      },
      style: STYLES.centered,
    },
    {
      title: '单位',
      width: [12, 20],
      value: (finding) => unitOf(finding)?.name ?? finding.unit ?? '（单位未认定）',
    },
    { title: '表名', width: [10, 14], value: (finding) => reportedTitle(finding, formOf(finding.form)) },
    {
      title: '文件',
      width: [16, 26],
      // Its cell opens it; a finding without cell is reached here.
      value: (finding) => (finding.cell === null ? linkToFile(finding, folder) : formatFileName(finding)),
      style: LEFT_TEXT,
    },
    { title: '工作表', width: [8, 14], value: (finding) => finding.sheet },
    {
      title: '单元格',
      width: [8, 8],
      value: (finding) => linkToCell(finding, folder),
      style: STYLES.centered,
    },
    { title: '字段', width: [10, 14], value: (finding) => fieldTitle(finding, formOf(finding.form)) },
    {
      title: '填写内容',
      width: [10, 14],
      value: (finding) => (finding.value === null ? null : shorten(String(finding.value))),
      style: LEFT_TEXT,
    },
    { title: '规则', width: [10, 14], value: (finding) => ruleTitle(finding.rule) },
    {
      title: '问题',
      width: [20, 36],
      value: (finding) => describeFinding(finding, formOf(finding.form)).message,
    },
    {
      title: '怎么改',
      width: [16, 30],
      value: (finding) => describeFinding(finding, formOf(finding.form)).fix,
    },
    {
      title: '状态',
      width: [10, 10],
      value: findingState,
      style: (finding) => (finding.closedBy === null ? STYLES.centered : LOOKS.good),
    },
    {
      title: '说明（理由）',
      width: [10, 26],
      value: (finding) => finding.reason ?? null,
      style: LEFT_TEXT,
    },
    ...(markedPathOf === null ? [] : [markedColumn(markedPathOf)]),
  ];
}

function markedColumn(markedPathOf: MarkedPathOf): ListColumn<Finding> {
  return {
    title: '退回修改件',
    width: [12, 12],
    value: (finding) => {
      const target = markedPathOf(finding);
      return target === null ? null : { kind: 'link', text: '打开', target };
    },
    style: STYLES.centered,
  };
}

function fieldTitle(finding: Finding, form: FormDefinition | null): string | null {
  const found = form?.fields.find((item) => item.key === finding.field);
  return found === undefined ? finding.field : headerTitle(found);
}

function shorten(text: string): string {
  return text.length <= MAX_SHOWN_VALUE ? text : `${cutText(text, MAX_SHOWN_VALUE)}…`;
}
