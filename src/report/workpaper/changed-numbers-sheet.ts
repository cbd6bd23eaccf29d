import { countyOf, hasPaperCopy, type Unit, unitsByCode } from '../../campaign/campaign.js';
import {
  type FieldDefinition,
  type FormDefinition,
  fieldOf,
  headerTitle,
} from '../../form/form-definition.js';
import { kindOf } from '../../form/kinds/field-kinds.js';
import type { ChangedNumber, ChangeReason } from '../../ingest/changed-number.js';
import type { CountedSubmission, Summary } from '../../merge/summary.js';
import { cutText } from '../../workbook/excel-limits.js';
import { COLORS, NUMBER_FORMATS, STYLES } from '../../workbook/theme.js';
import type { CellStyle, PlannedValue } from '../../workbook/workbook-plan.js';
import { groupBy } from '../group-by.js';
import { formFinder } from '../lists/finding-words.js';
import {
  asOfText,
  formatFileName,
  type ListColumn,
  type ListSheet,
  linkToCell,
  numberColumn,
} from '../lists/list-sheet.js';
import { LOOKS } from '../summary/formats.js';

export const CHANGED_NUMBERS_SHEET = '与盖章件可能不一致';

/** One number that the stamped print shows otherwise, of one unit or of all that share a sheet's 合计 row. */
export interface ChangedLine {
  readonly unit: Unit;
  /** Units beside the first that the same cell concerns. */
  readonly others: number;
  readonly form: FormDefinition;
  readonly field: FieldDefinition;
  readonly item: CountedSubmission;
  readonly change: ChangedNumber;
  /** 收件登记 has the form's stamped paper copy. */
  readonly hasPaper: boolean;
}

/** What was done to a number; in the list, and in the count above it. */
const REASONS: Readonly<Record<ChangeReason, { readonly name: string; readonly text: string }>> = {
  scaled: { name: '万元换算', text: '按万元填写，已换算成元（乘以 10000）' },
  rounded: { name: '四舍五入', text: '小数位数太多，已四舍五入' },
  unreadable: { name: '读不出', text: '读不成数，人工认定放行后按空白计' },
  'total-typed': { name: '合计重算', text: '“合计”行填的数与各行相加不等，以各行相加为准' },
  'total-calculated': {
    name: '合计重算',
    text: '“合计”行公式的结果与各行相加不等（可能漏了行或未重算），以各行相加为准',
  },
  'computed-typed': { name: '栏目重算', text: '本行其他栏算出的数与填的不等，以算出的为准' },
  'computed-calculated': {
    name: '栏目重算',
    text: '本行其他栏算出的数与公式的结果不等（公式改动过或未重算），以算出的为准',
  },
};

/** Links of a sheet that Excel takes, with some to spare. */
const MOST_LINKS = 60_000;
const MAX_SHOWN = 200;
const TEXT: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };
/** As written: to the right like a number, yet a text, so that it stands as it was. */
const WRITTEN: CellStyle = { ...TEXT, horizontal: 'right' };
const COUNTED = {
  amount: { ...STYLES.number, numberFormat: NUMBER_FORMATS.amount },
  other: { ...STYLES.number, numberFormat: NUMBER_FORMATS.typed },
} as const;
const DIFFERENCE = {
  amount: { ...STYLES.number, numberFormat: '+#,##0.00####;-#,##0.00####;0.00' },
  other: { ...STYLES.number, numberFormat: '+General;-General;0' },
} as const;
/** For the hand of whoever compares. */
const TO_FILL: CellStyle = { ...STYLES.cell, fill: COLORS.open };

/**
 * 与盖章件可能不一致: every number of a counted submission that is not counted as it is written, by unit, form and
 * place, for comparing with the paper. What a 底稿 hands on was changed before; its own sheet of this name tells.
 */
export function listChangedNumbers(summary: Summary, folder: string): ListSheet<ChangedLine> {
  const { campaign } = summary;
  const lines = linesOf(summary);
  const linked = new Set(lines.slice(0, MOST_LINKS));
  const counts = [...groupBy(lines, ({ change }) => REASONS[change.reason].name)].map(
    ([name, group]) => `${name} ${group.length} 处`,
  );
  const handedOn = summary.counted.filter((item) => item.isHandedOn).length;
  const elsewhere =
    handedOn === 0 ? '' : `另有 ${handedOn} 份表由下级底稿转来，改动过的数请看下级底稿里的本表。`;
  const text = (
    title: string,
    width: ListColumn<ChangedLine>['width'],
    value: (line: ChangedLine) => PlannedValue,
    style: ListColumn<ChangedLine>['style'] = TEXT,
  ): ListColumn<ChangedLine> => ({ title, width, value, style });
  return {
    name: CHANGED_NUMBERS_SHEET,
    title: `${campaign.name}与盖章件可能不一致的数`,
    subtitle: `${asOfText(summary)}　　${counts.length === 0 ? '' : `${counts.join('，')}。盖章件上印的一般是“文件里写的”，请对照纸质件核对，结果写在最后一栏。`}只列已计入汇总的。${elsewhere}`,
    columns: [
      numberColumn(),
      text('县（市）', [10, 14], ({ unit }) => countyOf(unit), STYLES.centered),
      text(
        '单位',
        [12, 22],
        ({ unit, others }) => `${unit.name}${others === 0 ? '' : ` 等 ${others + 1} 个单位`}`,
      ),
      text('表名', [10, 18], ({ form }) => form.title),
      text('文件', [16, 28], ({ item }) => formatFileName(item.source)),
      text('工作表', [8, 14], ({ item }) => item.sheet),
      text(
        '单元格',
        [8, 8],
        (line) => (linked.has(line) ? linkOf(line, folder) : line.change.cell),
        STYLES.centered,
      ),
      text('栏目', [10, 16], ({ field }) => headerTitle(field)),
      text('文件里写的', [12, 18], ({ change }) => cutText(change.written, MAX_SHOWN), WRITTEN),
      text(
        '计入汇总的',
        [12, 16],
        ({ field, change }) => Number(kindOf(field).encode(change.counted)),
        ({ field }) => COUNTED[kindOf(field).isMoney ? 'amount' : 'other'],
      ),
      text(
        '相差',
        [9, 14],
        differenceOf,
        ({ field }) => DIFFERENCE[kindOf(field).isMoney ? 'amount' : 'other'],
      ),
      text('为什么', [18, 32], ({ change }) => reasonText(change)),
      text(
        '纸质盖章件',
        [12, 12],
        ({ hasPaper }) => (hasPaper ? '已收' : '未登记'),
        ({ hasPaper }) => (hasPaper ? LOOKS.good : STYLES.centered),
      ),
      text('核对结果', [14, 14], () => null, TO_FILL),
    ],
    rows: lines,
    whenEmpty: `已计入汇总的数都与文件里写的一致。${elsewhere}`,
    frozenColumns: 3,
  };
}

/** By unit as the roster has them, then form, then place; a cell that several units share is one line. */
function linesOf({
  campaign,
  counted,
  forms,
}: Pick<Summary, 'campaign' | 'counted' | 'forms'>): ChangedLine[] {
  const units = unitsByCode(campaign);
  const formOf = formFinder({ forms });
  const papers = new Map<string, boolean>();
  const byUnit = groupBy(counted, (item) => item.unit);
  const ofCell = groupBy(
    campaign.units.flatMap(({ code }) =>
      (byUnit.get(code) ?? []).flatMap((item) => item.changes.map((change) => ({ item, change }))),
    ),
    ({ item, change }) =>
      JSON.stringify([item.source.path, item.source.entry, item.sheet, item.form, change.cell]),
  );
  return [...ofCell.values()].flatMap((same) => {
    const { item, change } = same[0]!;
    const unit = units.get(item.unit);
    const form = formOf(item.form);
    if (unit === undefined || form === null) return [];
    const field = fieldOf(form, change.field);
    const pair = `${item.unit}\n${item.form}`;
    const hasPaper = papers.get(pair) ?? hasPaperCopy(campaign.receipts, item.unit, item.form);
    papers.set(pair, hasPaper);
    return [{ unit, others: same.length - 1, form, field, item, change, hasPaper }];
  });
}

function linkOf({ item, change }: ChangedLine, folder: string): PlannedValue {
  return linkToCell({ ...item.source, sheet: item.sheet, cell: change.cell }, folder);
}

function reasonText({ reason, from }: ChangedNumber): string {
  const isRecomputed = reason !== 'scaled' && reason !== 'unreadable';
  return isRecomputed && from === null ? '这一格没有算出结果，以重新算出的数为准' : REASONS[reason].text;
}

/** What counts less what is written; 万元 are the same amount in another unit. */
function differenceOf({ field, change }: ChangedLine): PlannedValue {
  if (change.reason === 'scaled') return '×10000';
  if (change.from === null) return '—';
  return Number((Number(kindOf(field).encode(change.counted)) - change.from).toFixed(6));
}
