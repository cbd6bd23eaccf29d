import { countyOf, unitsByCode } from '../campaign/campaign.js';
import { type FormDefinition, headerTitle } from '../form/form-definition.js';
import { describeFinding } from '../issue/describe-finding.js';
import { type Finding, LEVEL_TITLES, type Level } from '../issue/finding.js';
import type { Summary } from '../merge/summary.js';
import { cutText } from '../workbook/excel-limits.js';
import { NUMBER_FORMATS, STYLES } from '../workbook/theme.js';
import type { CellStyle, SheetPlan } from '../workbook/workbook-plan.js';
import { findingState, formFinder, LEVEL_STYLES, LEVELS } from './finding-words.js';
import { groupBy } from './group-by.js';
import { asOfText, type ListColumn, linkToFile, numberColumn, planListSheet } from './list-sheet.js';
import { LOOKS } from './summary-formats.js';

const LEFT_TEXT: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };
/** What was typed is shown to be recognised, not to be read through. */
const MAX_SHOWN_VALUE = 200;
/** A sheet takes 65 530 links (Excel's limits); more findings go on a further sheet. */
const FINDINGS_PER_SHEET = 60_000;

/** The findings as sheets of their own: 校验问题, continued on further sheets past Excel's number of links. */
export function planFindingSheets(summary: Summary, folder: string): SheetPlan[] {
  const rows = orderFindings(summary);
  const open = (level: Level) => rows.filter((row) => row.level === level && row.open).length;
  const chunks = Array.from(
    { length: Math.max(1, Math.ceil(rows.length / FINDINGS_PER_SHEET)) },
    (_, index) => rows.slice(index * FINDINGS_PER_SHEET, (index + 1) * FINDINGS_PER_SHEET),
  );
  const columns = findingColumns(summary, folder);
  return chunks.map((chunk, index) =>
    planListSheet({
      name: index === 0 ? '校验问题' : `校验问题(${index + 1})`,
      title: `${summary.campaign.name}校验问题清单`,
      subtitle: `${asOfText(summary)}　　待处理：必须改 ${open('error')} 处，请核对 ${open('query')} 处；仅提醒 ${open('hint')} 处。“必须改”的未计入合计，“请核对”的已计入。`,
      columns,
      rows: chunk,
      whenEmpty: '没有发现问题',
      frozenColumns: 4,
    }),
  );
}

/**
 * Findings by unit, the unit with most open errors first, then most open queries, then as the roster has them; those
 * of no known unit as one group. Within a unit what is open and grave comes first, else the place decides.
 */
function orderFindings(summary: Summary): readonly Finding[] {
  const rosterIndex = new Map(summary.campaign.units.map((unit, index) => [unit.code, index]));
  const groups = [...groupBy(summary.findings, (finding) => finding.unit)].map(([unit, findings]) => {
    const open = (level: Level) =>
      findings.filter((finding) => finding.open && finding.level === level).length;
    const rosterRank = unit === null ? undefined : rosterIndex.get(unit);
    return { findings, rank: [-open('error'), -open('query'), rosterRank ?? rosterIndex.size] };
  });
  const rankOf = (finding: Finding) => [finding.open ? 0 : 1, LEVELS.indexOf(finding.level)];
  return groups
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .flatMap(({ findings }) => [...findings].sort((a, b) => compareRanks(rankOf(a), rankOf(b))));
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function findingColumns(summary: Summary, folder: string): readonly ListColumn<Finding>[] {
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
    { title: '文件', width: [16, 26], value: (finding) => linkToFile(finding, folder) },
    { title: '工作表', width: [8, 14], value: (finding) => finding.sheet },
    { title: '单元格', width: [8, 8], value: (finding) => finding.cell, style: STYLES.centered },
    { title: '字段', width: [10, 14], value: (finding) => fieldTitle(finding, formOf(finding.form)) },
    {
      title: '填写内容',
      width: [10, 14],
      value: (finding) => (finding.value === null ? null : shorten(String(finding.value))),
      style: LEFT_TEXT,
    },
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
  ];
}

/** The form's title, or the name of the material that a finding is about. */
function reportedTitle(finding: Finding, form: FormDefinition | null): string | null {
  const { material } = finding.parameters;
  return form?.title ?? finding.form ?? (typeof material === 'string' ? material : null);
}

function fieldTitle(finding: Finding, form: FormDefinition | null): string | null {
  const found = form?.fields.find((item) => item.key === finding.field);
  return found === undefined ? finding.field : headerTitle(found);
}

function shorten(text: string): string {
  return text.length <= MAX_SHOWN_VALUE ? text : `${cutText(text, MAX_SHOWN_VALUE)}…`;
}
