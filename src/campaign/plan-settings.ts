import type { FormDefinition } from '../form/form-definition.js';
import { serialOfDate } from '../workbook/date-serial.js';
import type { CellRange } from '../workbook/reference.js';
import { formatRange, quoteSheetName } from '../workbook/reference.js';
import { NUMBER_FORMATS, STYLES, textWidth, wrappedLines } from '../workbook/theme.js';
import type {
  CellStyle,
  PlannedCell,
  PlannedRow,
  PlannedValidation,
  PlannedValue,
  PrintSetup,
  SheetPlan,
  WorkbookPlan,
} from '../workbook/workbook-plan.js';
import { endOfDay } from './beijing-time.js';
import { DECISION_ACTIONS, type Moment, UNIT_CATEGORIES, type Unit } from './campaign.js';
import { type ContentTask, codeWithoutNumber, type SettingsContent } from './settings-content.js';
import {
  DECISION_COLUMNS,
  RECEIPT_COLUMNS,
  ROSTER_COLUMNS,
  SETTINGS_COLUMNS,
  SETTINGS_ITEMS,
  SETTINGS_SHEETS,
  type SettingsItemKey,
  TARGET_BASES,
  TASK_COLUMNS,
} from './settings-layout.js';

export { contentOfCampaign, type SettingsContent } from './settings-content.js';

/** Rows below the last one in which drop-downs and hints still work. */
const FUTURE_ROWS = 1000;
/** Blank rows that are formatted as text already, so that codes and phones keep their leading zeros. */
const BLANK_ROWS = 100;

const TEXT_STYLE: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };
const CENTERED_TEXT_STYLE: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.text };
const DATE_STYLE: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.date };
const MOMENT_STYLE: CellStyle = { ...STYLES.centered, numberFormat: 'yyyy-mm-dd hh:mm' };
const NUMBER_STYLE: CellStyle = {
  ...STYLES.number,
  numberFormat: NUMBER_FORMATS.decimal,
  horizontal: 'left',
};
const LABEL_STYLE: CellStyle = { ...STYLES.totalLabel, horizontal: 'left' };
const HINT_STYLE: CellStyle = { ...STYLES.note, border: STYLES.cell.border, vertical: 'middle' };

type Check = Omit<PlannedValidation, 'range'>;

/** One column of a hand-kept table. */
interface PlannedColumn {
  readonly title: string;
  readonly width: number;
  readonly style: CellStyle;
  readonly check: Check | null;
}

/** Writes 活动设置.xlsx: what parseSettings reads back is the content again. Forms without a task stand there as 否. */
export function planSettings(content: SettingsContent, forms: readonly FormDefinition[]): WorkbookPlan {
  const titles = new Map(forms.map((form) => [form.key, form.title]));
  const tasks = [...content.tasks, ...missingTasks(content, forms)].filter((task) => titles.has(task.form));
  return {
    title: content.name,
    sheets: [
      planNotes(),
      planItems(content),
      planTasks(content, tasks, titles),
      planRoster(content, forms),
      planReceipts(content, titles, tasks.length),
      planDecisions(content, titles, tasks.length),
    ],
    activeSheetIndex: 0,
  };
}

function missingTasks(content: SettingsContent, forms: readonly FormDefinition[]): readonly ContentTask[] {
  const known = new Set(content.tasks.map((task) => task.form));
  return forms
    .filter((form) => !known.has(form.key))
    .map((form) => ({
      form: form.key,
      title: form.title,
      attachment: String(form.attachment),
      enabled: false,
      periodStart: content.periodStart,
      periodEnd: content.periodEnd,
      deadline: content.deadline,
      paperDeadline: null,
    }));
}

const NOTES: readonly (readonly [string, string])[] = [
  ['一、设置', '写明活动名称、地区名称、统计时段、截止时间。“说明”列写着“必填”的都要填。'],
  ['二、报送任务', '本次要报哪几张表，“启用”填“是”。统计时段和截止时间空着，就用《设置》里的。'],
  [
    '三、单位名册',
    '一行一个单位。地区直属单位的“所属县（市）”空着。以表名为列名的几列填“是”，就是要报这张表。' +
      '别名写单位常用的简称，几个别名之间用“、”隔开；同一个县里名称和别名不能重复。单位编码可以空着。',
  ],
  [
    '四、收件登记',
    '可以不填。邮件、纸质件等收到时间另有依据的，准予延期的，免报的，在这里登记。表名空着即该单位的全部表。',
  ],
  [
    '五、人工认定',
    '可以不填。汇总后对拿不准的文件，从《校验问题清单》里把现成的一行粘贴到这里，只需办一次，以后每次汇总都照此办理。',
  ],
  [
    '六、改完以后',
    '保存并关闭本文件，再运行汇总。填错的地方会指出在哪张工作表的哪一格。列可以增加和调换位置，列名不要改。',
  ],
];

function planNotes(): SheetPlan {
  const widths = [18, 92];
  return {
    name: SETTINGS_SHEETS.notes,
    columnWidths: widths,
    rows: [
      {
        rowNumber: 1,
        height: 30,
        cells: [{ columnNumber: 1, value: '活动设置怎样填', style: STYLES.title }],
      },
      ...NOTES.map(([title, text], index) => ({
        rowNumber: index + 2,
        height: 18 * wrappedLines(text, widths[1]!) + 8,
        cells: [
          { columnNumber: 1, value: title, style: LABEL_STYLE },
          { columnNumber: 2, value: text, style: STYLES.cell },
        ],
      })),
    ],
    merges: [{ top: 1, left: 1, bottom: 1, right: 2 }],
    print: PRINT,
    showGridLines: false,
  };
}

/** One page wide. */
const PRINT: PrintSetup = { orientation: 'landscape', pagesTall: 0, footer: '&C第 &P 页 共 &N 页' };

function planItems(content: SettingsContent): SheetPlan {
  const cells: Readonly<Record<SettingsItemKey, PlannedCell>> = {
    name: textCell(2, content.name),
    prefecture: textCell(2, content.prefecture),
    periodStart: dateCell(2, content.periodStart),
    periodEnd: dateCell(2, content.periodEnd),
    deadline: momentCell(2, content.deadline),
    receiver: textCell(2, content.receiver),
    contact: textCell(2, content.contact),
    phone: textCell(2, content.phone),
    email: textCell(2, content.email),
    targetPercent: percentCell(2, content.targetPercent),
    targetBasis: textCell(2, content.targetBasis),
    wishAmountLimit: { columnNumber: 2, value: content.wishAmountLimit, style: NUMBER_STYLE },
    passwords: textCell(2, content.passwords.length === 0 ? null : content.passwords.join(' ')),
  };
  const checks: Readonly<Partial<Record<SettingsItemKey, Check>>> = {
    periodStart: dateCheck('填日期，如 2020-10-01'),
    periodEnd: dateCheck('填日期，如 2020-10-31'),
    deadline: dateCheck('填日期和钟点，如 2020-10-18 18:00；不写钟点即当天24时'),
    targetPercent: rangeCheck(100, '填 0 到 100 之间的数，如 30'),
    targetBasis: listCheck(quoted(TARGET_BASES), '全部：已对接的都算；网上：只算在社会扶贫网对接的', 'stop'),
    wishAmountLimit: rangeCheck(100_000_000, '以元为单位的数，如 2000'),
  };
  const keys = Object.keys(SETTINGS_ITEMS) as SettingsItemKey[];
  const { item, content: contentColumn, note } = SETTINGS_COLUMNS;
  return {
    name: SETTINGS_SHEETS.settings,
    columnWidths: [28, Math.min(60, Math.max(40, textWidth(content.name) + 2)), 56],
    rows: [
      headerRow([item.title, contentColumn.title, note.title]),
      ...keys.map((key, index): PlannedRow => {
        const { title, note: hint } = SETTINGS_ITEMS[key];
        return {
          rowNumber: index + 2,
          height: 22,
          cells: [
            { columnNumber: 1, value: title, style: LABEL_STYLE },
            { ...cells[key], style: { ...cells[key].style, horizontal: 'left' } },
            { columnNumber: 3, value: hint, style: HINT_STYLE },
          ],
        };
      }),
    ],
    validations: keys.flatMap((key, index) => {
      const check = checks[key];
      return check ? [{ ...check, range: { top: index + 2, left: 2, bottom: index + 2, right: 2 } }] : [];
    }),
    freeze: { rows: 1, columns: 0 },
    print: PRINT,
  };
}

function planTasks(
  content: SettingsContent,
  tasks: readonly ContentTask[],
  titles: ReadonlyMap<string, string>,
): SheetPlan {
  const columns = [
    plainColumn(TASK_COLUMNS.form.title, 24, TEXT_STYLE, null),
    plainColumn(TASK_COLUMNS.title.title, 52, TEXT_STYLE, promptCheck('印在表头的标题；空着即表名')),
    plainColumn(TASK_COLUMNS.attachment.title, 10, CENTERED_TEXT_STYLE, null),
    yesNoColumn(TASK_COLUMNS.enabled.title, '本次要报这张表填“是”'),
    plainColumn(TASK_COLUMNS.periodStart.title, 15, DATE_STYLE, dateCheck('空着即用《设置》里的')),
    plainColumn(TASK_COLUMNS.periodEnd.title, 15, DATE_STYLE, dateCheck('空着即用《设置》里的')),
    plainColumn(
      TASK_COLUMNS.deadline.title,
      20,
      MOMENT_STYLE,
      dateCheck('空着即用《设置》里的；不写钟点即当天24时'),
    ),
    plainColumn(
      TASK_COLUMNS.paperDeadline.title,
      20,
      MOMENT_STYLE,
      dateCheck('不收纸质件就空着；不写钟点即当天24时'),
    ),
  ];
  // What equals 设置 stays blank, so that changing it there next year changes it here.
  const unless = <T>(value: T, same: T): T | null => (value === same ? null : value);
  const rows = tasks.map((task) => [
    textCell(1, titles.get(task.form) ?? task.form),
    textCell(2, task.title),
    textCell(3, task.attachment),
    yesNoCell(4, task.enabled),
    dateCell(5, unless(task.periodStart, content.periodStart)),
    dateCell(6, unless(task.periodEnd, content.periodEnd)),
    momentCell(7, unless(task.deadline, content.deadline)),
    momentCell(8, task.paperDeadline),
  ]);
  return planTable(SETTINGS_SHEETS.tasks, columns, rows, { futureRows: 20, blankRows: 0, frozenColumns: 1 });
}

function planRoster(content: SettingsContent, forms: readonly FormDefinition[]): SheetPlan {
  const { units } = content;
  const width = (texts: readonly (string | null)[], least: number, most: number) =>
    Math.min(most, Math.max(least, ...texts.map((text) => textWidth(text ?? '') + 2)));
  const columns = [
    plainColumn(ROSTER_COLUMNS.code.title, 14, TEXT_STYLE, promptCheck('可以空着；填了就不能与别的单位相同')),
    plainColumn(
      ROSTER_COLUMNS.name.title,
      width(
        units.map((unit) => unit.name),
        24,
        44,
      ),
      TEXT_STYLE,
      promptCheck('与公章一致的全称'),
    ),
    plainColumn(
      ROSTER_COLUMNS.aliases.title,
      width(units.map(aliasesOf), 18, 40),
      TEXT_STYLE,
      promptCheck('常用简称，几个之间用“、”隔开'),
    ),
    plainColumn(
      ROSTER_COLUMNS.county.title,
      width(
        units.map((unit) => unit.county),
        16,
        28,
      ),
      TEXT_STYLE,
      promptCheck('地区直属单位空着'),
    ),
    plainColumn(
      ROSTER_COLUMNS.category.title,
      14,
      CENTERED_TEXT_STYLE,
      listCheck(quoted(UNIT_CATEGORIES), '可从下拉框选，也可自己写', 'none'),
    ),
    plainColumn(
      ROSTER_COLUMNS.through.title,
      width(
        units.map((unit) => unit.through),
        16,
        30,
      ),
      TEXT_STYLE,
      promptCheck('由哪个单位统一报来，没有就空着'),
    ),
    ...forms.map((form) => yesNoColumn(form.title, `要报${form.title}填“是”`)),
    plainColumn(ROSTER_COLUMNS.contact.title, 14, TEXT_STYLE, null),
    plainColumn(ROSTER_COLUMNS.phone.title, 18, TEXT_STYLE, null),
    plainColumn(
      ROSTER_COLUMNS.email.title,
      width(
        units.map((unit) => unit.email),
        22,
        36,
      ),
      TEXT_STYLE,
      null,
    ),
  ];
  const next = 7 + forms.length;
  const rows = units.map((unit) => [
    textCell(1, unit.code === codeWithoutNumber(unit) ? null : unit.code),
    textCell(2, unit.name),
    textCell(3, aliasesOf(unit)),
    textCell(4, unit.county),
    textCell(5, unit.category),
    textCell(6, unit.through),
    ...forms.map((form, index) => yesNoCell(7 + index, unit.owes.has(form.key))),
    textCell(next, unit.contact),
    textCell(next + 1, unit.phone),
    textCell(next + 2, unit.email),
  ]);
  return planTable(SETTINGS_SHEETS.roster, columns, rows, {
    futureRows: FUTURE_ROWS,
    blankRows: BLANK_ROWS,
    frozenColumns: 2,
  });
}

function planReceipts(
  content: SettingsContent,
  titles: ReadonlyMap<string, string>,
  tasks: number,
): SheetPlan {
  const columns = [
    plainColumn(
      RECEIPT_COLUMNS.unit.title,
      30,
      TEXT_STYLE,
      promptCheck('单位编码、单位名称，或 县/单位名称'),
    ),
    plainColumn(RECEIPT_COLUMNS.form.title, 24, TEXT_STYLE, formCheck(tasks, '空着即该单位的全部表')),
    plainColumn(RECEIPT_COLUMNS.receivedAt.title, 20, MOMENT_STYLE, dateCheck('如 2020-10-18 17:30')),
    yesNoColumn(RECEIPT_COLUMNS.paperReceived.title, '收到盖章的纸质件填“是”'),
    plainColumn(
      RECEIPT_COLUMNS.extendedTo.title,
      20,
      MOMENT_STYLE,
      dateCheck('准予延期到什么时间；不写钟点即当天24时'),
    ),
    plainColumn(
      RECEIPT_COLUMNS.exemptReason.title,
      36,
      TEXT_STYLE,
      promptCheck('写了原因，没有报来时算免报'),
    ),
  ];
  const rows = content.receipts.map((receipt) => [
    textCell(1, receipt.unit),
    textCell(2, receipt.form === null ? null : (titles.get(receipt.form) ?? receipt.form)),
    momentCell(3, receipt.receivedAt),
    yesNoCell(4, receipt.paperReceived),
    momentCell(5, receipt.extendedTo),
    textCell(6, receipt.exemptReason),
  ]);
  return planTable(SETTINGS_SHEETS.receipts, columns, rows, {
    futureRows: FUTURE_ROWS,
    blankRows: BLANK_ROWS,
    frozenColumns: 1,
  });
}

function planDecisions(
  content: SettingsContent,
  titles: ReadonlyMap<string, string>,
  tasks: number,
): SheetPlan {
  const actions =
    '认定：是这个单位的这张表；采用：以这一份为准；作废：不算；放行：有错也计入；确认：疑问已核实';
  const columns = [
    plainColumn(DECISION_COLUMNS.file.title, 48, TEXT_STYLE, promptCheck('从《校验问题清单》里复制')),
    plainColumn(DECISION_COLUMNS.sheet.title, 22, TEXT_STYLE, promptCheck('空着即文件里的全部工作表')),
    plainColumn(
      DECISION_COLUMNS.unit.title,
      30,
      TEXT_STYLE,
      promptCheck('单位编码、单位名称，或 县/单位名称'),
    ),
    plainColumn(DECISION_COLUMNS.form.title, 24, TEXT_STYLE, formCheck(tasks, '从下拉框选')),
    plainColumn(
      DECISION_COLUMNS.action.title,
      10,
      CENTERED_TEXT_STYLE,
      listCheck(quoted(DECISION_ACTIONS), actions, 'stop'),
    ),
    plainColumn(DECISION_COLUMNS.reason.title, 36, TEXT_STYLE, null),
    plainColumn(DECISION_COLUMNS.decidedBy.title, 12, CENTERED_TEXT_STYLE, null),
    plainColumn(DECISION_COLUMNS.decidedOn.title, 14, DATE_STYLE, dateCheck('如 2020-10-20')),
  ];
  const rows = content.decisions.map((decision) => [
    textCell(1, decision.file),
    textCell(2, decision.sheet),
    textCell(3, decision.unit),
    textCell(4, decision.form === null ? null : (titles.get(decision.form) ?? decision.form)),
    textCell(5, decision.action),
    textCell(6, decision.reason),
    textCell(7, decision.decidedBy),
    dateCell(8, decision.decidedOn),
  ]);
  return planTable(SETTINGS_SHEETS.decisions, columns, rows, {
    futureRows: FUTURE_ROWS,
    blankRows: BLANK_ROWS,
    frozenColumns: 1,
  });
}

interface TableExtent {
  readonly futureRows: number;
  readonly blankRows: number;
  readonly frozenColumns: number;
}

function planTable(
  name: string,
  columns: readonly PlannedColumn[],
  rows: readonly (readonly PlannedCell[])[],
  extent: TableExtent,
): SheetPlan {
  // A moment chooses its own look: a whole day shows no 00:00.
  const styleAt = (cell: PlannedCell) => {
    const { style } = columns[cell.columnNumber - 1]!;
    return style === MOMENT_STYLE ? (cell.style ?? style) : style;
  };
  const blanks = Array.from({ length: extent.blankRows }, (_, index) => ({
    rowNumber: rows.length + 2 + index,
    cells: columns.map(({ style }, column) => ({ columnNumber: column + 1, value: null, style })),
  }));
  const bottom = rows.length + 1 + extent.futureRows;
  return {
    name,
    columnWidths: columns.map((column) => column.width),
    rows: [
      headerRow(columns.map((column) => column.title)),
      ...rows.map((cells, index) => ({
        rowNumber: index + 2,
        cells: cells.map((cell) => ({ ...cell, style: styleAt(cell) })),
      })),
      ...blanks,
    ],
    validations: columns.flatMap(({ check }, index): PlannedValidation[] => {
      if (check === null) return [];
      const range: CellRange = { top: 2, left: index + 1, bottom, right: index + 1 };
      return [{ ...check, range }];
    }),
    freeze: { rows: 1, columns: extent.frozenColumns },
    autoFilter: { top: 1, left: 1, bottom: Math.max(2, rows.length + 1), right: columns.length },
    print: { ...PRINT, repeatRows: { first: 1, last: 1 } },
  };
}

function headerRow(titles: readonly string[]): PlannedRow {
  return {
    rowNumber: 1,
    height: 32,
    cells: titles.map((title, index) => ({ columnNumber: index + 1, value: title, style: STYLES.header })),
  };
}

// ---- cells

const MOMENT_TEXT_STYLE: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.text };

function textCell(columnNumber: number, value: string | null): PlannedCell {
  return { columnNumber, value, style: TEXT_STYLE };
}

function yesNoCell(columnNumber: number, value: boolean): PlannedCell {
  return { columnNumber, value: value ? '是' : '否', style: CENTERED_TEXT_STYLE };
}

function dateCell(columnNumber: number, day: string | null): PlannedCell {
  return { columnNumber, value: day === null ? null : { kind: 'date', date: day }, style: DATE_STYLE };
}

/** A moment as an Excel date with hours; a whole day is the end of that day. */
function momentCell(columnNumber: number, moment: Moment | null): PlannedCell {
  if (moment === null) return { columnNumber, value: null, style: MOMENT_STYLE };
  const day = moment.slice(0, 10);
  if (moment === endOfDay(day))
    return { columnNumber, value: { kind: 'date', date: day }, style: DATE_STYLE };
  const [hours, minutes, seconds] = moment.slice(11, 19).split(':').map(Number);
  const second = hours! * 3600 + minutes! * 60 + seconds!;
  // 0:00 as a serial cannot be told from a day without hour.
  if (second === 0) return { columnNumber, value: `${day} 00:00`, style: MOMENT_TEXT_STYLE };
  const value: PlannedValue = serialOfDate(day) + second / 86_400;
  return { columnNumber, value, style: MOMENT_STYLE };
}

/** Below 1 only the written sign says that it is meant so. */
function percentCell(columnNumber: number, percent: number): PlannedCell {
  const value = percent > 0 && percent < 1 ? `${percent}%` : percent;
  return { columnNumber, value, style: NUMBER_STYLE };
}

function aliasesOf(unit: Unit): string | null {
  return unit.aliases.length === 0 ? null : unit.aliases.join('、');
}

// ---- columns and their checks

function plainColumn(title: string, width: number, style: CellStyle, check: Check | null): PlannedColumn {
  return { title, width, style, check };
}

function yesNoColumn(title: string, prompt: string): PlannedColumn {
  const width = Math.min(18, Math.max(10, textWidth(title) + 2));
  return plainColumn(title, width, CENTERED_TEXT_STYLE, listCheck(quoted(['是', '否']), prompt, 'stop'));
}

function quoted(words: readonly string[]): string {
  return `"${words.join(',')}"`;
}

/** A drop-down. `stop` refuses other words, `none` lets them stand after saying so. */
function listCheck(formula: string, prompt: string, refusal: 'stop' | 'none'): Check {
  const isRefused = refusal === 'stop';
  return {
    type: 'list',
    formulas: [formula],
    allowBlank: true,
    errorStyle: isRefused ? 'stop' : 'information',
    errorTitle: isRefused ? '请从下拉框选' : '下拉框里没有',
    error: isRefused ? '这里只能填下拉框里的内容。' : '下拉框里没有这一项，照这样写也可以。',
    prompt,
  };
}

function formCheck(tasks: number, prompt: string): Check {
  const range = formatRange({ top: 2, left: 1, bottom: tasks + 1, right: 1 }).replace(
    /([A-Z]+)(\d+)/g,
    '$$$1$$$2',
  );
  return listCheck(`${quoteSheetName(SETTINGS_SHEETS.tasks)}!${range}`, prompt, 'stop');
}

/** Dates may be written as text too: a warning that can be answered with “yes”. */
function dateCheck(prompt: string): Check {
  return {
    type: 'date',
    operator: 'between',
    formulas: [serialOfDate('2000-01-01'), serialOfDate('2099-12-31')],
    allowBlank: true,
    errorStyle: 'warning',
    errorTitle: '请核对日期',
    error: '日期请写成 2020-10-18 或 2020-10-18 18:00 的样子。',
    prompt,
  };
}

function rangeCheck(maximum: number, prompt: string): Check {
  return {
    type: 'decimal',
    operator: 'between',
    formulas: [0, maximum],
    allowBlank: true,
    errorStyle: 'warning',
    errorTitle: '请核对数字',
    error: prompt,
    prompt,
  };
}

/** Only tells what belongs here when the cell is selected; every text is allowed. */
function promptCheck(prompt: string): Check {
  return {
    type: 'textLength',
    operator: 'greaterThanOrEqual',
    formulas: [0],
    allowBlank: true,
    errorStyle: 'information',
    prompt,
  };
}
