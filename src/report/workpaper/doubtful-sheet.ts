import { DISPOSITION_TITLES, type Disposition, fullPath } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { COLORS, NUMBER_FORMATS, STYLES } from '../../workbook/theme.js';
import type { CellStyle } from '../../workbook/workbook-plan.js';
import { asOfText, type ListColumn, type ListSheet, linkToFile, numberColumn } from '../lists/list-sheet.js';
import { LOOKS } from '../summary/formats.js';
import { type DoubtfulLine, findDoubtful } from './doubtful-lines.js';

const LEFT_TEXT: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };
const ADVICE: Readonly<Partial<Record<Disposition, string>>> = {
  unreadable: '请单位重新报送；有密码的，把密码填入活动设置的“文件打开密码”。',
  unrecognized: '确认是哪个单位后，复制那一行到“人工认定”；没有列出的，请补填单位、表名。',
  returned: '一般请单位改正后重报；确需计入的复制“放行”，不算数的复制“作废”。',
  queried: '已计入合计；核实无误的，复制“确认”。',
};
const COPY_HEADER: CellStyle = {
  ...STYLES.header,
  fill: COLORS.good,
  font: { ...STYLES.header.font, color: COLORS.goodInk },
};
/** The columns of 人工认定, and how wide they may grow here. */
const COPY_WIDTHS = {
  文件: [14, 26],
  工作表: [8, 14],
  单位: [8, 16],
  表名: [8, 14],
  处理: [6, 6],
  理由: [10, 10],
  经办人: [8, 8],
  日期: [10, 10],
} as const satisfies Record<string, readonly [least: number, most: number]>;
type CopyTitle = keyof typeof COPY_WIDTHS;
const COPY_TITLES = Object.keys(COPY_WIDTHS) as CopyTitle[];

/** 需要人工认定: what is doubtful, with rows ready to be copied into 人工认定. */
export function listDoubtful(summary: Summary, folder: string): ListSheet<DoubtfulLine> {
  const lines = findDoubtful(summary);
  return {
    name: '需要人工认定',
    title: `${summary.campaign.name}需要人工认定的文件`,
    subtitle: `${asOfText(summary)}　　选好处理办法后，把该行右侧绿色表头下的八格复制到《活动设置》的“人工认定”表，补填理由、经办人、日期，再汇总一次即可。`,
    columns: [
      numberColumn(),
      { title: '文件', width: [16, 28], value: (line) => linkToFile(line.source, folder) },
      { title: '工作表', width: [8, 14], value: (line) => line.sheet },
      {
        title: '情况',
        width: [9, 9],
        value: (line) => DISPOSITION_TITLES[line.disposition],
        style: (line) => (line.disposition === 'queried' ? LOOKS.query : LOOKS.error),
      },
      { title: '原因', width: [16, 30], value: (line) => line.reason },
      {
        title: '单位（候选）',
        width: [14, 20],
        value: (line) => line.unitName ?? (line.disposition === 'unrecognized' ? '没有相近的单位' : null),
      },
      { title: '怎么办', width: [16, 28], value: (line) => line.advice ?? ADVICE[line.disposition] ?? null },
      ...COPY_TITLES.map(
        (title): ListColumn<DoubtfulLine> => ({
          title,
          width: COPY_WIDTHS[title],
          value: (line) => proposedCell(line, title),
          style: LEFT_TEXT,
          headerStyle: COPY_HEADER,
        }),
      ),
    ],
    rows: lines,
    whenEmpty: '没有需要人工认定的文件',
    frozenColumns: 2,
  };
}

function proposedCell(line: DoubtfulLine, title: CopyTitle): string | null {
  if (line.proposal === null) return null;
  switch (title) {
    case '文件':
      return fullPath(line.source);
    case '工作表':
      return line.sheet;
    case '单位':
      return line.proposal.unit;
    case '表名':
      return line.proposal.form;
    case '处理':
      return line.proposal.action;
    default:
      return null;
  }
}
