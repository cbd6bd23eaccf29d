import type { FormDefinition } from '../../form/form-definition.js';
import type { Finding, Level } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import type { CellStyle } from '../../workbook/workbook-plan.js';
import { LOOKS } from '../summary/formats.js';

/** The colour of a level. */
export const LEVEL_STYLES: Readonly<Record<Level, CellStyle>> = {
  error: LOOKS.error,
  query: LOOKS.query,
  hint: LOOKS.muted,
};
const CLOSED_TITLES = { explanation: '已说明', decision: '已认定', superseded: '已被新件替代' } as const;

/** 状态 of a finding. A hint asks for nothing, so it is never waiting for anybody. */
export function findingState(finding: Finding): string {
  if (finding.closedBy !== null) return CLOSED_TITLES[finding.closedBy];
  return finding.open && finding.level !== 'hint' ? '待处理' : '无需处理';
}

/** Finds the summary's forms by key. */
export function formFinder(summary: Pick<Summary, 'forms'>): (key: string | null) => FormDefinition | null {
  const forms = new Map(summary.forms.map((form) => [form.key, form]));
  return (key) => (key === null ? null : (forms.get(key) ?? null));
}

/** The form's title, or the name of the material that a finding is about. */
export function reportedTitle(finding: Finding, form: FormDefinition | null): string | null {
  const { material } = finding.parameters;
  return form?.title ?? finding.form ?? (typeof material === 'string' ? material : null);
}
