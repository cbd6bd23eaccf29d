import type { CheckedFile, CheckedSheet } from '../app/check-files.js';
import { fullPath, LEVEL_TITLES, LEVELS, type Level } from '../issue/finding.js';
import { parseReference } from '../workbook/reference.js';
import { textWidth } from '../workbook/theme.js';
import type { Look, Paint } from './paint.js';
import { padText, wrapText } from './wrap-text.js';

/** How wide the screen is, and whether it shows colours. */
export interface Screen {
  readonly width: number;
  readonly paint: Paint;
}

type CheckedFinding = CheckedFile['findings'][number];

/** The tables of one form in one sheet, with what was found in them. */
interface TableText {
  readonly sheet: string;
  readonly title: string;
  readonly rows: number;
  readonly content: CheckedSheet['content'];
  readonly findings: readonly CheckedFinding[];
  readonly counts: Readonly<Record<Level, number>>;
}

const NO_CELL = '整表';
/** Hints of one kind that are written out; of more, the other cells are named. */
const MOST_HINTS = 3;
const INDENT = '    ';

/** What `check` prints: files and their tables, worst first, every finding with its remedy, and what will count. */
export function formatChecked(files: readonly CheckedFile[], screen: Screen): string {
  const read = files
    .map((file) => ({ file, tables: tablesOf(file) }))
    .sort((a, b) => rankOf(a.file, a.tables) - rankOf(b.file, b.tables));
  const blocks = read.map(({ file, tables }) => formatFile(file, tables, screen));
  return [
    ...blocks,
    formatEnd(
      files,
      read.flatMap(({ tables }) => tables),
      screen,
    ),
  ].join('\n\n');
}

/** Tables in the order of gravity, else as the workbook has them. */
function tablesOf(file: CheckedFile): readonly TableText[] {
  const places = [...new Set(file.sheets.map(({ sheet, form }) => JSON.stringify([sheet, form])))];
  return places
    .map((place): TableText => {
      const isHere = (item: { readonly sheet: string | null; readonly form: string | null }) =>
        JSON.stringify([item.sheet, item.form]) === place;
      const parts = file.sheets.filter(isHere);
      const findings = file.findings.filter(isHere);
      const { sheet, title } = parts[0]!;
      return {
        sheet,
        title,
        rows: parts.reduce((sum, part) => sum + part.rows, 0),
        content: parts.find((part) => part.content === 'rows')?.content ?? parts[0]!.content,
        findings: [...findings].sort((a, b) => gravityOf(a) - gravityOf(b) || comparePlaces(a, b)),
        counts: countLevels(findings),
      };
    })
    .sort((a, b) => gravityOfTable(a) - gravityOfTable(b));
}

function countLevels(findings: readonly CheckedFinding[]): TableText['counts'] {
  const count = (level: Level) =>
    findings.filter((item) => item.level === level && (item.open || level === 'hint')).length;
  return { error: count('error'), query: count('query'), hint: count('hint') };
}

/** What waits comes before what is explained. */
function gravityOf(finding: CheckedFinding): number {
  return finding.closedBy === null ? LEVELS.indexOf(finding.level) : LEVELS.length;
}

/** By row, then column; what is true of the whole table first. */
function comparePlaces(a: CheckedFinding, b: CheckedFinding): number {
  const [left, right] = [parseReference(a.cell ?? ''), parseReference(b.cell ?? '')];
  return (
    (left?.rowNumber ?? 0) - (right?.rowNumber ?? 0) || (left?.columnNumber ?? 0) - (right?.columnNumber ?? 0)
  );
}

function gravityOfTable({ counts }: TableText): number {
  const gravest = LEVELS.findIndex((level) => counts[level] > 0);
  return gravest < 0 ? LEVELS.length : gravest;
}

/** Files of which nothing can be read come first of all. */
function rankOf(file: CheckedFile, tables: readonly TableText[]): number {
  if (file.unreadable !== null || tables.length === 0) return -1;
  return Math.min(...tables.map(gravityOfTable));
}

function formatFile(file: CheckedFile, tables: readonly TableText[], screen: Screen): string {
  const { paint, width } = screen;
  const path = paint('title', fullPath(file));
  const problem =
    file.unreadable !== null
      ? `打不开：${file.unreadable}`
      : tables.length === 0
        ? '没有找到任何一张表：标题和表头都对不上，请核对是不是发错了文件'
        : null;
  if (problem === null) return [path, ...tables.flatMap((table) => formatTable(table, screen))].join('\n');
  return [path, ...wrapText(problem, width - 2).map((line) => `  ${paint('error', line)}`)].join('\n');
}

function formatTable(table: TableText, screen: Screen): readonly string[] {
  const { paint } = screen;
  const { counts, findings } = table;
  const contents = { rows: '', nil: '，零报告', untouched: '，空表' } as const;
  const heading = `  工作表《${table.sheet}》：${table.title}，${table.rows} 行${contents[table.content]}`;
  if (findings.length === 0) {
    const verdict = table.content === 'untouched' ? outcomeOf(table, paint) : paint('good', '没有发现问题');
    return [heading, `  ${verdict}`];
  }
  const tally = LEVELS.filter((level) => counts[level] > 0).map((level) =>
    paint(level, `${LEVEL_TITLES[level]} ${counts[level]} 处`),
  );
  const [shown, more] = foldHints(findings);
  const cellWidth = Math.max(...shown.map((item) => textWidth(item.cell ?? NO_CELL)));
  return [
    heading,
    `  ${[...tally, outcomeOf(table, paint)].join('　')}`,
    ...shown.flatMap((item) => formatFinding(item, cellWidth, more.get(item) ?? [], screen)),
  ];
}

/** Says of a table whether it will count. */
function outcomeOf({ counts, content }: TableText, paint: Paint): string {
  if (counts.error > 0) return paint('error', '改好“必须改”的以后才计入汇总');
  if (content === 'untouched') return paint('query', '没有填数，不计入汇总');
  return paint('good', counts.query > 0 ? '计入汇总，请改正或在“说明”栏写明原因' : '计入汇总');
}

/** The findings that are written out, and the cells of further hints of the same kind. */
function foldHints(
  findings: readonly CheckedFinding[],
): readonly [readonly CheckedFinding[], ReadonlyMap<CheckedFinding, readonly string[]>] {
  const kinds = new Map<string, CheckedFinding[]>();
  const folded = new Set<CheckedFinding>();
  const more = new Map<CheckedFinding, string[]>();
  for (const item of findings) {
    if (item.level !== 'hint' || item.cell === null) continue;
    const kind = JSON.stringify([item.rule, item.field]);
    const same = kinds.get(kind) ?? [];
    kinds.set(kind, [...same, item]);
  }
  for (const same of kinds.values()) {
    if (same.length <= MOST_HINTS) continue;
    const [first, ...rest] = same;
    more.set(
      first!,
      rest.map((item) => item.cell!),
    );
    for (const item of rest) folded.add(item);
  }
  return [findings.filter((item) => !folded.has(item)), more];
}

function formatFinding(
  item: CheckedFinding,
  cellWidth: number,
  more: readonly string[],
  { paint, width }: Screen,
): readonly string[] {
  const isSettled = item.closedBy !== null;
  const level = LEVEL_TITLES[item.level];
  const look: Look = isSettled ? 'faint' : item.level;
  const left = textWidth(`${INDENT}${level}  `) + cellWidth + 2;
  const blanks = ' '.repeat(left);
  const room = Math.max(20, width - left);
  const [first = '', ...others] = wrapText(`${item.message}${isSettled ? '（已说明）' : ''}`, room);
  const same = more.length === 0 ? [] : wrapText(`同样的还有 ${more.length} 处：${more.join(' ')}`, room - 2);
  return [
    `${INDENT}${paint(look, level)}  ${padText(item.cell ?? NO_CELL, cellWidth)}  ${first}`,
    ...others.map((line) => blanks + line),
    ...wrapText(item.fix, room - 3).map(
      (line, index) => `${blanks}${paint('faint', `${index === 0 ? '→ ' : '  '}${line}`)}`,
    ),
    ...same.map((line) => `${blanks}${paint('faint', `  ${line}`)}`),
  ];
}

/** Counts, and what an `aggregate` will do with it. */
function formatEnd(files: readonly CheckedFile[], tables: readonly TableText[], screen: Screen): string {
  const { paint, width } = screen;
  const sum = (level: Level) => tables.reduce((total, table) => total + table.counts[level], 0);
  const counts = LEVELS.map((level) => {
    const text = `${LEVEL_TITLES[level]} ${sum(level)} 处`;
    return sum(level) > 0 ? paint(level, text) : text;
  });
  const isCounted = ({ counts: { error }, content }: TableText) => error === 0 && content !== 'untouched';
  const counted = tables.filter(isCounted);
  const rows = counted.reduce((total, table) => total + table.rows, 0);
  const unread = files.filter((file) => file.unreadable !== null || file.sheets.length === 0).length;
  const left = [
    ...clause(tables.filter((table) => table.counts.error > 0).length, '张表要先改好'),
    ...clause(tables.filter((table) => !isCounted(table) && table.counts.error === 0).length, '张表没有填数'),
    ...clause(unread, '个文件读不了'),
  ];
  const outcome = `计入汇总的：${counted.length} 张表、${rows} 行${left.length === 0 ? '' : `；不计入的：${left.join('，')}`}。`;
  const note = '填报单位是否在名册中、别的单位是否报重，到汇总时才核对。';
  return [
    `共 ${files.length} 个文件、${tables.length} 张表：${counts.join('，')}`,
    ...wrapText(outcome, width),
    ...wrapText(note, width).map((line) => paint('faint', line)),
  ].join('\n');
}

function clause(count: number, text: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${text}`];
}
