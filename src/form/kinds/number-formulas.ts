import { mayBeNegative } from '../condition.js';
import { isFilledFormula, isTrueFormula, numberOfTextFormula } from '../excel-cell.js';
import type { FieldDefinition } from '../form-definition.js';
import type { CellFormulas } from './field-kind.js';

/** What numbers of a kind may be, and the words that may stand beside them. */
export interface NumberLimits {
  readonly whole: boolean;
  /** May be below 0. */
  readonly signed: boolean;
  readonly most: number;
  readonly words: readonly string[];
}

/** True for a computed field that takes something away: what is left may be below 0. */
export function isDifference(field: Pick<FieldDefinition, 'computed'>): boolean {
  return field.computed !== null && mayBeNegative(field.computed);
}

/** A number cell in formulas: wrong where it is neither a number of the kind nor a text that the checker reads as one. */
export function numberFormulas(reference: string, limits: NumberLimits): CellFormulas {
  const { whole, signed, most, words } = limits;
  const bounds = [
    `${reference}>=${signed ? -most : 0}`,
    `${reference}<=${most}`,
    ...(whole ? [`${reference}=INT(${reference})`] : []),
  ];
  const readable = `IF(ISNUMBER(${reference}),AND(${bounds.join(',')}),FALSE)`;
  const said = numberOfTextFormula(reference, words);
  // A negative number is not its own magnitude.
  const fits = `${said}=ABS(${whole ? `INT(${said})` : said})`;
  const tolerated = `IF(ISTEXT(${reference}),${isTrueFormula(fits)},FALSE)`;
  return {
    readable,
    operand: `N(${reference})`,
    wrong: [
      {
        rules: ['not-a-number', 'negative', 'formula-error', ...(whole ? ['not-an-integer'] : [])],
        level: 'error',
        formula: `AND(${isFilledFormula(reference)},NOT(${readable}),NOT(${tolerated}))`,
      },
    ],
  };
}
