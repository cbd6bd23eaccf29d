import { formatMoment } from '../campaign/beijing-time.js';
import { countiesOf, countyOf, extensionOf, type Moment, type Unit } from '../campaign/campaign.js';
import { DISPOSITION_TITLES, STATUS_TITLES } from '../issue/finding.js';
import type { CompletenessEntry, FileRecord, Summary } from '../merge/summary.js';
import { serialOfDate } from '../workbook/date-serial.js';
import { NUMBER_FORMATS, STYLES } from '../workbook/theme.js';
import type { CellStyle, WorkbookPlan } from '../workbook/workbook-plan.js';
import {
  asOfText,
  groupBy,
  type ListColumn,
  type ListSheet,
  linkToFile,
  NUMBER_CENTERED,
  numberColumn,
  placeKey,
  planListSheet,
} from './list-sheet.js';
import { countStatuses, formatDeadline, isUnreported } from './reminder-text.js';
import { LOOKS } from './summary-formats.js';

const COUNT: CellStyle = { ...STYLES.number, numberFormat: NUMBER_FORMATS.integer };
const COUNT_TOTAL: CellStyle = { ...STYLES.total, numberFormat: NUMBER_FORMATS.integer };

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

/** Calendar days, as offices count them: due on the 18th, one day late on the 19th; an hour late is a day too. */
function overdueDays(deadline: Moment | null, asOf: Moment): number | null {
  if (deadline === null || asOf <= deadline) return null;
  return Math.max(1, serialOfDate(asOf.slice(0, 10)) - serialOfDate(deadline.slice(0, 10)));
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
        value: (row) => pendingTitle(fileOf(row)),
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

/**
 * What a unit waits for: the doubtful sheet, even where another sheet of the file counts. A 底稿 may say that a unit
 * is pending and is itself in order; then there is no more to say than that.
 */
function pendingTitle(file: FileRecord | undefined): string {
  const dispositions = [...(file?.sheets ?? []), ...(file ? [file] : [])].map((item) => item.disposition);
  const doubtful = dispositions.find((item) => item === 'unrecognized' || item === 'unreadable');
  return doubtful === undefined ? STATUS_TITLES.pending : DISPOSITION_TITLES[doubtful];
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
