import { type CellRange, parseRange, parseReference } from '../../reference.js';
import {
  type SheetDetails,
  SheetDetailsBuilder,
  type SurveyedValidation,
  VALIDATION_OPERATORS,
} from '../../survey.js';
import { decodeEscapes } from '../../xml-text.js';
import type { WorkbookPackage } from '../workbook-package.js';
import { XmlCursor } from '../xml/xml-cursor.js';
import { shiftFormula } from './shift-formula.js';
import { readFormatCodes } from './styles.js';
import { readWorkbookPart } from './workbook-part.js';

/** Formulas, number formats and data validations of each sheet, by its name. */
export function surveyXlsx(parts: WorkbookPackage, workbookName: string): ReadonlyMap<string, SheetDetails> {
  const part = readWorkbookPart(parts.readText(workbookName) ?? '', workbookName);
  const relationships = parts.relationshipsOf(workbookName);
  const stylesName = relationships.find(({ type }) => type === 'styles')?.target ?? 'xl/styles.xml';
  const styles = parts.readText(stylesName);
  const codes = styles === null ? [] : readFormatCodes(styles, stylesName);
  const details = new Map<string, SheetDetails>();
  for (const { name, relationshipId } of part?.sheets ?? []) {
    const target = relationships.find(({ id }) => id === relationshipId)?.target;
    const text = target === undefined ? null : parts.readText(target);
    if (target !== undefined && text !== null) details.set(name, surveySheet(text, target, codes));
  }
  return details;
}

/** A formula that others repeat, where it stands. */
interface SharedFormula {
  readonly formula: string;
  readonly rowNumber: number;
  readonly columnNumber: number;
}

function surveySheet(text: string, partName: string, codes: readonly string[]): SheetDetails {
  const builder = new SheetDetailsBuilder();
  const cursor = new XmlCursor(text, partName);
  const shared = new Map<string, SharedFormula>();
  let rowNumber = 0;
  let columnNumber = 0;
  while (cursor.next()) {
    if (!cursor.isOpen) continue;
    if (cursor.isNamed('row')) {
      rowNumber = Number(cursor.attribute('r') ?? rowNumber + 1);
      columnNumber = 0;
    } else if (cursor.isNamed('c')) {
      const cell = parseReference(cursor.attribute('r') ?? '');
      columnNumber = cell?.columnNumber ?? columnNumber + 1;
      rowNumber = cell?.rowNumber ?? rowNumber;
      const code = codes[Number(cursor.attribute('s') ?? 0)];
      if (code !== undefined) builder.setFormat(rowNumber, columnNumber, code);
    } else if (cursor.isNamed('f') && rowNumber > 0) {
      const formula = readFormula(cursor, shared, rowNumber, columnNumber);
      if (formula !== null) builder.setFormula(rowNumber, columnNumber, formula);
    } else if (cursor.isNamed('col')) {
      const code = codes[Number(cursor.attribute('style') ?? 0)];
      if (code !== undefined)
        builder.setColumnFormat(Number(cursor.attribute('min')), Number(cursor.attribute('max')), code);
    } else if (cursor.isNamed('dataValidation')) builder.addValidation(readValidation(cursor));
    else if (cursor.isNamed('conditionalFormatting')) cursor.skipElement();
  }
  return builder.build();
}

function readFormula(
  cursor: XmlCursor,
  shared: Map<string, SharedFormula>,
  rowNumber: number,
  columnNumber: number,
): string | null {
  const isShared = cursor.attribute('t') === 'shared';
  const index = cursor.attribute('si') ?? '';
  const formula = decodeEscapes(cursor.readText()).trim();
  if (formula !== '') {
    if (isShared) shared.set(index, { formula, rowNumber, columnNumber });
    return formula;
  }
  const first = isShared ? shared.get(index) : undefined;
  return first === undefined
    ? null
    : shiftFormula(first.formula, rowNumber - first.rowNumber, columnNumber - first.columnNumber);
}

const TYPES: ReadonlySet<string> = new Set([
  'list',
  'whole',
  'decimal',
  'date',
  'time',
  'textLength',
  'custom',
]);

/** Of the sheet itself, or of its extensions, where lists of other sheets stand ([MS-XLSX] 2.6.12). */
function readValidation(cursor: XmlCursor): SurveyedValidation {
  const type = cursor.attribute('type') ?? 'any';
  const operator = cursor.attribute('operator');
  const prompt = cursor.attribute('prompt');
  let ranges = rangesOf(cursor.attribute('sqref') ?? '');
  const formulas: string[] = [];
  if (!cursor.isEmpty) {
    const { depth } = cursor;
    while (cursor.next() && cursor.depth >= depth) {
      if (!cursor.isOpen) continue;
      if (cursor.isNamed('sqref')) ranges = rangesOf(cursor.readText());
      // In extensions the formula is wrapped once more: it comes next.
      else if (cursor.isNamed('f') || (isFormula(cursor) && cursor.plainTextEnd() >= 0)) {
        const text = decodeEscapes(cursor.readText()).trim();
        if (text !== '') formulas.push(text);
      }
    }
  }
  return {
    ranges,
    type: TYPES.has(type) ? (type as SurveyedValidation['type']) : 'any',
    operator: VALIDATION_OPERATORS.find((known) => known === operator) ?? 'between',
    formulas,
    prompt: prompt === null || prompt === '' ? null : decodeEscapes(prompt),
  };
}

function isFormula(cursor: XmlCursor): boolean {
  return cursor.isNamed('formula1') || cursor.isNamed('formula2');
}

function rangesOf(text: string): readonly CellRange[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((part) => parseRange(part) ?? []);
}
