import type { Moment } from '../../../campaign/campaign.js';
import type { ReportingRates } from '../../../merge/summary.js';
import { STYLES, wrappedLines } from '../../../workbook/theme.js';
import type {
  CellOrigin,
  CellStyle,
  PlannedRow,
  PlannedValue,
  ReportCount,
} from '../../../workbook/workbook-plan.js';
import { materialsOrigin, reportsOrigin, shareOrigin } from '../../cell-origins.js';
import { formatDeadline } from '../../deadline-text.js';
import { sumRates } from '../../status-counts.js';
import { cell, LOOKS, NO_NUMBER, NUMBER_LOOKS } from '../formats.js';
import { areaMaterialRates, areaOf, areaRates, type Scope, sheetTarget, taskOf } from '../scope.js';
import { joinBlocks, type PlannedBlock } from '../table.js';
import { keyFigures } from './key-figures.js';
import type { PageRoom } from './page-room.js';
import { closeRowHeight, formLink, planRest, planSectionHeader, shareFormula } from './section.js';

const HEADERS = [
  '报表',
  '应报（家）',
  '已报（家）',
  '合格（家）',
  '按时（家）',
  '报送率',
  '合格率',
  '按时率',
  '截止时间',
];

const COUNTS = ['owed', 'received', 'accepted', 'onTime'] as const;

/** A form or a material. */
interface ReportedLine {
  readonly title: string;
  readonly link: PlannedValue;
  readonly rates: Pick<ReportingRates, 'owed' | 'received' | 'accepted' | 'onTime' | 'onTimeRate'>;
  /** Null: each material has its own. */
  readonly due: Moment | null;
  readonly origin: (count: ReportCount) => CellOrigin;
  /** The form's key figures in words; none of materials. */
  readonly figures: readonly string[];
}

function reportedLines(scope: Scope): readonly ReportedLine[] {
  const { campaign, forms } = scope.summary;
  return [
    ...forms.map((form) => ({
      title: form.title,
      link: formLink(scope, form),
      rates: areaRates(scope, form),
      due: taskOf(campaign, form).deadline,
      origin: (count: ReportCount) => reportsOrigin(form, count, areaOf(scope)),
      figures: keyFigures(scope, form).map(({ title, text }) => `${title} ${text}`),
    })),
    ...materialsLine(scope),
  ];
}

/** All materials in one line: a leader's page has no room for each, and 材料报送 shows them. */
function materialsLine(scope: Scope): readonly ReportedLine[] {
  const { materials } = scope.summary.campaign;
  const sheet = scope.names.materials;
  if (sheet === null) return [];
  const title = materials.length === 1 ? materials[0]!.name : `材料 ${materials.length} 种（份）`;
  const names = materials.map(({ name }) => name);
  const rates = sumRates(names.map((name) => areaMaterialRates(scope, name)));
  const isOneDay = new Set(materials.map(({ deadline }) => deadline)).size === 1;
  return [
    {
      title,
      link: { kind: 'link', text: title, target: sheetTarget(sheet) },
      rates: { ...rates, onTimeRate: rates.owed === 0 ? null : rates.onTime / rates.owed },
      due: isOneDay ? materials[0]!.deadline : null,
      origin: (count) => materialsOrigin(names, count, areaOf(scope)),
      figures: [],
    },
  ];
}

/** 报送情况: completeness per form, then of all materials; what has no room is counted. */
export function planReporting(
  scope: Scope,
  firstRow: number,
  widths: readonly number[],
  room: PageRoom,
): PlannedBlock {
  const lines = reportedLines(scope);
  const shown = lines.slice(0, room.forms);
  const plan = room.figures === 'close' ? planCloseLines : planLines;
  const table = plan(shown, firstRow, widths);
  const rest = lines.length - shown.length;
  return rest === 0
    ? table
    : joinBlocks(
        table,
        planRest(
          firstRow + table.rows.length,
          `另有 ${rest} 张表，见各表和《${scope.names.matrix}》`,
          widths,
        ),
      );
}

function planLines(
  lines: readonly ReportedLine[],
  firstRow: number,
  widths: readonly number[],
): PlannedBlock {
  const rows = lines.map(({ title, link, rates, due, origin }, index): PlannedRow => {
    const rowNumber = firstRow + 1 + index;
    const deadline = due === null ? '各材料不同' : formatDeadline(due).slice(5);
    return {
      rowNumber,
      height: closeRowHeight([
        { text: title, width: widths[0]! },
        { text: deadline, width: widths[8]! },
      ]),
      cells: [
        cell(1, link, STYLES.link),
        ...COUNTS.map((key, position) => cell(2 + position, rates[key], NUMBER_LOOKS.integer, origin(key))),
        ...COUNTS.slice(1).map((key, position) =>
          cell(
            6 + position,
            shareFormula(rowNumber, 3 + position, rates[key], rates.owed),
            NUMBER_LOOKS.percent,
            shareOrigin(origin(key), origin('owed')),
          ),
        ),
        cell(9, deadline, STYLES.centered),
      ],
    };
  });
  return joinBlocks(planSectionHeader(firstRow, HEADERS, widths), { rows, merges: [] });
}

const CLOSE_HEADERS = ['报表', '应报（家）', '已报（家）', '报送率', '按时率', '主要数据'];

/** The forms with their key figures in words: many forms have no room for them in large type. */
function planCloseLines(
  lines: readonly ReportedLine[],
  firstRow: number,
  widths: readonly number[],
): PlannedBlock {
  const [last, columns] = [CLOSE_HEADERS.length, widths.length];
  const textColumns = Array.from({ length: columns - last + 1 }, (_, index) => last + index);
  const width = textColumns.reduce((sum, column) => sum + widths[column - 1]!, 0);
  const spread = (value: PlannedValue, style: CellStyle) =>
    textColumns.map((column) => cell(column, column === last ? value : null, style));
  const header = planSectionHeader(firstRow, CLOSE_HEADERS.slice(0, -1), widths);
  const rows = lines.map(({ title, link, rates, figures, origin }, index): PlannedRow => {
    const rowNumber = firstRow + 1 + index;
    const text = firstThatFit(figures, width);
    return {
      rowNumber,
      height: closeRowHeight([
        { text: title, width: widths[0]! },
        { text, width },
      ]),
      cells: [
        cell(1, link, STYLES.link),
        cell(2, rates.owed, NUMBER_LOOKS.integer, origin('owed')),
        cell(3, rates.received, NUMBER_LOOKS.integer, origin('received')),
        cell(
          4,
          shareFormula(rowNumber, 3, rates.received, rates.owed),
          NUMBER_LOOKS.percent,
          shareOrigin(origin('received'), origin('owed')),
        ),
        rates.onTimeRate === null
          ? cell(5, NO_NUMBER, LOOKS.nothing)
          : cell(5, rates.onTimeRate, NUMBER_LOOKS.percent, shareOrigin(origin('onTime'), origin('owed'))),
        ...spread(text, STYLES.cell),
      ],
    };
  });
  const all = [
    {
      ...header.rows[0]!,
      cells: [...header.rows[0]!.cells, ...spread(CLOSE_HEADERS.at(-1)!, STYLES.header)],
    },
    ...rows,
  ];
  return {
    rows: all,
    merges: all.map(({ rowNumber }) => ({ top: rowNumber, left: last, bottom: rowNumber, right: columns })),
  };
}

/** As many of the texts as one line holds, at least the first. */
function firstThatFit(texts: readonly string[], width: number): string {
  return texts.slice(1).reduce((line, text) => {
    const longer = `${line}，${text}`;
    return wrappedLines(longer, width) === 1 ? longer : line;
  }, texts[0] ?? '');
}
