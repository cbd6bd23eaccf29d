// The words around the rows of every form, as templates print them and returns are recognised by them.

/** Labels of the line above the header; a value stands in the cell to the right, or behind the colon. */
export const LABELS = {
  county: '县（市）',
  unit: '填报单位（盖章）',
  period: '统计时段',
  filledOn: '填报日期',
  answer: '本期有无数据',
} as const;

/** Answers to 本期有无数据. */
export const ANSWERS = { some: '有', none: '无' } as const;

/** What is read as 无 beside 本期有无数据. */
export const NONE_WORDS: readonly string[] = ['无', '否', '没有', '无数据', '本期无', '本期无数据', '零报告'];

/** Words that units write into the rows when there is nothing to report. */
export const NIL_WORDS: readonly string[] = ['无', '本期无', '本月无', '零报告', '无数据', '零申报', '没有'];

/** Labels of the line below 合计. */
export const FOOTER_LABELS = ['单位负责人', '审核人', '填报人', '联系电话'] as const;

/** Title of the first column. */
export const ROW_NUMBER_TITLE = '序号';
export const TOTAL_TITLE = '合计';
export const INSTRUCTIONS_TITLE = '填表说明';

/** Titles of the columns that say whose a row is, where one sheet holds several units. */
export const UNIT_COLUMNS = { code: '单位编码', county: '所属县（市）', name: '单位名称' } as const;

/** Title of the column of a 底稿 that holds what units wrote in 《退回修改清单》 of a row. */
export const ROW_REASONS_TITLE = '退回清单说明';

/** Titles of the columns that a 底稿 adds behind the form's own. */
export const SOURCE_COLUMNS = {
  file: '来源文件',
  sheet: '来源工作表',
  row: '来源行',
  /** The way back to the unit's row in the 汇总表. */
  summary: '汇总表行',
} as const;
