import { formatDay, formatMoment } from '../campaign/beijing-time.js';
import type { Campaign, FormTask } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { FOOTER_LABELS, INSTRUCTIONS_TITLE } from '../form/shell.js';
import type { CellRange } from '../workbook/reference.js';
import { NUMBER_FORMATS, wrappedLines } from '../workbook/theme.js';
import type { CellStyle, PlannedRow } from '../workbook/workbook-plan.js';
import { LABEL_VALUE, labelPiece, placePieces } from './place-pieces.js';
import { NOTE, NOTE_HEIGHT, planRuleLines, type RuleLines } from './rule-lines.js';

/** What stands below 合计. */
export interface FooterPlan {
  readonly rows: readonly PlannedRow[];
  readonly merges: readonly CellRange[];
  readonly formats: RuleLines['formats'];
  readonly lastRowNumber: number;
  readonly lastColumnNumber: number;
}

const SIGNATURE_HEIGHT = 30;

/** The signatures, and 填表说明 over the whole width with 审核关系 as its end. */
export function planFooter(
  campaign: Campaign,
  form: FormDefinition,
  task: FormTask,
  firstRow: number,
  columnWidths: readonly number[],
): FooterPlan {
  const width = columnWidths.reduce((total, value) => total + value, 0);
  const lines = instructionLines(campaign, form, task);
  const signatures = placePieces(signaturePieces(width), columnWidths, firstRow);
  const rules = planRuleLines(form, firstRow + 1 + lines.length, columnWidths);
  return {
    rows: [
      { rowNumber: firstRow, height: SIGNATURE_HEIGHT, cells: signatures.cells },
      ...lines.map((text, index) => ({
        rowNumber: firstRow + 1 + index,
        height: wrappedLines(text, width) * NOTE_HEIGHT + 2,
        cells: [{ columnNumber: 1, value: text, style: NOTE }],
      })),
      ...rules.rows,
    ],
    merges: [
      ...signatures.merges,
      ...lines.map((_, index) => ({
        top: firstRow + 1 + index,
        left: 1,
        bottom: firstRow + 1 + index,
        right: columnWidths.length,
      })),
      ...rules.merges,
    ],
    formats: rules.formats,
    lastRowNumber: firstRow + lines.length + rules.rows.length,
    lastColumnNumber: Math.max(signatures.lastColumnNumber, rules.lastColumnNumber),
  };
}

/** Four labels with room for a name behind each, evenly over the width. */
function signaturePieces(width: number) {
  const style: CellStyle = { ...LABEL_VALUE, numberFormat: NUMBER_FORMATS.text, unlocked: true };
  return FOOTER_LABELS.flatMap((text) => {
    const label = labelPiece(text);
    // Pieces end at the next column's edge: two thirds of a quarter leave room for that.
    const room = Math.max(10, (width / FOOTER_LABELS.length - label.width) * 0.66);
    return [label, { value: null, width: room, style }];
  });
}

/** 填表说明：1. …, the following ones indented below the first. */
function instructionLines(campaign: Campaign, form: FormDefinition, task: FormTask): string[] {
  const contact = [
    campaign.receiver && `报送至${campaign.receiver}`,
    campaign.email && `邮箱 ${campaign.email}`,
    campaign.contact && `联系人 ${campaign.contact}`,
    campaign.phone && `电话 ${campaign.phone}`,
  ].filter((part) => part);
  const paper = task.paperDeadline ? `；签字盖章的纸质件于 ${formatMoment(task.paperDeadline)} 前报送` : '';
  return [
    `${form.rowMeaning}。统计时段为 ${formatDay(task.periodStart)}至${formatDay(task.periodEnd)}。`,
    `请于 ${formatMoment(task.deadline)} 前报送电子表${paper}。${contact.length > 0 ? `${contact.join('，')}。` : ''}`,
    '本期没有数据的，“本期有无数据”选“无”，下面不用填；有数据的，没有的项目填 0。',
    `行不够时，在“合计”行上面插入行${form.fields.some((field) => field.computed) ? '；灰色格子自动计算，不用填' : ''}。`,
    ...form.instructions,
  ].map((line, index) => `${index === 0 ? `${INSTRUCTIONS_TITLE}：` : '　　　　　'}${index + 1}. ${line}`);
}
