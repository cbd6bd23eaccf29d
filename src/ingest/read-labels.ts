import { ANSWERS, LABELS, NONE_WORDS } from '../form/shell.js';
import { cleanText, foldText } from '../workbook/cell-text.js';
import { daysInMonth, isoDate } from '../workbook/date-serial.js';
import type { Grid } from '../workbook/grid.js';
import { formatReference } from '../workbook/reference.js';
import type { MergeMap } from './merge-map.js';

/** A value found beside its label. */
export interface LabelledText {
  readonly text: string;
  readonly cell: string;
}

export type LabelName = 'unit' | 'county' | 'period' | 'answer' | 'money';

const stampedLabel = LABELS.unit.replace(/（.*$/, '');
const PATTERNS: Readonly<Record<LabelName, RegExp>> = {
  unit: new RegExp(
    `^(?:${stampedLabel}|填表单位|报送单位|上报单位|单位名称|填报单位名称)(?:\\([^)]*\\))?(?::|$)`,
  ),
  county: /^(?:所属)?县(?:\(市\)|市)?(?::|$)/,
  period: new RegExp(`^(?:${LABELS.period}|统计时间|统计期间|报告期|统计期)(?::|$)`),
  answer: new RegExp(`^${LABELS.answer}(?::|$)`),
  // 单位：万元 or 单位：人、万元 over a table, also in brackets behind its title, says in what its money is counted.
  money: /(?:^|\()(?:金额|计量)?单位:(?=[^:]*元)/,
};
const LABEL_NAMES = Object.keys(PATTERNS) as readonly LabelName[];
const ANY_LABEL = /^[^:]{1,14}:/;
/** The words that labels of every office's forms begin with. */
const LABEL_WORDS =
  '(?:填报单位|统计时段|统计时间|本期有无数据|县（市）|(?:金额)?单位[:：][^\\s]*元|(?:填报|填表|报送)(?:日期|时间)|(?:单位)?负责人|审核人|填[报表]人|联系人|联系电话)[^\\s:：]{0,6}[:：]';
/** Blanks before another label in the same cell: 填报单位：XX局    统计时段：… */
const BEFORE_LABEL = new RegExp(`\\s+(?=${LABEL_WORDS})`);
const KNOWN_LABEL = new RegExp(`^${LABEL_WORDS}`);

/** True for the text of a label cell such as 填报单位（盖章）：. */
export function isLabel(text: string): boolean {
  return namesOf(text).length > 0;
}

/** Finds the labels in the rows `fromRow` … `toRow`; the first of each that is filled in counts. */
export function readLabels(
  grid: Grid,
  merges: MergeMap,
  fromRow: number,
  toRow: number,
): ReadonlyMap<LabelName, LabelledText> {
  const found = new Map<LabelName, LabelledText>();
  for (let rowNumber = fromRow; rowNumber <= Math.min(toRow, grid.lastRowNumber); rowNumber++) {
    for (let columnNumber = 1; columnNumber <= Math.min(grid.lastColumnNumber, 100); columnNumber++) {
      const value = grid.valueAt(rowNumber, columnNumber);
      if (typeof value !== 'string') continue;
      for (const piece of value.split(BEFORE_LABEL)) {
        for (const name of namesOf(piece)) {
          if (found.has(name)) continue;
          const labelled = valueOfLabel(grid, merges, rowNumber, columnNumber, piece);
          if (labelled !== null) found.set(name, labelled);
        }
      }
    }
  }
  return found;
}

/** True when a label stands in the rows, whether or not anything was filled in beside it. */
export function hasLabel(grid: Grid, name: LabelName, fromRow: number, toRow: number): boolean {
  for (let rowNumber = fromRow; rowNumber <= Math.min(toRow, grid.lastRowNumber); rowNumber++) {
    for (let columnNumber = 1; columnNumber <= Math.min(grid.lastColumnNumber, 100); columnNumber++) {
      const value = grid.valueAt(rowNumber, columnNumber);
      if (
        typeof value === 'string' &&
        value.split(BEFORE_LABEL).some((piece) => namesOf(piece).includes(name))
      )
        return true;
    }
  }
  return false;
}

/** The labels that a text begins with. */
function namesOf(text: string): readonly LabelName[] {
  const folded = foldText(text);
  return LABEL_NAMES.filter((name) => PATTERNS[name].test(folded));
}

/** Behind the colon in the label's own cell, else in the next cell to the right that holds anything but a label. */
function valueOfLabel(
  grid: Grid,
  merges: MergeMap,
  rowNumber: number,
  columnNumber: number,
  label: string,
): LabelledText | null {
  const [own = ''] = /[:：]([\s\S]*)$/.exec(label)?.slice(1) ?? [];
  const written = beforeGap(stripFiller(own));
  if (written !== '') return { text: written, cell: formatReference(rowNumber, columnNumber) };
  const right = merges(rowNumber, columnNumber)?.right ?? columnNumber;
  for (let next = right + 1; next <= Math.min(grid.lastColumnNumber, right + 12); next++) {
    const value = grid.valueAt(rowNumber, next);
    if (value === null) continue;
    if (typeof value === 'object' || typeof value === 'boolean') return null;
    const text = cleanText(stripFiller(String(value)));
    if (text === '') continue;
    if (isAnotherLabel(grid, rowNumber, next, text)) return null;
    return { text: text.replace(/[:：]$/, ''), cell: formatReference(rowNumber, next) };
  }
  return null;
}

/**
 * True for the text of a label. A colon alone does not make one: somebody's 和平街道： is a value when no label is
 * known by that word and nothing stands to its right.
 */
function isAnotherLabel(grid: Grid, rowNumber: number, columnNumber: number, text: string): boolean {
  if (!ANY_LABEL.test(foldText(text))) return false;
  if (!/[:：]$/.test(text) || isLabel(text) || KNOWN_LABEL.test(text)) return true;
  for (let next = columnNumber + 1; next <= grid.lastColumnNumber; next++) {
    const value = grid.valueAt(rowNumber, next);
    if (value !== null && value !== '') return true;
  }
  return false;
}

/** Blanks that end a name: behind them stand a date or another label. Other blanks are the name's own: 和  平  乡. */
const NAME_END = /\s{2,}(?=\d|[^\s:：]{1,14}[:：])/;

function beforeGap(text: string): string {
  return cleanText(text.split(NAME_END)[0] ?? '');
}

/** Underlines drawn for writing on, and the stamp's place, are not part of what is written. */
function stripFiller(text: string): string {
  // Two underscores may be a name's own; where a longer line is drawn, every underscore is.
  return (/_{3,}/.test(text) ? text.replace(/_+/g, ' ') : text)
    .replace(/[（(](?:盖章|公章|签章|章)[）)]/g, ' ')
    .trim();
}

/** 有 or 无; null when neither was chosen. */
export function parseAnswer(text: string | undefined): '有' | '无' | null {
  const folded = foldText(text ?? '');
  if (NONE_WORDS.includes(folded)) return ANSWERS.none;
  return folded === '' ? null : ANSWERS.some;
}

/** 2020-10-01 至 2020-10-31, 2020年10月, 2020.10.1-10.31 … → first and last day; null when it cannot be told. */
export function parsePeriod(text: string): { readonly start: string; readonly end: string } | null {
  const folded = foldText(text);
  const month = /^(\d{4})[年.\-/](\d{1,2})(?:月份?)?$/.exec(folded);
  if (month) {
    const [year, monthNumber] = [Number(month[1]), Number(month[2])];
    const start = isoDate(year, monthNumber, 1);
    const end = start && isoDate(year, monthNumber, daysInMonth(year, monthNumber));
    return start && end ? { start, end } : null;
  }
  const span =
    /^(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?(?:至|到|~|—|-+|–)(?:(\d{4})[年.\-/])?(\d{1,2})[月.\-/](\d{1,2})日?$/.exec(
      folded,
    );
  if (!span) return null;
  const start = isoDate(Number(span[1]), Number(span[2]), Number(span[3]));
  const end = isoDate(Number(span[4] ?? span[1]), Number(span[5]), Number(span[6]));
  return start && end ? { start, end } : null;
}
