import type { FormDefinition } from '../../form/form-definition.js';
import type { Finding } from '../../issue/finding.js';
import type { CompletenessEntry } from '../../merge/summary.js';
import { formatChanges } from '../finalized/changes-text.js';
import { CHANGES_FILE } from '../finalized/changes-workbook.js';
import { findMissingReports } from './missing.js';
import { notCountedSentence } from './not-counted.js';
import { entryOf, notCountedOf, type Scope } from './scope.js';
import { findUnitsBelowTarget, targetOf } from './targets.js';

/** What a line of 需要关注 is about. */
export type AttentionKind =
  | 'changes'
  | 'missing'
  | 'materials'
  | 'returned'
  | 'pending'
  | 'queries'
  | 'late'
  | 'target'
  | 'files';

/** One line of 需要关注: what, how much, in which forms, and where to look. */
export interface AttentionLine {
  readonly about: AttentionKind;
  /** Key of the form that a line about a target is about. */
  readonly form?: string;
  readonly title: string;
  readonly count: string;
  readonly detail: string;
  /** Sheet of this workbook; null when it has none. */
  readonly sheet: string | null;
  /** Another file of the outputs, as it is reached from this workbook. */
  readonly file?: { readonly name: string; readonly target: string };
}

/** What a leader should know before signing; lines with nothing to say are left out. */
export function attentionLines(scope: Scope): readonly AttentionLine[] {
  return [
    ...changesLine(scope),
    ...missingLine(scope),
    ...materialLine(scope),
    ...returnedLine(scope),
    ...pendingLine(scope),
    ...queryLine(scope),
    ...lateLine(scope),
    ...targetLines(scope),
    ...fileLine(scope),
  ];
}

function entriesWhere(
  scope: Scope,
  form: FormDefinition,
  test: (entry: CompletenessEntry) => boolean,
): number {
  return scope.units.filter((unit) => {
    const entry = entryOf(scope, form, unit);
    return entry !== undefined && test(entry);
  }).length;
}

/** `结对帮扶活动月统计表 2 家，微心愿对接表 1 家`; null when there are none. */
function byForm(
  scope: Scope,
  count: (form: FormDefinition) => number,
): { sum: number; detail: string } | null {
  const parts = scope.summary.forms.map((form) => ({ title: form.title, count: count(form) }));
  const sum = parts.reduce((total, part) => total + part.count, 0);
  if (sum === 0) return null;
  const named = parts.filter((part) => part.count > 0).map((part) => `${part.title} ${part.count} 家`);
  return { sum, detail: named.join('，') };
}

function changesLine({ changes, county, summary }: Scope): AttentionLine[] {
  if (changes === null) return [];
  const keys = new Map(summary.forms.map((form) => [form.key, form.keyMeasures]));
  const target = county === null ? CHANGES_FILE : `../${CHANGES_FILE}`;
  const line = formatChanges(changes, county, keys);
  return [
    { about: 'changes', title: '定稿后变动', ...line, sheet: null, file: { name: CHANGES_FILE, target } },
  ];
}

function missingLine(scope: Scope): AttentionLine[] {
  const reports = findMissingReports(scope);
  const found = byForm(scope, (form) => reports.filter((report) => report.form.key === form.key).length);
  if (found === null) return [];
  const units = new Set(reports.map((report) => report.unit.code)).size;
  return [
    {
      about: 'missing',
      title: '未报送（含空表）',
      count: `${units} 家 ${found.sum} 份`,
      detail: `${found.detail}。`,
      sheet: scope.names.missing,
    },
  ];
}

function materialLine(scope: Scope): AttentionLine[] {
  const { campaign, materials } = scope.summary;
  const codes = new Set(scope.units.map((unit) => unit.code));
  const missing = materials.entries.filter((entry) => entry.status === 'missing' && codes.has(entry.unit));
  if (missing.length === 0) return [];
  const parts = campaign.materials.flatMap(({ name }) => {
    const count = missing.filter((entry) => entry.material === name).length;
    return count === 0 ? [] : [`${name} ${count} 家`];
  });
  const units = new Set(missing.map((entry) => entry.unit)).size;
  return [
    {
      about: 'materials',
      title: '未报材料',
      count: `${units} 家 ${missing.length} 份`,
      detail: `${parts.join('，')}。`,
      sheet: scope.names.materials,
    },
  ];
}

function returnedLine(scope: Scope): AttentionLine[] {
  const parts = scope.summary.forms.flatMap((form) => {
    const part = notCountedOf(scope, form, null);
    return part.units === 0 ? [] : [{ form, part }];
  });
  if (parts.length === 0) return [];
  const sum = parts.reduce((total, { part }) => total + part.units, 0);
  const detail = parts.map(({ form, part }) => `${form.title}${notCountedSentence(part)}`).join('；');
  return [
    {
      about: 'returned',
      title: '已报待改',
      count: `${sum} 份`,
      detail: `${detail}。`,
      sheet: scope.names.matrix,
    },
  ];
}

function pendingLine(scope: Scope): AttentionLine[] {
  const found = byForm(scope, (form) => entriesWhere(scope, form, (entry) => entry.status === 'pending'));
  if (found === null) return [];
  return [
    {
      about: 'pending',
      title: '已来件待处理',
      count: `${found.sum} 份`,
      detail: `${found.detail}，文件打不开，正在核实。`,
      sheet: scope.names.matrix,
    },
  ];
}

function queryLine(scope: Scope): AttentionLine[] {
  const codes = new Set(scope.units.map((unit) => unit.code));
  const isHere = (finding: Finding) =>
    finding.unit === null ? scope.county === null : codes.has(finding.unit);
  const open = scope.summary.findings.filter(
    (finding) => finding.level === 'query' && finding.open && isHere(finding),
  );
  if (open.length === 0) return [];
  const units = new Set(open.flatMap((finding) => (finding.unit === null ? [] : [finding.unit]))).size;
  const detail = `${units === 0 ? '' : `涉及 ${units} 家单位，`}等待说明或认定；其中已计入的数字可能还会变动。`;
  return [
    {
      about: 'queries',
      title: '待核对的问题',
      count: `${open.length} 条`,
      detail,
      sheet: scope.names.matrix,
    },
  ];
}

function lateLine(scope: Scope): AttentionLine[] {
  const found = byForm(scope, (form) => entriesWhere(scope, form, (entry) => entry.late));
  return found === null
    ? []
    : [
        {
          about: 'late',
          title: '迟报',
          count: `${found.sum} 份`,
          detail: `${found.detail}。`,
          sheet: scope.names.matrix,
        },
      ];
}

function targetLines(scope: Scope): AttentionLine[] {
  return scope.summary.forms.flatMap((form) => {
    const target = targetOf(scope, form);
    if (target === null) return [];
    const count = findUnitsBelowTarget(scope, form, target).length;
    if (count === 0) return [];
    const detail = `${target.rate.title}低于 ${target.percent}%，按已计入的数据判断。`;
    const sheet = scope.names.belowTarget.get(form.key) ?? null;
    return [
      {
        about: 'target',
        form: form.key,
        title: `${target.title}未达标`,
        count: `${count} 家`,
        detail,
        sheet,
      },
    ];
  });
}

/** Files of which nobody knows whose they are belong to no county: only the prefecture's workbook tells of them. */
function fileLine(scope: Scope): AttentionLine[] {
  if (scope.county !== null) return [];
  const count = (disposition: 'unreadable' | 'unrecognized') =>
    scope.summary.files.filter((file) => file.disposition === disposition).length;
  const { campaign } = scope.summary;
  const [unreadable, unrecognized] = [count('unreadable'), count('unrecognized')];
  if (unreadable + unrecognized === 0) return [];
  const parts = [
    ...(unreadable > 0 ? [`打不开 ${unreadable} 份`] : []),
    ...(unrecognized > 0
      ? [
          `${campaign.materials.length === 0 ? '认不出单位或表名' : '认不出单位、表名或材料'} ${unrecognized} 份`,
        ]
      : []),
  ];
  return [
    {
      about: 'files',
      title: '未能处理的来件',
      count: `${unreadable + unrecognized} 份`,
      detail: `${parts.join('，')}，未计入，见底稿和校验问题清单。`,
      sheet: null,
    },
  ];
}
