import { countiesOf, countyOf } from '../../campaign/campaign.js';
import type { CompletenessEntry, Summary } from '../../merge/summary.js';
import { NUMBER_FORMATS, STYLES } from '../../workbook/theme.js';
import type { CellStyle } from '../../workbook/workbook-plan.js';
import { countStatuses, type StatusCounts } from '../status-counts.js';
import { asOfText, type ListColumn, type ListSheet } from './list-sheet.js';
import type { OwedForm } from './owed-forms.js';

const COUNT: CellStyle = { ...STYLES.number, numberFormat: NUMBER_FORMATS.integer };
const COUNT_TOTAL: CellStyle = { ...STYLES.total, numberFormat: NUMBER_FORMATS.integer };

/** One line of 按表汇总; `county` null is the form's total. */
export interface FormLine {
  readonly formTitle: string;
  readonly county: string | null;
  readonly entries: readonly CompletenessEntry[];
}

/** 按表汇总: form by form, how many of each county's units stand where. */
export function listByForm(summary: Summary, owed: readonly OwedForm[]): ListSheet<FormLine> {
  const counties = countiesOf(summary.campaign);
  const lines = summary.forms.flatMap((form): FormLine[] => {
    const ofForm = owed.filter(({ entry }) => entry.form === form.key);
    const line = (county: string | null, items: readonly OwedForm[]) => ({
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
  const count = (title: string, key: keyof StatusCounts): ListColumn<FormLine> => ({
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
