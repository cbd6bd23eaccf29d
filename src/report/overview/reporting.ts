import { STYLES } from '../../workbook/theme.js';
import type { PlannedRow } from '../../workbook/workbook-plan.js';
import { formatDeadline } from '../deadline-text.js';
import { cell, NUMBER_LOOKS } from '../summary-formats.js';
import { areaRates, type Scope, taskOf } from '../summary-scope.js';
import { joinBlocks, type PlannedBlock } from '../summary-table.js';
import { closeRowHeight, formLink, planSectionHeader, shareFormula } from './section.js';

const HEADERS = [
  '报表',
  '应报（家）',
  '已报（家）',
  '合格（家）',
  '按时（家）',
  '报送率',
  '合格率',
  '按时率',
  '截止时间',
];

/** 报送情况: completeness per form. */
export function planReporting(scope: Scope, firstRow: number, widths: readonly number[]): PlannedBlock {
  const rows = scope.summary.forms.map((form, index): PlannedRow => {
    const rowNumber = firstRow + 1 + index;
    const rates = areaRates(scope, form);
    const deadline = formatDeadline(taskOf(scope.summary.campaign, form).deadline).slice(5);
    return {
      rowNumber,
      height: closeRowHeight([
        { text: form.title, width: widths[0]! },
        { text: deadline, width: widths[8]! },
      ]),
      cells: [
        cell(1, formLink(scope, form), STYLES.link),
        ...[rates.owed, rates.received, rates.accepted, rates.onTime].map((count, position) =>
          cell(2 + position, count, NUMBER_LOOKS.integer),
        ),
        ...[rates.received, rates.accepted, rates.onTime].map((count, position) =>
          cell(6 + position, shareFormula(rowNumber, 3 + position, count, rates.owed), NUMBER_LOOKS.percent),
        ),
        cell(9, deadline, STYLES.centered),
      ],
    };
  });
  return joinBlocks(planSectionHeader(firstRow, HEADERS, widths), { rows, merges: [] });
}
