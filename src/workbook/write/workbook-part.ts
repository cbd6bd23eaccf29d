import type { CellRange } from '../reference.js';
import { formatColumn, quoteSheetName } from '../reference.js';
import type { WorkbookPlan } from '../workbook-plan.js';
import { xmlAttributes, xmlContent } from '../xml-text.js';

interface DefinedName {
  readonly name: string;
  readonly formula: string;
  readonly localSheetId?: number;
  readonly hidden?: 1;
}

function absoluteRange(sheetName: string, range: CellRange): string {
  const first = `$${formatColumn(range.left)}$${range.top}`;
  const last = `$${formatColumn(range.right)}$${range.bottom}`;
  return `${quoteSheetName(sheetName)}!${first}:${last}`;
}

/** The names that Excel keeps for itself (ECMA-376 part 1, 18.2.5): print area, print titles, filtered range. */
function builtInNames(plan: WorkbookPlan): DefinedName[] {
  return plan.sheets.flatMap((sheet, localSheetId) => {
    const names: DefinedName[] = [];
    if (sheet.autoFilter) {
      const formula = absoluteRange(sheet.name, sheet.autoFilter);
      names.push({ name: '_xlnm._FilterDatabase', formula, localSheetId, hidden: 1 });
    }
    const { area, repeatRows } = sheet.print ?? {};
    if (area)
      names.push({ name: '_xlnm.Print_Area', formula: absoluteRange(sheet.name, area), localSheetId });
    if (repeatRows) {
      const formula = `${quoteSheetName(sheet.name)}!$${repeatRows.first}:$${repeatRows.last}`;
      names.push({ name: '_xlnm.Print_Titles', formula, localSheetId });
    }
    return names;
  });
}

/** `definedNames` (ECMA-376 part 1, 18.2.6); empty without names. */
export function formatDefinedNames(plan: WorkbookPlan): string {
  const names: DefinedName[] = [...builtInNames(plan), ...(plan.definedNames ?? [])];
  if (names.length === 0) return '';
  const xml = names.map(({ name, formula, localSheetId, hidden }) => {
    return `<definedName${xmlAttributes({ name, localSheetId, hidden })}>${xmlContent(formula)}</definedName>`;
  });
  return `<definedNames>${xml.join('')}</definedNames>`;
}

/** Puts the defined names into the workbook part that exceljs wrote; they follow the sheets (18.2.27). */
export function patchWorkbook(xml: string, plan: WorkbookPlan): string {
  if (!xml.includes('</sheets>') || xml.includes('<definedNames>'))
    throw new Error('exceljs wrote an unexpected workbook part');
  return xml.replace('</sheets>', () => `</sheets>${formatDefinedNames(plan)}`);
}
