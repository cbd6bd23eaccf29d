import { type Campaign, extensionOf, type Moment, unitsByCode } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { mayBeExplained } from '../issue/closing.js';
import { describeFinding } from '../issue/describe-finding.js';
import { type FileSource, type Finding, LEVEL_TITLES, type Level } from '../issue/finding.js';
import { formatListedUnit, listedField, listedValue, RETURN_LIST_SHEET } from '../issue/return-list.js';
import type { FileRecord, Summary } from '../merge/summary.js';
import type { CellMark, MarkPlan, ReturnListLine } from './mark-plan.js';

/** What every marked copy of a run has in common. */
export interface MarkingCampaign {
  readonly campaign: Campaign;
  readonly forms: readonly FormDefinition[];
  /** By when and to whom it is to be sent, as the office writes it. */
  readonly request: (deadline: Moment | null) => string;
}

/** A received file that goes back to its unit, and what is wrong with it. */
export interface FileToMark {
  readonly file: FileRecord;
  /** Codes of the units whose rows it holds; one for nearly every file. */
  readonly units: readonly string[];
  /** In the order of the file: sheet, row, column. */
  readonly findings: readonly Finding[];
}

/**
 * The files that go back: those with open errors or queries whose unit is known. Their hints stay out: whoever has to
 * mend something must not drown in remarks that ask for nothing.
 */
export function findFilesToMark(summary: Summary): readonly FileToMark[] {
  const asking = new Map<string, Finding[]>();
  for (const finding of summary.findings) {
    if (!isListed(finding)) continue;
    const key = keyOf(finding);
    const group = asking.get(key);
    if (group) group.push(finding);
    else asking.set(key, [finding]);
  }
  return summary.files.flatMap((file): FileToMark[] => {
    const findings = asking.get(keyOf(file)) ?? [];
    const units = [...new Set(file.sheets.flatMap((sheet) => sheet.units))];
    if (units.length === 0 || !findings.some((finding) => finding.open)) return [];
    const order = file.sheets.map((sheet) => sheet.sheet);
    const rankOf = (finding: Finding) => order.indexOf(finding.sheet ?? '');
    return [{ file, units, findings: onceEach(findings).sort((a, b) => rankOf(a) - rankOf(b)) }];
  });
}

/** What asks for something; and what the list has answered already, which must come back with the next version too. */
function isListed(finding: Finding): boolean {
  if (finding.level === 'hint') return false;
  return finding.open || (finding.closedBy === 'explanation' && finding.reasonIn === 'list');
}

/** What is true of a whole table is found for every unit in it, and said once. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const known = new Map<string, Finding>();
  for (const finding of findings) {
    const { rule, sheet, cell, field, value } = finding;
    const key = JSON.stringify([rule, sheet, cell, field, value]);
    if (known.get(key)?.open !== true) known.set(key, finding);
  }
  return [...known.values()];
}

function keyOf(source: FileSource): string {
  return JSON.stringify([source.path, source.entry]);
}

/** Everything that the marked copy of a file says. `remarks`: what is to be known about the copy itself. */
export function planMarks(
  marked: FileToMark,
  context: MarkingCampaign,
  remarks: readonly string[] = [],
): MarkPlan {
  const formOf = (finding: Finding) => context.forms.find((form) => form.key === finding.form) ?? null;
  const told = marked.findings.map((finding) => ({ finding, ...adviceOn(finding, formOf(finding)) }));
  const units = unitsByCode(context.campaign);
  const [only] = marked.units;
  const unit = marked.units.length === 1 ? units.get(only ?? '') : undefined;
  return {
    title: `${unit?.name ?? ''}${RETURN_LIST_SHEET}`,
    introduction: [
      unit === undefined
        ? `填报单位：本文件里有 ${marked.units.length} 个单位的数据`
        : formatListedUnit(unit.name, unit.code),
      ...introduce(marked),
      ...remarks,
      `改好后${context.request(deadlineOf(marked, context.campaign))}`,
    ],
    lines: told.map(
      ({ finding, problem, fix }, index): ReturnListLine => ({
        number: index + 1,
        level: finding.level,
        rule: finding.rule,
        sheet: finding.sheet,
        cell: finding.cell,
        field: listedField(finding, formOf(finding)),
        value: listedValue(finding.value),
        problem,
        fix,
        explanation: finding.open ? '' : (finding.reason ?? ''),
      }),
    ),
    cells: planCells(told.filter(({ finding }) => finding.open)),
  };
}

/** The same marks for a copy whose sheets have other names. */
export function withSheetNames(plan: MarkPlan, names: ReadonlyMap<string, string>): MarkPlan {
  const nameOf = (sheet: string) => names.get(sheet) ?? sheet;
  return {
    ...plan,
    lines: plan.lines.map((line) => ({
      ...line,
      sheet: line.sheet === null ? null : nameOf(line.sheet),
    })),
    cells: plan.cells.map((mark) => ({ ...mark, sheet: nameOf(mark.sheet) })),
  };
}

interface Advice {
  readonly finding: Finding;
  readonly problem: string;
  readonly fix: string;
}

function adviceOn(finding: Finding, form: FormDefinition | null): Omit<Advice, 'finding'> {
  const { message, fix } = describeFinding(finding, form);
  const isForCoordinator = finding.level === 'query' && !mayBeExplained(finding);
  return {
    problem: message,
    fix: isForCoordinator ? `${fix}；没有错的也请写明，由汇总单位核定` : fix,
  };
}

/** How many, and how to go about it. */
function introduce({ findings }: FileToMark): readonly string[] {
  const count = (level: Level) => findings.filter((item) => item.open && item.level === level).length;
  const counts = (['error', 'query'] as const)
    .filter((level) => count(level) > 0)
    .map((level) => `“${LEVEL_TITLES[level]}” ${count(level)} 处`);
  return [
    `本文件有${counts.join('、')}，已在各表中标色并加批注，逐条列在下面；点“单元格”一栏可以跳到那一格。`,
    '请直接在本文件里改正，改好后把本文件发回，不用另填新表。',
    ...(count('error') > 0 ? [`“${LEVEL_TITLES.error}”的（红色）改好以前，这张表不能计入汇总。`] : []),
    ...(count('query') > 0
      ? [
          `“${LEVEL_TITLES.query}”的（黄色）请核对：有错误的请改正；没有错误的，请在下面“说明”栏写明原因，数字不用动。`,
        ]
      : []),
  ];
}

/** The day by which the first of the tables is due. */
function deadlineOf({ units, findings }: FileToMark, campaign: Campaign): Moment | null {
  const forms = [...new Set(findings.filter((item) => item.open).flatMap((item) => item.form ?? []))];
  const deadlines = forms.flatMap((form) => {
    const task = campaign.tasks.find((item) => item.form === form);
    if (task === undefined) return [];
    return units.map((unit) => extensionOf(campaign, unit, form) ?? task.deadline);
  });
  return deadlines.sort()[0] ?? null;
}

/** Findings at one cell that are written out in its comment; the list has them all. */
const MOST_IN_A_COMMENT = 3;

function planCells(advice: readonly Advice[]): readonly CellMark[] {
  const places = new Map<string, { sheet: string; cell: string; advice: Advice[] }>();
  for (const item of advice) {
    const { sheet, cell } = item.finding;
    if (sheet === null) continue;
    const place = { sheet, cell: cell ?? 'A1', advice: [] as Advice[] };
    const key = JSON.stringify([place.sheet, place.cell]);
    const known = places.get(key) ?? place;
    known.advice.push(item);
    places.set(key, known);
  }
  return [...places.values()].map(({ sheet, cell, advice: here }): CellMark => {
    const located = here.filter(({ finding }) => finding.cell !== null);
    const texts = here
      .slice(0, MOST_IN_A_COMMENT)
      .map((item, index) => (here.length === 1 ? '' : `${index + 1}. `) + commentOn(item));
    const rest = here.length - texts.length;
    return {
      sheet,
      cell,
      level: located.length === 0 ? null : gravest(located),
      comment: [...texts, ...(rest > 0 ? [`另有 ${rest} 处问题，见《${RETURN_LIST_SHEET}》`] : [])].join(
        '\n',
      ),
    };
  });
}

function gravest(advice: readonly Advice[]): Level {
  return advice.some(({ finding }) => finding.level === 'error') ? 'error' : 'query';
}

function commentOn({ finding, problem, fix }: Advice): string {
  const lines = [problem, fix];
  if (finding.level === 'query' && !fix.includes('说明'))
    lines.push(`没有错误的，请在《${RETURN_LIST_SHEET}》的“说明”栏写明原因`);
  return lines.join('\n');
}
