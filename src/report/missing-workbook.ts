import { formatMoment } from '../campaign/beijing-time.js';
import { type Campaign, countiesOf, countyOf, type Moment, type Unit } from '../campaign/campaign.js';
import { DISPOSITION_TITLES, type Disposition, type FileSource, STATUS_TITLES } from '../issue/finding.js';
import type { CompletenessEntry, FileRecord, Summary } from '../merge/summary.js';
import { serialOfDate } from '../workbook/date-serial.js';
import { cutText } from '../workbook/excel-limits.js';
import { NUMBER_FORMATS, STYLES, textWidth } from '../workbook/theme.js';
import type {
  CellStyle,
  PlannedRow,
  PlannedValue,
  SheetPlan,
  WorkbookPlan,
} from '../workbook/workbook-plan.js';
import { countStatuses, extensionOf, formatDeadline, isUnreported } from './reminder-text.js';
import { LOOKS, rowHeight } from './summary-formats.js';

/** One column of a list: its header, how wide it may grow, and what it shows of a row. */
export interface ListColumn<Row> {
  readonly title: string;
  /** Characters; the column is as wide as its longest text within these bounds. */
  readonly width: readonly [least: number, most: number];
  readonly value: (row: Row, index: number) => PlannedValue;
  /** Default: text to the left. */
  readonly style?: CellStyle | ((row: Row) => CellStyle);
  readonly headerStyle?: CellStyle;
}

/** A sheet that is one table below a title, made for filtering and for printing. */
export interface ListSheet<Row> {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly columns: readonly ListColumn<Row>[];
  readonly rows: readonly Row[];
  /** Said instead of rows when there are none. */
  readonly whenEmpty: string;
  readonly tabColor?: string;
  /** Columns that stay in view; default 0. */
  readonly frozenColumns?: number;
}

const HEADER_ROW = 3;
const FIRST_ROW = HEADER_ROW + 1;
const MARGINS = { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 };
const NUMBER_CENTERED: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.integer };
const COUNT: CellStyle = { ...STYLES.number, numberFormat: NUMBER_FORMATS.integer };
const COUNT_TOTAL: CellStyle = { ...STYLES.total, numberFormat: NUMBER_FORMATS.integer };
/** Relationship targets longer than this make Excel repair the file. */
const MAX_LINK_TARGET = 2_079;
const MAX_TOOLTIP = 255;

/** Plans a list: title, 截至时间 line, header that repeats on every page and stays in view, filter, rows. */
export function planListSheet<Row>(list: ListSheet<Row>): SheetPlan {
  const { columns, rows } = list;
  const values = rows.map((row, index) => columns.map((column) => column.value(row, index)));
  const widths = columns.map((column, index) =>
    fitWidth(
      column,
      values.map((cells) => cells[index] ?? null),
    ),
  );
  const lastRow = Math.max(FIRST_ROW, HEADER_ROW + rows.length);
  const across = (rowNumber: number) => ({
    top: rowNumber,
    left: 1,
    bottom: rowNumber,
    right: columns.length,
  });
  const table = values.map((cells, index): PlannedRow => {
    const row = rows[index] as Row;
    return {
      rowNumber: FIRST_ROW + index,
      height: rowHeight(cells.map((value, at) => ({ text: shownText(value), width: widths[at] ?? 8 }))),
      cells: cells.map((value, at) => ({
        columnNumber: at + 1,
        value,
        style: styleOf(columns[at], row, value),
      })),
    };
  });
  return {
    name: list.name,
    ...(list.tabColor === undefined ? {} : { tabColor: list.tabColor }),
    columnWidths: widths,
    rows: [
      { rowNumber: 1, height: 30, cells: [{ columnNumber: 1, value: list.title, style: STYLES.title }] },
      {
        rowNumber: 2,
        height: rowHeight([{ text: list.subtitle, width: widths.reduce((sum, width) => sum + width, 0) }]),
        cells: [{ columnNumber: 1, value: list.subtitle, style: LOOKS.subtitle }],
      },
      {
        rowNumber: HEADER_ROW,
        height: rowHeight(columns.map((column, at) => ({ text: column.title, width: widths[at] ?? 8 }))),
        cells: columns.map((column, at) => ({
          columnNumber: at + 1,
          value: column.title,
          style: column.headerStyle ?? STYLES.header,
        })),
      },
      ...(rows.length === 0 ? [emptyRow(list.whenEmpty, columns.length)] : table),
    ],
    merges: [across(1), across(2), ...(rows.length === 0 ? [across(FIRST_ROW)] : [])],
    freeze: { rows: HEADER_ROW, columns: list.frozenColumns ?? 0 },
    ...(rows.length === 0
      ? {}
      : { autoFilter: { top: HEADER_ROW, left: 1, bottom: lastRow, right: columns.length } }),
    print: {
      orientation: 'landscape',
      pagesTall: 0,
      repeatRows: { first: HEADER_ROW, last: HEADER_ROW },
      area: { top: 1, left: 1, bottom: lastRow, right: columns.length },
      footer: '&C第 &P 页 共 &N 页',
      margins: MARGINS,
    },
    showGridLines: false,
  };
}

/** The column 序号. */
export function numberColumn<Row>(): ListColumn<Row> {
  return { title: '序号', width: [6, 8], value: (_, index) => index + 1, style: NUMBER_CENTERED };
}

/** A file as lists show it: without the folder that all share, a file in a container behind the container's name. */
export function formatFileName(source: FileSource): string {
  const path = source.path.replace(/^收件\//, '');
  return source.entry === null ? path : `${path} › ${source.entry}`;
}

/**
 * A link that opens a received file; `folder` is how the working folder is reached from the workbook's own. An
 * entry's link opens its container. The target is the plain path: the writer encodes it (blanks, `#`, `%`). Plain
 * text where the target would be too long for Excel.
 */
export function linkToFile(source: FileSource, folder: string): PlannedValue {
  const target = `${folder}/${source.path}`;
  const text = formatFileName(source);
  if (target.length > MAX_LINK_TARGET) return text;
  return { kind: 'link', text, target, tooltip: cutText(text, MAX_TOOLTIP) };
}

/** Items by key, keys in the order of their first item (Map.groupBy comes with Node 21). */
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Units by code. */
export function unitsOf(campaign: Pick<Campaign, 'units'>): ReadonlyMap<string, Unit> {
  return new Map(campaign.units.map((unit) => [unit.code, unit]));
}

/** Plans 未报送单位名单.xlsx. `folder`: how the working folder is reached from the one that the workbook lies in. */
export function planMissingWorkbook(summary: Summary, folder = '..'): WorkbookPlan {
  const owed = orderOwed(summary);
  return {
    title: `${summary.campaign.name}未报送单位名单`,
    sheets: [
      planListSheet(
        listMissing(
          summary,
          owed.filter((item) => isUnreported(item.entry.status)),
        ),
      ),
      planListSheet(listByForm(summary, owed)),
      planListSheet(
        listReturned(
          summary,
          owed.filter((item) => item.entry.status === 'returned'),
          folder,
        ),
      ),
      planListSheet(
        listPending(
          summary,
          owed.filter((item) => item.entry.status === 'pending'),
          folder,
        ),
      ),
    ],
    writtenAt: summary.asOf,
  };
}

/** A unit, one form that it owes and how that stands. */
interface Owed {
  readonly entry: CompletenessEntry;
  readonly unit: Unit;
  readonly formTitle: string;
  /** The extension, where there is one. */
  readonly deadline: Moment | null;
  readonly extended: boolean;
}

/** Every owed pair: counties in roster order, 地直单位 last, then 归口单位, unit and form in the settings' order. */
function orderOwed(summary: Summary): readonly Owed[] {
  const { campaign, completeness } = summary;
  const byUnit = groupBy(completeness, (entry) => entry.unit);
  return countiesOf(campaign).flatMap((county) => {
    const units = campaign.units.filter((unit) => countyOf(unit) === county);
    // Groups stand where their first unit stands in the roster.
    const grouped = [...groupBy(units, (unit) => unit.through).values()].flat();
    return grouped.flatMap((unit) =>
      summary.forms.flatMap((form) =>
        (byUnit.get(unit.code) ?? [])
          .filter((entry) => entry.form === form.key)
          .map((entry) => {
            const extendedTo = extensionOf(campaign, unit.code, form.key);
            const task = campaign.tasks.find((item) => item.form === form.key);
            return {
              entry,
              unit,
              formTitle: form.title,
              deadline: extendedTo ?? task?.deadline ?? null,
              extended: extendedTo !== null,
            };
          }),
      ),
    );
  });
}

const COUNTY: ListColumn<Owed> = {
  title: '所属县（市）',
  width: [12, 20],
  value: ({ unit }) => countyOf(unit),
  style: STYLES.centered,
};
const UNIT: ListColumn<Owed> = { title: '单位名称', width: [14, 32], value: ({ unit }) => unit.name };
const FORM: ListColumn<Owed> = { title: '表名', width: [12, 24], value: ({ formTitle }) => formTitle };
const CONTACT: ListColumn<Owed> = {
  title: '联系人',
  width: [8, 14],
  value: ({ unit }) => unit.contact,
  style: STYLES.centered,
};
const PHONE: ListColumn<Owed> = {
  title: '联系电话',
  width: [13, 18],
  value: ({ unit }) => unit.phone,
  style: STYLES.centered,
};
const RECEIVED_AT: ListColumn<Owed> = {
  title: '收到时间',
  width: [18, 20],
  value: ({ entry }) =>
    entry.receivedAt === null
      ? null
      : `${formatMoment(entry.receivedAt)}${entry.receivedBy === null ? '' : `\n（按${entry.receivedBy}）`}`,
  style: STYLES.centered,
};

function listMissing(summary: Summary, rows: readonly Owed[]): ListSheet<Owed> {
  const units = new Set(rows.map(({ unit }) => unit.code)).size;
  return {
    name: '未报送单位',
    title: `${summary.campaign.name}未报送单位名单`,
    subtitle: `${asOfText(summary)}　　${rows.length === 0 ? '未报送 0 个单位' : `未报送 ${units} 个单位、${rows.length} 张表`}`,
    columns: [
      numberColumn(),
      COUNTY,
      { title: '归口单位', width: [10, 20], value: ({ unit }) => unit.through },
      UNIT,
      { title: '单位类别', width: [10, 14], value: ({ unit }) => unit.category, style: STYLES.centered },
      FORM,
      {
        title: '截止时间',
        width: [16, 20],
        value: ({ deadline, extended }) =>
          deadline === null ? null : `${formatDeadline(deadline)}${extended ? '\n（已延期）' : ''}`,
        style: STYLES.centered,
      },
      {
        title: '逾期天数',
        width: [9, 9],
        value: ({ deadline }) => overdueDays(deadline, summary.asOf),
        style: NUMBER_CENTERED,
      },
      {
        title: '情况',
        width: [8, 10],
        value: ({ entry }) => STATUS_TITLES[entry.status],
        style: ({ entry }) => (entry.status === 'empty' ? LOOKS.query : LOOKS.error),
      },
      CONTACT,
      PHONE,
    ],
    rows,
    whenEmpty: nobodyMissingText(summary),
    frozenColumns: 4,
  };
}

function nobodyMissingText(summary: Summary): string {
  const { owed, pending } = countStatuses(summary.completeness);
  if (owed === 0) return '没有应报单位';
  return pending === 0 ? '全部已报送' : '没有未报送的单位；已来件待处理的见“已来件待处理”';
}

/** Calendar days, as offices count them: a table due on the 18th is one day late on the 19th. */
function overdueDays(deadline: Moment | null, asOf: Moment): number | null {
  if (deadline === null || asOf <= deadline) return null;
  return serialOfDate(asOf.slice(0, 10)) - serialOfDate(deadline.slice(0, 10));
}

/** One line of 按表汇总; `county` null is the form's total. */
interface FormLine {
  readonly formTitle: string;
  readonly county: string | null;
  readonly entries: readonly CompletenessEntry[];
}

function listByForm(summary: Summary, owed: readonly Owed[]): ListSheet<FormLine> {
  const counties = countiesOf(summary.campaign);
  const lines = summary.forms.flatMap((form): FormLine[] => {
    const ofForm = owed.filter(({ entry }) => entry.form === form.key);
    const line = (county: string | null, items: readonly Owed[]) => ({
      formTitle: form.title,
      county,
      entries: items.map(({ entry }) => entry),
    });
    return [
      ...counties.map((county) =>
        line(
          county,
          ofForm.filter(({ unit }) => countyOf(unit) === county),
        ),
      ),
      line(null, ofForm),
    ];
  });
  const label = (normal: CellStyle) => (line: FormLine) =>
    line.county === null ? STYLES.totalLabel : normal;
  const count = (title: string, key: keyof ReturnType<typeof countStatuses>): ListColumn<FormLine> => ({
    title,
    width: [11, 12],
    value: (line) => countStatuses(line.entries)[key],
    style: (line) => (line.county === null ? COUNT_TOTAL : COUNT),
  });
  return {
    name: '按表汇总',
    title: `${summary.campaign.name}报送情况（按表汇总）`,
    subtitle: `${asOfText(summary)}　　单位：个。应报不含免报；应报＝已报＋已来件待处理＋未报。`,
    columns: [
      { title: '表名', width: [20, 36], value: (line) => line.formTitle, style: label(STYLES.cell) },
      {
        title: '所属县（市）',
        width: [16, 24],
        value: (line) => line.county ?? '合计',
        style: label(STYLES.centered),
      },
      count('应报', 'owed'),
      count('已报', 'received'),
      count('其中：待改', 'returned'),
      count('已来件待处理', 'pending'),
      count('未报', 'missing'),
      count('迟报', 'late'),
      count('免报', 'exempt'),
    ],
    rows: lines,
    whenEmpty: '没有启用的报表',
  };
}

function listReturned(summary: Summary, rows: readonly Owed[], folder: string): ListSheet<Owed> {
  const errors = groupBy(
    summary.findings.filter((finding) => finding.level === 'error' && finding.open),
    placeKey,
  );
  // A finding of the whole sheet may name no form or unit; it then stands for all of them.
  const errorsOf = ({ entry }: Owed): number =>
    entry.path === null
      ? 0
      : (errors.get(placeKey({ path: entry.path, entry: entry.entry })) ?? []).filter(
          (finding) =>
            (finding.form ?? entry.form) === entry.form && (finding.unit ?? entry.unit) === entry.unit,
        ).length;
  return {
    name: '已报待改',
    title: `${summary.campaign.name}已报待改单位名单`,
    subtitle: `${asOfText(summary)}　　已报送，因有“必须改”的问题未计入合计；改正后重报即计入。共 ${rows.length} 项。`,
    columns: [
      numberColumn(),
      COUNTY,
      UNIT,
      FORM,
      fileColumn(folder),
      RECEIVED_AT,
      {
        title: '必须改（处）',
        width: [9, 9],
        value: errorsOf,
        style: { ...LOOKS.error, numberFormat: NUMBER_FORMATS.integer },
      },
      CONTACT,
      PHONE,
    ],
    rows,
    whenEmpty: '没有待改的单位',
  };
}

function listPending(summary: Summary, rows: readonly Owed[], folder: string): ListSheet<Owed> {
  const files = new Map(summary.files.map((file) => [placeKey(file), file]));
  const fileOf = ({ entry }: Owed) =>
    entry.path === null ? undefined : files.get(placeKey({ path: entry.path, entry: entry.entry }));
  return {
    name: '已来件待处理',
    title: `${summary.campaign.name}已来件待处理名单`,
    subtitle: `${asOfText(summary)}　　文件已收到，但打不开或认不出，不算未报送；怎样处理见《校验问题清单》的“需要人工认定”。共 ${rows.length} 项。`,
    columns: [
      numberColumn(),
      COUNTY,
      UNIT,
      FORM,
      fileColumn(folder),
      RECEIVED_AT,
      {
        title: '情况',
        width: [10, 12],
        value: (row) =>
          fileOf(row) === undefined ? null : DISPOSITION_TITLES[pendingDisposition(fileOf(row)!)],
        style: LOOKS.query,
      },
      { title: '原因', width: [20, 40], value: (row) => pendingReason(fileOf(row), row.unit.code) },
      CONTACT,
      PHONE,
    ],
    rows,
    whenEmpty: '没有已来件待处理的单位',
  };
}

function fileColumn(folder: string): ListColumn<Owed> {
  return {
    title: '文件',
    width: [20, 40],
    value: ({ entry }) =>
      entry.path === null ? null : linkToFile({ path: entry.path, entry: entry.entry }, folder),
  };
}

/** A file may hold a counted sheet beside the one that is doubtful; the doubtful one is what the unit waits for. */
function pendingDisposition(file: FileRecord): Disposition {
  return file.sheets.find((sheet) => sheet.disposition === 'unrecognized')?.disposition ?? file.disposition;
}

function pendingReason(file: FileRecord | undefined, unit: string): string | null {
  if (file === undefined) return null;
  const doubtful = file.sheets.filter(
    (sheet) => sheet.disposition === 'unrecognized' && sheet.reason !== null,
  );
  const own = doubtful.filter((sheet) => [...sheet.units, ...sheet.candidates].includes(unit));
  const reasons = (own.length > 0 ? own : doubtful).map((sheet) => `${sheet.sheet}：${sheet.reason}`);
  return reasons.length > 0 ? reasons.join('\n') : file.reason;
}

/** The moment for which a list speaks. */
export function asOfText(summary: Summary): string {
  return `截至时间：${formatMoment(summary.asOf)}（北京时间）`;
}

/** A file, or a file in a container, as a key of maps. */
export function placeKey(source: FileSource): string {
  return JSON.stringify([source.path, source.entry]);
}

function fitWidth<Row>(column: ListColumn<Row>, values: readonly PlannedValue[]): number {
  const [least, most] = column.width;
  // A spread of a hundred thousand arguments would overflow the stack.
  const widest = values.reduce<number>((width, value) => Math.max(width, textWidth(shownText(value))), 0);
  return Math.min(
    most,
    Math.max(least, widest + 2, textWidth(column.title) + 2 > most ? least : textWidth(column.title) + 2),
  );
}

function shownText(value: PlannedValue): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  return value.kind === 'link' ? value.text : value.kind === 'date' ? value.date : String(value.result ?? '');
}

function styleOf<Row>(column: ListColumn<Row> | undefined, row: Row, value: PlannedValue): CellStyle {
  if (typeof value === 'object' && value?.kind === 'link') return STYLES.link;
  const style = column?.style ?? STYLES.cell;
  return typeof style === 'function' ? style(row) : style;
}

function emptyRow(text: string, columns: number): PlannedRow {
  return {
    rowNumber: FIRST_ROW,
    height: 36,
    cells: Array.from({ length: columns }, (_, at) => ({
      columnNumber: at + 1,
      value: at === 0 ? text : null,
      style: LOOKS.good,
    })),
  };
}
