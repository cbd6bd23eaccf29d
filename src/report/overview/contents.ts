import { STYLES } from '../../workbook/theme.js';
import type { PlannedCell, PlannedRow } from '../../workbook/workbook-plan.js';
import { cell } from '../summary-formats.js';
import { type Scope, sheetTarget } from '../summary-scope.js';
import type { PlannedBlock } from '../summary-table.js';
import { closeRowHeight } from './section.js';

/** Another sheet and what it holds. */
interface ContentsEntry {
  readonly sheet: string;
  readonly text: string;
}

/** Two entries a line, each a link and a text over so many columns; the last text reaches to the end. */
const SPANS = [
  { link: [1, 2], text: [3, 4] },
  { link: [5, 7], text: [8, null] },
] as const;

/** 各表目录: what the other sheets hold, with links to them. */
export function planContents(scope: Scope, firstRow: number, widths: readonly number[]): PlannedBlock {
  const entries = contentsOf(scope);
  const lineCount = Math.ceil(entries.length / SPANS.length);
  const widthOf = (first: number, last: number) =>
    widths.slice(first - 1, last).reduce((sum, width) => sum + width, 0);
  const planned = Array.from({ length: lineCount }, (_, index) => {
    const rowNumber = firstRow + index;
    // Down the left half first, then down the right one.
    const parts = SPANS.flatMap(({ link, text }, half) => {
      const entry = entries[index + half * lineCount];
      const end = text[1] ?? widths.length;
      return [
        { first: link[0], last: link[1], shown: entry?.sheet ?? '', target: entry?.sheet ?? null },
        { first: text[0], last: end, shown: entry?.text ?? '', target: null },
      ];
    });
    const row: PlannedRow = {
      rowNumber,
      height: closeRowHeight(
        parts.map(({ first, last, shown }) => ({ text: shown, width: widthOf(first, last) })),
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
  readonly shown: string;
  readonly target: string | null;
}

function planPart({ first, last, shown, target }: ContentsPart): PlannedCell[] {
  const style = target === null ? STYLES.cell : STYLES.link;
  const value =
    target === null ? shown || null : ({ kind: 'link', text: shown, target: sheetTarget(target) } as const);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    cell(first + index, index === 0 ? value : null, style),
  );
}

function contentsOf({ names, summary, county }: Scope): readonly ContentsEntry[] {
  const entry = (sheet: string | undefined, text: string): ContentsEntry[] =>
    sheet === undefined ? [] : [{ sheet, text }];
  return [
    ...names.charts.flatMap((name) => entry(name, '各县（市）的图表')),
    ...entry(names.chartData ?? undefined, '图中的数字，可修改'),
    ...entry(names.trend ?? undefined, '各月的数和累计'),
    ...summary.forms.flatMap((form) => [
      ...entry(names.forms.get(form.key), county === null ? '按县（市）汇总' : '按单位汇总'),
      ...(county === null ? entry(names.units.get(form.key), '按单位列出，有小计') : []),
      ...entry(names.belowTarget.get(form.key), `${form.target?.title ?? ''}低于目标的单位`),
    ]),
    ...entry(names.matrix, '每个单位每张表的状态'),
    ...entry(names.missing, '未报送、空表的单位和联系人'),
    ...entry(names.materials ?? undefined, '方案、总结、照片等材料的报送'),
    ...entry(names.explanations ?? undefined, '有疑问的数字，单位怎样说明'),
  ];
}
