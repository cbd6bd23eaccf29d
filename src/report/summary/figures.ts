import { type FormDefinition, fieldOf, measuresOf } from '../../form/form-definition.js';
import type { Totals } from '../../merge/summary.js';
import { formatColumn } from '../../workbook/reference.js';
import type { PlannedValue } from '../../workbook/workbook-plan.js';
import { formatAmount, formatCount } from '../format-figures.js';
import { formula, NO_NUMBER, type NumberFormatName } from './formats.js';

/** One column of numbers: `rows`, a measure, or a rate made of two other columns. */
export interface Figure {
  readonly key: string;
  readonly title: string;
  /** Title and unit below it, as the header shows them. */
  readonly header: string;
  readonly unit: string;
  /** Header above several columns; null when the column stands alone. */
  readonly group: string | null;
  readonly format: NumberFormatName;
  readonly rate: { readonly numerator: string; readonly denominator: string } | null;
}

const ROWS: Figure = {
  key: 'rows',
  title: '填报行数',
  header: '填报行数\n（行）',
  unit: '行',
  group: null,
  format: 'integer',
  rate: null,
};

/** `rows`, then every measure of the form, in its order. */
export function measureFigures(form: FormDefinition): readonly Figure[] {
  const measures = measuresOf(form).map((measure): Figure => {
    const field = measure.field === null ? null : fieldOf(form, measure.field);
    // Only a field that is added as it stands is shown below its band; derived measures are about whole rows.
    const isPlainField = field !== null && field.measure !== null && field.key === measure.key;
    return {
      key: measure.key,
      title: measure.title,
      header: measure.unit === '' ? measure.title : `${measure.title}\n（${measure.unit}）`,
      unit: measure.unit,
      group: isPlainField ? field.group : null,
      format: field?.kind === 'amount' ? 'amount' : field?.kind === 'decimal' ? 'decimal' : 'integer',
      rate: null,
    };
  });
  return [ROWS, ...measures];
}

/** The form's rates as columns. */
export function rateFigures(form: FormDefinition): readonly Figure[] {
  return form.rates.map((rate) => ({
    key: rate.key,
    title: rate.title,
    header: rate.title,
    unit: '',
    group: form.rates.length > 1 ? '比率' : null,
    format: 'percent',
    rate,
  }));
}

/** Every column of numbers of a form. */
export function figuresOf(form: FormDefinition): readonly Figure[] {
  return [...measureFigures(form), ...rateFigures(form)];
}

/** A total as its cell shows it: amounts in 元. A key that is not there is 0. */
export function shownValue(figure: Pick<Figure, 'key' | 'format'>, totals: Totals | undefined): number {
  const value = totals !== undefined && Object.hasOwn(totals, figure.key) ? (totals[figure.key] ?? 0) : 0;
  if (figure.format === 'amount') return value / 100;
  return figure.format === 'decimal' ? Number(value.toFixed(6)) : value;
}

/** A total in words: `12,345 户`, `3.52 万元`. */
export function figureText(figure: Figure, totals: Totals | undefined): string {
  const value = shownValue(figure, totals);
  return figure.format === 'amount'
    ? formatAmount(Math.round(value * 100))
    : `${formatCount(value)} ${figure.unit}`.trimEnd();
}

/**
 * The number of a cell in words as `figureText` has it, a rate as a percentage; what is no number stays as it stands.
 */
export function figureTextFormula(figure: Pick<Figure, 'format' | 'unit'>, reference: string): string {
  return `IF(ISNUMBER(${reference}),${numberInWords(figure, reference)},${reference})`;
}

function numberInWords({ format, unit }: Pick<Figure, 'format' | 'unit'>, number: string): string {
  const text = (pattern: string, of = number) => `TEXT(${of},"${pattern}")`;
  const withUnit = (words: string, of: string) => (of === '' ? words : `${words}&${quoteText(` ${of}`)}`);
  switch (format) {
    case 'amount': {
      const wan = withUnit(text('#,##0.00', `ROUND(${number}/10000,2)`), '万元');
      return `IF(ABS(${number})<10000,${withUnit(text('#,##0.00'), '元')},${wan})`;
    }
    case 'percent':
      return text('#,##0.0%', `ROUND(${number},3)`);
    case 'decimal':
      // With optional decimals only, 12 would be `12.`.
      return withUnit(`IF(${number}=INT(${number}),${text('#,##0')},${text('#,##0.######')})`, unit);
    default:
      return withUnit(text('#,##0'), unit);
  }
}

function quoteText(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** The quotient of two totals; null when nothing stands below the line. */
export function rateOf(form: FormDefinition, rateKey: string, totals: Totals | undefined): number | null {
  const rate = form.rates.find((item) => item.key === rateKey);
  if (rate === undefined) return null;
  const figures = measureFigures(form);
  const value = (key: string) => {
    const figure = figures.find((item) => item.key === key);
    return figure === undefined ? 0 : shownValue(figure, totals);
  };
  const denominator = value(rate.denominator);
  return denominator === 0 ? null : value(rate.numerator) / denominator;
}

/** Adds cells; amounts and decimals are rounded, since binary fractions do not add up to the cent. */
export function sumFormula(figure: Pick<Figure, 'format'>, sum: string): string {
  if (figure.format === 'amount') return `ROUND(${sum},2)`;
  return figure.format === 'decimal' ? `ROUND(${sum},6)` : sum;
}

/** Decimals of a quotient: more than anybody reads, few enough for the 15 digits that spreadsheet files keep. */
const QUOTIENT_DECIMALS = 12;

/** Numerator by denominator, with the value that it has; `—` when nothing stands below the line. */
export function quotientFormula(
  numerator: { readonly reference: string; readonly value: number },
  denominator: { readonly reference: string; readonly value: number },
): PlannedValue {
  const quotient = `ROUND(${numerator.reference}/${denominator.reference},${QUOTIENT_DECIMALS})`;
  return formula(
    `IF(${denominator.reference}=0,"${NO_NUMBER}",${quotient})`,
    denominator.value === 0
      ? NO_NUMBER
      : Number((numerator.value / denominator.value).toFixed(QUOTIENT_DECIMALS)),
  );
}

/** A rate of one row: a formula over the row's own measures. */
export function rateFormula(
  figures: readonly Figure[],
  rate: { readonly numerator: string; readonly denominator: string },
  totals: Totals | undefined,
  rowNumber: number,
  firstColumn: number,
): PlannedValue {
  const part = (key: string) => {
    const index = figures.findIndex((figure) => figure.key === key);
    return {
      reference: `${formatColumn(firstColumn + index)}${rowNumber}`,
      value: shownValue(figures[index]!, totals),
    };
  };
  return quotientFormula(part(rate.numerator), part(rate.denominator));
}
