import { type FormDefinition, fieldOf } from '../../../form/form-definition.js';
import { STYLES } from '../../../workbook/theme.js';
import type { PlannedCell, PlannedLink, PlannedRow } from '../../../workbook/workbook-plan.js';
import { cell } from '../formats.js';
import { prefectureSummaryLink } from '../navigation.js';
import { type Scope, type SheetNames, sheetTarget } from '../scope.js';
import type { PlannedBlock } from '../table.js';
import { type PageRoom, slotColumns } from './page-room.js';
import { closeRowHeight } from './section.js';

/** Another sheet, or the workbook above, and what it holds. */
interface ContentsEntry {
  readonly link: PlannedLink;
  readonly text: string;
}

/** Two entries a line, each a link and a text over so many columns; the last text reaches to the end. */
const SPANS = [
  { link: [1, 2], text: [3, 4] },
  { link: [5, 7], text: [8, null] },
] as const;
/** Links a line where there is no room for what the sheets hold. */
const CLOSE_SLOTS = 3;

/** 各表目录: what the other sheets hold, with links to them. */
export function planContents(
  scope: Scope,
  firstRow: number,
  widths: readonly number[],
  { figures }: PageRoom,
): PlannedBlock {
  if (figures === 'close') return planCloseContents(closeContentsOf(scope), firstRow, widths);
  const entries = contentsOf(scope);
  const lineCount = Math.ceil(entries.length / SPANS.length);
  return planLines(lineCount, firstRow, widths, (index) =>
    // Down the left half first, then down the right one.
    SPANS.flatMap(({ link, text }, half) => {
      const entry = entries[index + half * lineCount];
      const end = text[1] ?? widths.length;
      return [
        { first: link[0], last: link[1], shown: entry?.link ?? null },
        { first: text[0], last: end, shown: entry?.text ?? null },
      ];
    }),
  );
}

function planCloseContents(
  entries: readonly ContentsEntry[],
  firstRow: number,
  widths: readonly number[],
): PlannedBlock {
  const slots = slotColumns(CLOSE_SLOTS, 1, widths.length);
  return planLines(Math.ceil(entries.length / CLOSE_SLOTS), firstRow, widths, (index) =>
    slots.map(({ first, last }, slot) => ({
      first,
      last,
      shown: entries[index * CLOSE_SLOTS + slot]?.link ?? null,
    })),
  );
}

function planLines(
  lineCount: number,
  firstRow: number,
  widths: readonly number[],
  partsOf: (index: number) => readonly ContentsPart[],
): PlannedBlock {
  const planned = Array.from({ length: lineCount }, (_, index) => {
    const rowNumber = firstRow + index;
    const parts = partsOf(index);
    const row: PlannedRow = {
      rowNumber,
      height: closeRowHeight(
        parts.map(({ first, last, shown }) => ({
          text: typeof shown === 'string' ? shown : (shown?.text ?? ''),
          width: widths.slice(first - 1, last).reduce((sum, width) => sum + width, 0),
        })),
      ),
      cells: parts.flatMap(planPart),
    };
    const merges = parts.map(({ first, last }) => ({
      top: rowNumber,
      left: first,
      bottom: rowNumber,
      right: last,
    }));
    return { row, merges };
  });
  return { rows: planned.map(({ row }) => row), merges: planned.flatMap(({ merges }) => merges) };
}

/** One text or link over the columns of its span. */
interface ContentsPart {
  readonly first: number;
  readonly last: number;
  readonly shown: string | PlannedLink | null;
}

function planPart({ first, last, shown }: ContentsPart): PlannedCell[] {
  const style = typeof shown === 'object' && shown !== null ? STYLES.link : STYLES.cell;
  return Array.from({ length: last - first + 1 }, (_, index) =>
    cell(first + index, index === 0 ? shown : null, style),
  );
}

function contentsOf(scope: Scope): readonly ContentsEntry[] {
  const { names, summary, county } = scope;
  return [
    ...above(scope),
    ...names.charts.flatMap((name) => entry(name, '各县（市）的图表')),
    ...entry(names.chartData, '图中的数字，可修改'),
    ...entry(names.trend, '各月的数和累计'),
    ...summary.forms.flatMap((form) => [
      ...entry(names.forms.get(form.key), county === null ? '按县（市）汇总' : '按单位汇总'),
      ...(county === null ? entry(names.units.get(form.key), '按单位列出，有小计') : []),
      ...breakdownsOf(scope, form),
      ...entry(names.belowTarget.get(form.key), `${form.target?.title ?? ''}低于目标的单位`),
    ]),
    ...listsOf(names),
  ];
}

/** Without the forms, which have links above, and with one link for all sheets of charts. */
function closeContentsOf(scope: Scope): readonly ContentsEntry[] {
  const { names, summary } = scope;
  return [
    ...above(scope),
    ...entry(names.charts[0], ''),
    ...entry(names.chartData, ''),
    ...entry(names.trend, ''),
    ...summary.forms.flatMap((form) => [
      ...breakdownsOf(scope, form),
      ...entry(names.belowTarget.get(form.key), ''),
    ]),
    ...listsOf(names),
  ];
}

function listsOf(names: SheetNames): readonly ContentsEntry[] {
  return [
    ...entry(names.matrix, '每个单位每张表的状态'),
    ...entry(names.missing, '没有报、交来空表的单位'),
    ...entry(names.materials, '方案、总结、照片等材料的报送'),
    ...entry(names.explanations, '有疑问的数字，单位怎样说明'),
  ];
}

function breakdownsOf({ names }: Scope, form: FormDefinition): readonly ContentsEntry[] {
  return (names.breakdowns.get(form.key) ?? []).flatMap(({ totals, texts }, index) => {
    const by = form.breakdowns[index]!.by;
    const { title } = fieldOf(form, by);
    return [...entry(totals, `按${title}汇总`), ...entry(texts, `各单位按${title}填的文字`)];
  });
}

/** The way up from a county's workbook. */
function above(scope: Scope): readonly ContentsEntry[] {
  const link = prefectureSummaryLink(scope);
  return link === null ? [] : [{ link, text: '上一级的汇总（另一个文件）' }];
}

function entry(sheet: string | null | undefined, text: string): readonly ContentsEntry[] {
  return sheet == null ? [] : [{ link: { kind: 'link', text: sheet, target: sheetTarget(sheet) }, text }];
}
