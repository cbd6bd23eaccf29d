import {
  type Campaign,
  countyOf,
  type DecisionAction,
  PREFECTURE_UNITS,
  type Unit,
} from '../campaign/campaign.js';
import { codeWithoutNumber } from '../campaign/settings-content.js';
import { type FormDefinition, headerTitle } from '../form/form-definition.js';
import { describeFinding } from '../issue/describe-finding.js';
import {
  DISPOSITION_TITLES,
  DISPOSITIONS,
  type Disposition,
  type FileSource,
  type Finding,
  LEVEL_TITLES,
  type Level,
} from '../issue/finding.js';
import type { FileRecord, SheetRecord, Summary } from '../merge/summary.js';
import { cutText } from '../workbook/excel-limits.js';
import { COLORS, NUMBER_FORMATS, STYLES } from '../workbook/theme.js';
import type { CellStyle, SheetPlan, WorkbookPlan } from '../workbook/workbook-plan.js';
import {
  asOfText,
  groupBy,
  type ListColumn,
  type ListSheet,
  linkToFile,
  numberColumn,
  placeKey,
  planListSheet,
  unitsOf,
} from './list-sheet.js';
import { LOOKS } from './summary-formats.js';

const LEVELS: readonly Level[] = ['error', 'query', 'hint'];
const LEVEL_STYLES: Readonly<Record<Level, CellStyle>> = {
  error: LOOKS.error,
  query: LOOKS.query,
  hint: LOOKS.muted,
};
const CLOSED_TITLES = { explanation: '已说明', decision: '已认定', superseded: '已被新件替代' } as const;
const COUNT: CellStyle = { ...STYLES.number, numberFormat: NUMBER_FORMATS.integer };
const LEFT_TEXT: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };
/** What was typed is shown to be recognised, not to be read through. */
const MAX_SHOWN_VALUE = 200;
/** A sheet takes 65 530 links (Excel's limits); more findings go on a further sheet. */
const FINDINGS_PER_SHEET = 60_000;

/** Plans 校验问题清单.xlsx. `folder`: how the working folder is reached from the one that the workbook lies in. */
export function planFindingsWorkbook(summary: Summary, folder = '..'): WorkbookPlan {
  return {
    title: `${summary.campaign.name}校验问题清单`,
    sheets: [
      ...planFindingSheets(summary, folder),
      planListSheet(listRules(summary)),
      planListSheet(listDoubtful(summary, folder)),
    ],
    writtenAt: summary.asOf,
  };
}

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
  const units = unitsOf(summary.campaign);
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
    { title: '表名', width: [10, 14], value: (finding) => formOf(finding.form)?.title ?? finding.form },
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
  ];
}

/** A hint asks for nothing, so it is never waiting for anybody. */
function findingState(finding: Finding): string {
  if (finding.closedBy !== null) return CLOSED_TITLES[finding.closedBy];
  return finding.open && finding.level !== 'hint' ? '待处理' : '无需处理';
}

function fieldTitle(finding: Finding, form: FormDefinition | null): string | null {
  const found = form?.fields.find((item) => item.key === finding.field);
  return found === undefined ? finding.field : headerTitle(found);
}

function shorten(text: string): string {
  return text.length <= MAX_SHOWN_VALUE ? text : `${cutText(text, MAX_SHOWN_VALUE)}…`;
}

/** A rule at one level, and everything that it found. */
interface RuleCount {
  readonly rule: string;
  readonly level: Level;
  readonly findings: readonly Finding[];
}

function listRules(summary: Summary): ListSheet<RuleCount> {
  const formOf = formFinder(summary);
  const rows = [
    ...groupBy(summary.findings, (finding) => JSON.stringify([finding.rule, finding.level])).values(),
  ]
    .map((findings): RuleCount => ({ rule: findings[0]!.rule, level: findings[0]!.level, findings }))
    .sort(
      (a, b) =>
        LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
        b.findings.length - a.findings.length ||
        (a.rule < b.rule ? -1 : 1),
    );
  const distinct = (findings: readonly Finding[], keyOf: (finding: Finding) => string | null): number =>
    new Set(findings.map(keyOf).filter((key) => key !== null)).size;
  return {
    name: '按规则统计',
    title: `${summary.campaign.name}校验问题（按规则统计）`,
    subtitle: asOfText(summary),
    columns: [
      numberColumn(),
      { title: '规则', width: [16, 24], value: (row) => row.rule },
      {
        title: '级别',
        width: [8, 8],
        value: (row) => LEVEL_TITLES[row.level],
        style: (row) => LEVEL_STYLES[row.level],
      },
      {
        title: '表名',
        width: [16, 30],
        value: (row) =>
          [...new Set(row.findings.flatMap((finding) => formOf(finding.form)?.title ?? []))].join('\n'),
      },
      { title: '问题数（处）', width: [13, 13], value: (row) => row.findings.length, style: COUNT },
      {
        title: '其中：待处理',
        width: [13, 13],
        value: (row) => row.findings.filter((finding) => findingState(finding) === '待处理').length,
        style: COUNT,
      },
      {
        title: '涉及单位（个）',
        width: [15, 15],
        value: (row) => distinct(row.findings, (finding) => finding.unit),
        style: COUNT,
      },
      {
        title: '涉及文件（个）',
        width: [15, 15],
        value: (row) => distinct(row.findings, placeKey),
        style: COUNT,
      },
      {
        title: '举例',
        width: [30, 60],
        value: (row) => {
          const example = row.findings[0]!;
          return describeFinding(example, formOf(example.form)).message;
        },
      },
    ],
    rows,
    whenEmpty: '没有发现问题',
  };
}

/** A row of 人工认定 ready to be copied; blanks are for the coordinator to fill in. */
interface DecisionProposal {
  readonly unit: string | null;
  readonly form: string | null;
  readonly action: DecisionAction;
}

/** One line of 需要人工认定: what is doubtful and one way to decide it. */
interface DoubtfulLine {
  readonly source: FileSource;
  readonly sheet: string | null;
  readonly disposition: Disposition;
  readonly reason: string | null;
  /** The unit that the proposal names, in full; null when nobody can be guessed. */
  readonly unitName: string | null;
  readonly proposal: DecisionProposal | null;
}

const DOUBTFUL: readonly Disposition[] = ['unreadable', 'unrecognized', 'returned', 'queried'];
const ADVICE: Readonly<Partial<Record<Disposition, string>>> = {
  unreadable: '请单位重新报送；有密码的，把密码填入活动设置的“文件打开密码”。',
  unrecognized: '确认是哪个单位后，复制那一行到“人工认定”；没有列出的，请补填单位、表名。',
  returned: '一般请单位改正后重报；确需计入的复制“放行”，不算数的复制“作废”。',
  queried: '已计入合计；核实无误的，复制“确认”。',
};
const COPY_HEADER: CellStyle = {
  ...STYLES.header,
  fill: COLORS.good,
  font: { ...STYLES.header.font, color: COLORS.goodInk },
};
const COPY_TITLES = ['文件', '工作表', '单位', '表名', '处理', '理由', '经办人', '日期'] as const;

function listDoubtful(summary: Summary, folder: string): ListSheet<DoubtfulLine> {
  const lines = findDoubtful(summary);
  return {
    name: '需要人工认定',
    title: `${summary.campaign.name}需要人工认定的文件`,
    subtitle: `${asOfText(summary)}　　选好处理办法后，把该行右侧绿色表头下的八格复制到《活动设置》的“人工认定”表，补填理由、经办人、日期，再汇总一次即可。`,
    columns: [
      numberColumn(),
      { title: '文件', width: [16, 28], value: (line) => linkToFile(line.source, folder) },
      { title: '工作表', width: [8, 14], value: (line) => line.sheet },
      {
        title: '情况',
        width: [9, 9],
        value: (line) => DISPOSITION_TITLES[line.disposition],
        style: (line) => (line.disposition === 'queried' ? LOOKS.query : LOOKS.error),
      },
      { title: '原因', width: [16, 30], value: (line) => line.reason },
      {
        title: '单位（候选）',
        width: [14, 20],
        value: (line) => line.unitName ?? (line.disposition === 'unrecognized' ? '没有相近的单位' : null),
      },
      { title: '怎么办', width: [16, 28], value: (line) => ADVICE[line.disposition] ?? null },
      ...COPY_TITLES.map(
        (title): ListColumn<DoubtfulLine> => ({
          title,
          width: COPY_WIDTHS[title],
          value: (line) => proposedCell(line, title),
          style: LEFT_TEXT,
          headerStyle: COPY_HEADER,
        }),
      ),
    ],
    rows: lines,
    whenEmpty: '没有需要人工认定的文件',
    frozenColumns: 2,
  };
}

const COPY_WIDTHS: Readonly<Record<(typeof COPY_TITLES)[number], readonly [number, number]>> = {
  文件: [14, 26],
  工作表: [8, 14],
  单位: [8, 16],
  表名: [8, 14],
  处理: [6, 6],
  理由: [10, 10],
  经办人: [8, 8],
  日期: [10, 10],
};

function proposedCell(line: DoubtfulLine, title: (typeof COPY_TITLES)[number]): string | null {
  if (line.proposal === null) return null;
  switch (title) {
    case '文件':
      return decisionFile(line.source);
    case '工作表':
      return line.sheet;
    case '单位':
      return line.proposal.unit;
    case '表名':
      return line.proposal.form;
    case '处理':
      return line.proposal.action;
    default:
      return null;
  }
}

/** How 人工认定 names a file: an entry behind its container with another `/`. */
function decisionFile(source: FileSource): string {
  return source.entry === null ? source.path : `${source.path}/${source.entry}`;
}

/** Every doubtful sheet (or file without readable sheets), gravest disposition first. */
function findDoubtful(summary: Summary): readonly DoubtfulLine[] {
  const findings = groupBy(summary.findings, placeKey);
  const context: DoubtContext = {
    units: unitsOf(summary.campaign),
    formOf: formFinder(summary),
    names: namesForDecisions(summary.campaign),
  };
  const lines = summary.files.flatMap((file) => {
    const sheets = file.sheets.filter((sheet) => DOUBTFUL.includes(sheet.disposition));
    if (sheets.length > 0) {
      return sheets.flatMap((sheet) =>
        linesOfSheet(file, sheet, findings.get(placeKey(file)) ?? [], context),
      );
    }
    const doubtful = file.disposition === 'unreadable' || file.disposition === 'unrecognized';
    return doubtful ? [lineOfFile(file)] : [];
  });
  return [...groupBy(lines, (line) => line.disposition)]
    .sort(([a], [b]) => DISPOSITIONS.indexOf(a) - DISPOSITIONS.indexOf(b))
    .flatMap(([, group]) => group);
}

interface DoubtContext {
  readonly units: ReadonlyMap<string, Unit>;
  readonly formOf: (key: string | null) => FormDefinition | null;
  readonly names: ReadonlyMap<string, string>;
}

/** A file of which not even the sheets are known; only an unrecognized one can be decided by naming its unit. */
function lineOfFile(file: FileRecord): DoubtfulLine {
  const { path, entry, disposition, reason } = file;
  return {
    source: { path, entry },
    sheet: null,
    disposition,
    reason,
    unitName: null,
    proposal: disposition === 'unrecognized' ? { unit: null, form: null, action: '认定' } : null,
  };
}

function linesOfSheet(
  file: FileRecord,
  sheet: SheetRecord,
  findings: readonly Finding[],
  context: DoubtContext,
): DoubtfulLine[] {
  const form = context.formOf(sheet.form)?.title ?? null;
  const line = (unit: string | null, action: DecisionAction | null): DoubtfulLine => ({
    source: { path: file.path, entry: file.entry },
    sheet: sheet.sheet,
    disposition: sheet.disposition,
    reason: sheet.reason ?? file.reason,
    unitName: unit === null ? null : fullName(unit, context.units),
    proposal:
      action === null
        ? null
        : { unit: unit === null ? null : (context.names.get(unit) ?? unit), form, action },
  });
  if (sheet.disposition === 'unreadable') return [line(null, null)];
  if (sheet.disposition === 'unrecognized') {
    const candidates = sheet.candidates.length > 0 ? sheet.candidates : [null];
    return candidates.map((unit) => line(unit, '认定'));
  }
  // A sheet of several units returns only the rows of those that have an error.
  const waiting = (level: Level) =>
    sheet.units.filter((unit) =>
      findings.some(
        (finding) =>
          finding.open &&
          finding.level === level &&
          finding.unit === unit &&
          (finding.sheet ?? sheet.sheet) === sheet.sheet,
      ),
    );
  if (sheet.disposition === 'queried')
    return orAll(waiting('query'), sheet.units).map((unit) => line(unit, '确认'));
  const returned = orAll(waiting('error'), sheet.units);
  const queried = waiting('query').filter((unit) => !returned.includes(unit));
  return [
    ...returned.flatMap((unit) => [line(unit, '放行'), line(unit, '作废')]),
    ...queried.map((unit) => line(unit, '确认')),
  ];
}

/** Those that are known to wait; when findings name no unit, all of the sheet's, or a blank to fill in. */
function orAll(waiting: readonly string[], units: readonly string[]): readonly (string | null)[] {
  if (waiting.length > 0) return waiting;
  return units.length > 0 ? units : [null];
}

function fullName(code: string, units: ReadonlyMap<string, Unit>): string {
  const unit = units.get(code);
  return unit === undefined ? code : `${unit.county ?? PREFECTURE_UNITS} ${unit.name}`;
}

/** How 人工认定 names each unit: its own code; its name where the code was generated and the name is the only such. */
function namesForDecisions(campaign: Campaign): ReadonlyMap<string, string> {
  // Another county may use the name as an alias.
  const called = groupBy(
    campaign.units.flatMap((unit) => [unit.name, ...unit.aliases]),
    (name) => name,
  );
  return new Map(
    campaign.units.map((unit) => {
      const isGenerated = unit.code === codeWithoutNumber(unit);
      return [unit.code, isGenerated && called.get(unit.name)?.length === 1 ? unit.name : unit.code];
    }),
  );
}

function formFinder(summary: Summary): (key: string | null) => FormDefinition | null {
  const forms = new Map(summary.forms.map((form) => [form.key, form]));
  return (key) => (key === null ? null : (forms.get(key) ?? null));
}
