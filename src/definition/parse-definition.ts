import {
  defineForm,
  type FieldDefinition,
  type FieldInput,
  type FormDefinition,
  type FormInput,
} from '../form/form-definition.js';
import type { GridWorkbook } from '../workbook/grid.js';
import { checkRelations } from './check-relations.js';
import type { DefinitionProblem, DefinitionProblemCode } from './definition-problem.js';
import { DefinitionReport } from './definition-report.js';
import { type FormNames, parseCrossFormRules } from './parse-cross-form-rules.js';
import { parseDisclosure } from './parse-disclosure.js';
import { type ParsedFields, parseFields } from './parse-fields.js';
import { choosesExplanation, type ParsedItems, parseFormItems, parseRoles } from './parse-form-items.js';
import { parseBreakdowns, parseCharts } from './parse-pictures.js';
import { parseRules } from './parse-rules.js';
import { parseRates, parseTotals } from './parse-totals.js';

export { type DefinitionProblem, describeDefinitionProblem } from './definition-problem.js';
export type { FormNames } from './parse-cross-form-rules.js';

export type DefinitionResult =
  | { readonly kind: 'form'; readonly form: FormDefinition }
  /** Every mistake, by sheet, row and column. */
  | { readonly kind: 'problems'; readonly problems: readonly DefinitionProblem[] };

/** What a definition takes from its surroundings where it does not say it. */
export interface DefinitionContext {
  /** Forms that are there already; one of the same title lends its key and 附件号. */
  readonly known?: readonly FormDefinition[];
  /** Other definitions that 跨表核对 may name, beside the known forms. */
  readonly others?: readonly FormNames[];
  /** 附件号 of a form that nobody knows yet. */
  readonly attachment?: number;
}

/** Without these in order, whatever names fields is wrong too; saying so would only repeat it. */
const SPOILS_NAMES: ReadonlySet<DefinitionProblemCode> = new Set<DefinitionProblemCode>([
  'cell-missing',
  'cell-error',
  'unknown-word',
  'title-twice',
  'bad-key',
  'key-twice',
  'key-reserved',
  'options-missing',
]);
const NEEDS_NAMES: ReadonlySet<DefinitionProblemCode> = new Set<DefinitionProblemCode>([
  'unknown-field',
  'unknown-total',
  'bad-relation',
  'bad-condition',
  'unknown-placeholder',
  'fixed-rows-not-option',
  'explanation-not-text',
  'by-not-a-word',
  'not-a-text',
  'shows-private',
  'disclosed-explanation',
  'total-not-a-number',
  'typed-not-computed',
  'never-holds',
  'against-limits',
  'always-holds',
  'contradicts',
]);

/** Reads 表格定义.xlsx. Every mistake is reported, not just the first; with one or more there is no form. */
export function parseDefinition(workbook: GridWorkbook, context: DefinitionContext = {}): DefinitionResult {
  const inItems = new DefinitionReport();
  const items = parseFormItems(workbook, context.known ?? [], inItems);
  const inFields = new DefinitionReport();
  const parsed = parseFields(workbook, items.version, choosesExplanation(items), inFields);
  const hasNames = inFields.problems.every((problem) => !SPOILS_NAMES.has(problem.code));
  const inRest = new DefinitionReport();
  const input =
    parsed === null || parsed.fields.length === 0
      ? null
      : parseRest(workbook, items, parsed, context, inRest);
  const all = new DefinitionReport();
  const ofNames = [...inItems.problems, ...inRest.problems];
  all.take(inFields.problems);
  all.take(hasNames ? ofNames : ofNames.filter((problem) => !NEEDS_NAMES.has(problem.code)));
  if (all.problems.length > 0 || input === null) return { kind: 'problems', problems: all.problems };
  return { kind: 'form', form: defineForm(input) };
}

/** What a definition calls its form and fields, right or wrong in the rest; null where it names no form. */
export function findNames(workbook: GridWorkbook, known: readonly FormDefinition[]): FormNames | null {
  const report = new DefinitionReport();
  const items = parseFormItems(workbook, known, report);
  const parsed = parseFields(workbook, items.version, choosesExplanation(items), report);
  return items.title === '' || parsed === null
    ? null
    : { key: items.key, title: items.title, fields: parsed.fields };
}

function parseRest(
  workbook: GridWorkbook,
  items: ParsedItems,
  { fields, rows }: ParsedFields,
  { known = [], others = [], attachment = 1 }: DefinitionContext,
  report: DefinitionReport,
): FormInput {
  const derivedMeasures = parseTotals(workbook, fields, report);
  const roles = parseRoles(items, fields, derivedMeasures);
  const { rules, relations } = parseRules(workbook, fields, roles.subject, report);
  checkRelations(relations, fields, rows);
  const { rates, target } = parseRates(workbook, items, { fields, derivedMeasures }, report);
  const names = { fields, derivedMeasures, rates };
  return {
    key: items.key,
    title: items.title,
    version: items.version,
    attachment: items.attachment ?? attachment,
    ...roles,
    fields: fields.map(inputOfField),
    rules,
    crossFormRules: parseCrossFormRules(
      workbook,
      fields,
      rules.map((rule) => rule.id),
      [...others, ...known],
      report,
    ),
    derivedMeasures,
    rates,
    target,
    instructions: items.instructions,
    breakdowns: parseBreakdowns(workbook, names, report),
    charts: parseCharts(workbook, names, report),
    disclosure: parseDisclosure(items, fields, roles.explanation),
  };
}

function inputOfField({ options, ...field }: FieldDefinition): FieldInput {
  return { ...field, options: options.map(({ value, synonyms }) => [value, ...synonyms]) };
}
