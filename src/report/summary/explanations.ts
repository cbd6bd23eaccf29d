import { formatMoment } from '../../campaign/beijing-time.js';
import type { Unit } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import type { Finding } from '../../issue/finding.js';
import { listedField } from '../../issue/return-list.js';
import { ruleHeading } from '../../issue/rule-title.js';
import { STYLES } from '../../workbook/theme.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { groupBy } from '../group-by.js';
import { leadingColumns, planSummaryList } from './list.js';
import type { Scope } from './scope.js';

/** What somebody has answered for: figures that count although they looked wrong. */
interface Explanation {
  readonly unit: Unit;
  readonly form: FormDefinition;
  readonly finding: Finding;
  /** Cells that the same reason was given for. */
  readonly cells: number;
}

/** 情况说明: the reasons of units and of 人工认定, one line for each reason; nothing of what single records say. */
export function planExplanationsSheet(scope: Scope, name: string): SheetPlan {
  const unitOf = ({ unit }: Explanation) => unit;
  return planSummaryList(scope, {
    name,
    title: `${scope.area}数据情况说明`,
    subtitle: `截至：${formatMoment(scope.summary.asOf)}　　下列数字经核对时有疑问，单位说明原因或汇总单位认定后计入合计`,
    columns: [
      ...leadingColumns(scope, unitOf, [14, 30]),
      { header: '表名', width: [14, 24], value: ({ form }) => form.title },
      { header: '栏目', width: [12, 24], value: ({ form, finding }) => listedField(finding, form) },
      {
        header: '核对的是什么',
        width: [20, 44],
        value: ({ form, finding }) => ruleHeading(finding.rule, form),
      },
      { header: '处数', width: 8, value: ({ cells }) => cells, style: STYLES.centered },
      {
        header: '说明（理由）',
        width: [20, 44],
        value: ({ unit, form, finding }) =>
          namesPersons(form) ? '涉及个人信息，见底稿' : scope.maskText(unit, finding.reason ?? ''),
      },
      {
        header: '由谁说明',
        width: 12,
        value: ({ finding }) => (finding.closedBy === 'decision' ? '汇总单位认定' : '单位说明'),
        style: STYLES.centered,
      },
    ],
    rows: listExplanations(scope),
    whenEmpty: '没有需要说明的数据。',
    notes: ['说明：只列已计入的数据；每一处的单元格和填写内容见《校验问题清单》。'],
  });
}

/** By unit as the roster has them, then by form. Earlier versions that no longer count have nothing to explain. */
function listExplanations({ summary, units }: Scope): readonly Explanation[] {
  const keyOf = (item: Pick<Finding, 'path' | 'entry' | 'sheet' | 'unit' | 'form'>) =>
    JSON.stringify([item.path, item.entry, item.sheet, item.unit, item.form]);
  const inForce = new Set(summary.counted.map((item) => keyOf({ ...item, ...item.source })));
  const explained = summary.findings.filter(
    (finding) => finding.reason !== undefined && inForce.has(keyOf(finding)),
  );
  const groups = groupBy(explained, ({ unit, form, rule, field, reason, closedBy }) =>
    JSON.stringify([unit, form, rule, field, reason, closedBy]),
  );
  const ofPair = groupBy([...groups.values()], ([first]) => JSON.stringify([first?.unit, first?.form]));
  return units.flatMap((unit) =>
    summary.forms.flatMap((form) =>
      (ofPair.get(JSON.stringify([unit.code, form.key])) ?? []).map(
        (findings): Explanation => ({ unit, form, finding: findings[0]!, cells: findings.length }),
      ),
    ),
  );
}

/** What is written about a form's rows may name persons, where its fields do. */
function namesPersons(form: FormDefinition): boolean {
  return form.fields.some((field) => field.privacy !== null);
}
