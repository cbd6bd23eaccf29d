import type { Status } from '../issue/finding.js';

/** The sheet of a 底稿 that says what became of every unit and form; read back when a 底稿 is a return. */
export const STATUS_SHEET = '报送状态';

/** Titles of its columns, in order. One definition for the writer (report) and the reader (ingest). */
export const STATUS_COLUMNS = {
  code: '单位编码',
  county: '所属县（市）',
  name: '单位名称',
  formTitle: '表名',
  status: '状态',
  late: '是否迟报',
  receivedAt: '收件时间',
  rows: '计入行数',
  file: '来源文件',
  released: '放行原因',
  confirmed: '已人工确认',
  form: '表代码',
  statusWord: '状态代码',
  digest: '记录指纹',
} as const;

/** Row of the titles; the rows follow. */
export const STATUS_HEADER_ROW = 3;

/** One row of the sheet. */
export interface RecordedStatus {
  readonly unit: string;
  readonly form: string;
  readonly status: Status;
  readonly late: boolean;
  readonly receivedAt: string | null;
  readonly released: string | null;
  /** 人工认定 确认 closed its queries. */
  readonly confirmed: boolean;
  /** Digest of the counted records, see digestRecords. */
  readonly digest: string;
}
