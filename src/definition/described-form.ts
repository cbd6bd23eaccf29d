import type { FormDefinition } from '../form/form-definition.js';

/** What the sheets of 表格定义.xlsx beside 表 say of a form; of one that is not filled in yet, nothing. */
export type DescribedForm = Pick<
  FormDefinition,
  | 'title'
  | 'fields'
  | 'rules'
  | 'crossFormRules'
  | 'derivedMeasures'
  | 'rates'
  | 'target'
  | 'breakdowns'
  | 'charts'
>;
