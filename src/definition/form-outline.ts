import type { FormDefinition } from '../form/form-definition.js';
import { headerTitle, measuresOf } from '../form/form-definition.js';
import { KIND_WORDS, LEVEL_WORDS } from './definition-layout.js';

/** A form in a few lines, for somebody who has just written its definition. */
export function formatFormOutline(form: FormDefinition): string {
  const groups = form.fields.map(
    (field) =>
      `  ${field.group === null ? '' : `${field.group}／`}${headerTitle(field)}　${KIND_WORDS[field.kind][0]}${field.required ? '，必填' : ''}${field.computed === null ? '' : '，自动计算'}`,
  );
  const measures = measuresOf(form).map((measure) => measure.title);
  const rules = form.rules.map((rule) => `  ${rule.id}　${LEVEL_WORDS[rule.level][0]}　${rule.text}`);
  const rates = form.rates.map((rate) => rate.title);
  return [
    `没有发现问题：《${form.title}》（${form.key}），第 ${form.version} 版，附件${form.attachment}，${form.rowMeaning}`,
    `字段 ${form.fields.length} 个：`,
    ...groups,
    `汇总：${measures.length === 0 ? '只数行数' : measures.join('、')}${rates.length === 0 ? '' : `；比率：${rates.join('、')}`}`,
    rules.length === 0 ? '审核关系：没有' : `审核关系 ${rules.length} 条：`,
    ...rules,
    `图表：${chartsOf(form)}`,
  ].join('\n');
}

function chartsOf({ charts }: FormDefinition): string {
  if (charts === null) return '自动画';
  return charts.length === 0 ? '不画' : charts.map((chart) => chart.title).join('、');
}
