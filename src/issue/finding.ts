/** 必须改 / 请核对 / 仅提醒. */
export type Level = 'error' | 'query' | 'hint';

/** Gravest first. */
export const LEVELS = ['error', 'query', 'hint'] as const satisfies readonly Level[];

/** The Chinese names that people see. */
export const LEVEL_TITLES: Readonly<Record<Level, string>> = {
  error: '必须改',
  query: '请核对',
  hint: '仅提醒',
};

/** Where a returned sheet lies: a file below the working folder, and the inner path in a zip or eml. */
export interface FileSource {
  readonly path: string;
  readonly entry: string | null;
}

/** The file's path, with the inner path of a container behind it: how 人工认定 names it. */
export function fullPath(source: FileSource): string {
  return source.entry === null ? source.path : `${source.path}/${source.entry}`;
}

/** Why a query or error no longer asks for anything. */
export type ClosedBy = 'explanation' | 'decision' | 'superseded';

/** One problem at one place. Text is made at the edge from `rule` and `parameters` (issue/messages.ts). */
export interface Finding extends FileSource {
  /** A name of forms.md: `JD-01`, `not-a-number` … */
  readonly rule: string;
  readonly level: Level;
  readonly sheet: string | null;
  /** One A1 reference, the top left of a merge. */
  readonly cell: string | null;
  /** 单位编码. */
  readonly unit: string | null;
  /** The form's key. */
  readonly form: string | null;
  /** The field's key. */
  readonly field: string | null;
  /** What stood in the cell. */
  readonly value: string | number | null;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly open: boolean;
  readonly closedBy: ClosedBy | null;
  /** Why it is right all the same, in the words of the unit or of 人工认定; only where it is closed. */
  readonly reason?: string;
  /** Where the unit wrote it: 说明 of the row, or of 《退回修改清单》. */
  readonly reasonIn?: 'row' | 'list';
}

/** Dispositions of a file or sheet, in the order in which a file with several shows them (product.md). */
export const DISPOSITIONS = [
  'unreadable',
  'unrecognized',
  'returned',
  'queried',
  'accepted',
  'superseded',
  'duplicate',
  'empty',
  'ignored',
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export const DISPOSITION_TITLES: Readonly<Record<Disposition, string>> = {
  unreadable: '打不开',
  unrecognized: '认不出',
  returned: '退回修改',
  queried: '已计入待说明',
  accepted: '已计入',
  superseded: '已被新件替代',
  duplicate: '重复报送',
  empty: '空表',
  ignored: '不是报表',
};

/** Statuses of a unit × form, best first where nothing is in force (product.md). */
export const STATUSES = [
  'accepted',
  'queried',
  'nil',
  'returned',
  'pending',
  'empty',
  'missing',
  'exempt',
] as const;
export type Status = (typeof STATUSES)[number];

export const STATUS_TITLES: Readonly<Record<Status, string>> = {
  accepted: '已报',
  queried: '已报待说明',
  nil: '零报告',
  returned: '已报待改',
  pending: '已来件待处理',
  empty: '空表',
  missing: '未报送',
  exempt: '免报',
};
