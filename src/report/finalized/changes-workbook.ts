import type { FileSource } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { STYLES } from '../../workbook/theme.js';
import type { CellStyle, PlannedValue, WorkbookPlan } from '../../workbook/workbook-plan.js';
import {
  asOfText,
  FIRST_LIST_ROW,
  formatFileName,
  type ListColumn,
  type ListSheet,
  linkToFile,
  numberColumn,
  planListSheet,
} from '../lists/list-sheet.js';
import { sumFormula } from '../summary/figures.js';
import { formula, LOOKS, NUMBER_LOOKS } from '../summary/formats.js';
import {
  type Changes,
  type FigureChange,
  type MaterialChange,
  type PairChange,
  shownFigure,
  type TotalChange,
} from './changes.js';
import { formatFigureChange, formatReasons, formatStatus, formatVersion } from './changes-text.js';
import { formatMaterialState } from './material-changes.js';

/** Where it lies in the folder of the outputs. */
export const CHANGES_FILE = '变动情况.xlsx';

const PAIRS_SHEET = '变动情况';
const TOTALS_SHEET = '合计变动';
const FIGURES_SHEET = '分单位变动';
const MATERIALS_SHEET = '材料变动';
/** Files that are named; of more only their number is told. */
const MOST_FILES = 5;

/** Figures that the first sheet names; all of them stand on the third. */
const MOST_FIGURES = 3;
const DIFFERENCES = {
  amount: { ...STYLES.number, numberFormat: '+#,##0.00;-#,##0.00;0.00' },
  other: { ...STYLES.number, numberFormat: '+General;-General;0' },
} as const satisfies Record<string, CellStyle>;

/** One figure of one pair. */
interface FigureLine extends FigureChange {
  readonly pair: PairChange;
}

/** Plans 变动情况.xlsx. `folder`: how the working folder is reached from the one that the workbook lies in. */
export function planChangesWorkbook(changes: Changes, summary: Summary, folder: string): WorkbookPlan {
  const lines = changes.pairs.flatMap((pair) => pair.figures.map((item): FigureLine => ({ ...item, pair })));
  return {
    title: `${summary.campaign.name}变动情况`,
    sheets: [
      planListSheet(listPairs(changes, summary, folder)),
      planListSheet(listTotals(changes, summary, lines.length)),
      planListSheet(listFigures(changes, summary, lines)),
      ...(summary.campaign.materials.length + changes.materials.length === 0
        ? []
        : [planListSheet(listMaterialChanges(changes, summary))]),
    ],
    activeSheetIndex: 0,
    writtenAt: summary.asOf,
  };
}

function subtitleOf({ version }: Changes, summary: Summary, count: string): string {
  return `与${formatVersion(version)}相比　　${asOfText(summary)}　　${count}`;
}

function listPairs(changes: Changes, summary: Summary, folder: string): ListSheet<PairChange> {
  const { pairs } = changes;
  const units = new Set(pairs.map(({ unit }) => unit.code)).size;
  return {
    name: PAIRS_SHEET,
    title: `${summary.campaign.name}变动情况`,
    subtitle: subtitleOf(
      changes,
      summary,
      pairs.length === 0 ? '没有变动' : `${units} 个单位、${pairs.length} 张表有变动`,
    ),
    columns: [
      numberColumn(),
      { title: '县（市）', width: [8, 14], value: ({ unit }) => unit.county },
      { title: '单位名称', width: [14, 28], value: ({ unit }) => unit.name },
      { title: '表名', width: [14, 22], value: ({ form }) => form.title },
      {
        title: '定稿时',
        width: [10, 14],
        value: ({ before, wasCounted }) => formatStatus(before, wasCounted),
        style: STYLES.centered,
      },
      {
        title: '现在',
        width: [10, 14],
        value: ({ after, isCounted }) => formatStatus(after, isCounted),
        style: ({ before, after }) => (before === after ? STYLES.centered : LOOKS.query),
      },
      { title: '主要变动', width: [24, 44], value: ({ figures }) => figuresText(figures) },
      { title: '变动原因', width: [20, 36], value: ({ reasons }) => formatReasons(reasons) },
      {
        title: '来件',
        width: [10, 10],
        value: ({ source }) => (source === null ? null : openLink(source, folder)),
      },
    ],
    rows: pairs,
    whenEmpty: '与定稿一致，没有变动',
    frozenColumns: 3,
  };
}

/** Its name stands among the reasons; as a link it would be cut. */
function openLink(source: FileSource, folder: string): PlannedValue {
  const link = linkToFile(source, folder);
  return typeof link === 'object' && link?.kind === 'link' ? { ...link, text: '打开来件' } : link;
}

function figuresText(figures: readonly FigureChange[]): string {
  if (figures.length === 0) return '数字没有变动';
  // `rows` says least; it is named where nothing else differs.
  const named = figures.filter(({ figure }) => figure.key !== 'rows');
  const told = (named.length === 0 ? figures : named).slice(0, MOST_FIGURES);
  const rest = figures.length - told.length;
  return [
    ...told.map(formatFigureChange),
    ...(rest > 0 ? [`另有 ${rest} 项，见“${FIGURES_SHEET}”`] : []),
  ].join('；\n');
}

/** The totals at both times; beside each what the units' differences on the next sheet add up to. */
function listTotals(changes: Changes, summary: Summary, lineCount: number): ListSheet<TotalChange> {
  const rowOf = (index: number) => FIRST_LIST_ROW + index;
  return {
    name: TOTALS_SHEET,
    title: `${summary.campaign.prefecture}合计变动`,
    subtitle: subtitleOf(changes, summary, `${changes.totals.length} 项合计涉及变动`),
    columns: [
      numberColumn(),
      { title: '表名', width: [14, 28], value: ({ form }) => form.title },
      ...figureColumns<TotalChange>(),
      differenceColumn((row, index) =>
        formula(
          sumFormula(row.figure, `F${rowOf(index)}-E${rowOf(index)}`),
          shownFigure(row.figure.format, row.after - row.before),
        ),
      ),
      {
        title: '各单位增减之和',
        width: [14, 20],
        value: (row, index) =>
          lineCount === 0
            ? shownFigure(row.figure.format, row.ofUnits)
            : formula(
                sumFormula(row.figure, sumOfUnits(lineCount, rowOf(index))),
                shownFigure(row.figure.format, row.ofUnits),
              ),
        style: differenceStyle,
      },
      {
        title: '核对',
        width: [8, 10],
        value: ({ before, after, ofUnits }, index) =>
          formula(
            `IF(G${rowOf(index)}=H${rowOf(index)},"一致","不一致")`,
            after - before === ofUnits ? '一致' : '不一致',
          ),
        style: STYLES.centered,
      },
    ],
    rows: changes.totals,
    whenEmpty: '各项合计与定稿一致，没有变动',
    frozenColumns: 3,
  };
}

/** Adds the lines of the next sheet that are of the same form and figure. */
function sumOfUnits(lineCount: number, rowNumber: number): string {
  const column = (letter: string) =>
    `'${FIGURES_SHEET}'!$${letter}$${FIRST_LIST_ROW}:$${letter}$${FIRST_LIST_ROW + lineCount - 1}`;
  return `SUMIFS(${column('I')},${column('D')},B${rowNumber},${column('E')},C${rowNumber})`;
}

function listFigures(
  changes: Changes,
  summary: Summary,
  lines: readonly FigureLine[],
): ListSheet<FigureLine> {
  return {
    name: FIGURES_SHEET,
    title: `${summary.campaign.name}分单位变动`,
    subtitle: subtitleOf(changes, summary, `${lines.length} 项数字有变动`),
    columns: [
      numberColumn(),
      { title: '县（市）', width: [8, 14], value: ({ pair }) => pair.unit.county },
      { title: '单位名称', width: [14, 28], value: ({ pair }) => pair.unit.name },
      { title: '表名', width: [14, 28], value: ({ pair }) => pair.form.title },
      ...figureColumns<FigureLine>(),
      differenceColumn((row, index) => {
        const rowNumber = FIRST_LIST_ROW + index;
        return formula(
          sumFormula(row.figure, `H${rowNumber}-G${rowNumber}`),
          shownFigure(row.figure.format, row.after - row.before),
        );
      }),
      { title: '变动原因', width: [20, 44], value: ({ pair }) => formatReasons(pair.reasons) },
    ],
    rows: lines,
    whenEmpty: '各单位的数字与定稿一致，没有变动',
    frozenColumns: 3,
    groupOf: ({ pair }) => pair,
  };
}

function listMaterialChanges(changes: Changes, summary: Summary): ListSheet<MaterialChange> {
  return {
    name: MATERIALS_SHEET,
    title: `${summary.campaign.name}材料变动`,
    subtitle: subtitleOf(changes, summary, `${changes.materials.length} 份材料有变动`),
    columns: [
      numberColumn(),
      { title: '县（市）', width: [8, 14], value: ({ unit }) => unit.county },
      { title: '单位名称', width: [14, 28], value: ({ unit }) => unit.name },
      { title: '材料', width: [12, 24], value: ({ material }) => material },
      { title: '定稿时', width: [12, 22], value: ({ before }) => formatMaterialState(before) },
      {
        title: '现在',
        width: [12, 22],
        value: ({ after }) => formatMaterialState(after),
        style: LOOKS.query,
      },
      { title: '新收到的文件', width: [16, 40], value: ({ added }) => filesText(added) },
      { title: '不再有的文件', width: [14, 40], value: ({ removed }) => filesText(removed) },
    ],
    rows: changes.materials,
    whenEmpty: '各单位的材料与定稿一致，没有变动',
    frozenColumns: 3,
  };
}

function filesText(files: readonly FileSource[]): string {
  const rest = files.length - MOST_FILES;
  const named = files.slice(0, MOST_FILES).map(formatFileName);
  return [...named, ...(rest > 0 ? [`另有 ${rest} 个文件`] : [])].join('；\n');
}

/** 项目, 计量单位, 定稿时, 现在. */
function figureColumns<Row extends FigureChange>(): readonly ListColumn<Row>[] {
  const look = ({ figure }: Row) => NUMBER_LOOKS[figure.format];
  return [
    { title: '项目', width: [12, 26], value: ({ figure }) => figure.title },
    { title: '计量单位', width: [9, 9], value: ({ figure }) => figure.unit, style: STYLES.centered },
    {
      title: '定稿时',
      width: [12, 20],
      value: ({ figure, before }) => shownFigure(figure.format, before),
      style: look,
    },
    {
      title: '现在',
      width: [12, 20],
      value: ({ figure, after }) => shownFigure(figure.format, after),
      style: look,
    },
  ];
}

function differenceColumn<Row extends FigureChange>(
  value: (row: Row, index: number) => PlannedValue,
): ListColumn<Row> {
  return { title: '增减', width: [12, 20], value, style: differenceStyle };
}

function differenceStyle({ figure }: FigureChange): CellStyle {
  return figure.format === 'amount' ? DIFFERENCES.amount : DIFFERENCES.other;
}
