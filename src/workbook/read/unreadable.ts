/** A format that is recognised but that this reader does not read. */
export type ForeignFormat =
  | 'ods'
  | 'xlsb'
  | 'html'
  | 'spreadsheetml-2003'
  | 'text'
  | 'rar'
  | '7z'
  | 'gzip'
  | 'zip'
  | 'pdf'
  | 'image'
  | 'word'
  | 'presentation'
  | 'opendocument'
  | 'numbers'
  | 'rtf'
  | 'mail'
  | 'sylk'
  | 'xml';

/** Why a file could not be read, apart from its being another format. `detail` is a part's name or a limit. */
export type UnreadableCode =
  | 'empty-file'
  | 'truncated'
  | 'damaged-zip'
  | 'damaged-xml'
  | 'damaged-content'
  | 'missing-part'
  | 'not-a-spreadsheet'
  | 'unknown-encoding'
  | 'unclosed-quote'
  | 'linked-pages'
  | 'password-protected'
  | 'old-xls'
  | 'limit-size'
  | 'limit-inflated'
  | 'limit-ratio'
  | 'limit-entries'
  | 'limit-sheets'
  | 'limit-rows'
  | 'limit-columns'
  | 'limit-cells'
  | 'limit-shared-strings'
  | 'limit-merges';

export type UnreadableReason =
  | { readonly code: 'unsupported-format'; readonly detail: ForeignFormat }
  | { readonly code: UnreadableCode; readonly detail?: string | number };

/** Carries a reason out of the depths of a part; `readWorkbook` turns it into its result. */
export class ReadFailure extends Error {
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason) {
    super(reason.code);
    this.reason = reason;
  }
}

const SAVE_AGAIN = '请填报单位用 Excel 或 WPS 打开原表，另存为 xlsx 后重报';
const TOO_LARGE = '请核对是否发错文件，或删除多余内容后重报';

const DESCRIPTIONS: Readonly<Record<UnreadableCode, string>> = {
  'empty-file': '文件是空的（0 字节），请填报单位重新发送',
  truncated: '文件不完整，可能没有传完，请重新下载或请填报单位重新发送',
  'damaged-zip': `文件已损坏，${SAVE_AGAIN}`,
  'damaged-xml': `文件内容已损坏，${SAVE_AGAIN}`,
  'damaged-content': `文件内容已损坏，${SAVE_AGAIN}`,
  'missing-part': `文件缺少必要的内容，${SAVE_AGAIN}`,
  'not-a-spreadsheet': '不是电子表格文件，请填报单位发送 Excel 或 WPS 表格',
  'unknown-encoding': '文字编码认不出，请填报单位用 Excel 或 WPS 打开，另存为 xlsx 后重报',
  'unclosed-quote': `引号没有成对，后面的内容无法分列，文件可能不完整；${SAVE_AGAIN}`,
  'linked-pages': `这个网页只是目录，表格在同名文件夹（.files 或 _files）的网页里；${SAVE_AGAIN}`,
  'password-protected': '文件有打开密码，设置中的密码打不开',
  'old-xls': '旧版 xls 格式，暂时不能读取，请另存为 xlsx 后放入收件文件夹',
  'limit-size': `文件太大，${TOO_LARGE}`,
  'limit-inflated': `文件展开后太大，${TOO_LARGE}`,
  'limit-ratio': `文件的压缩比异常，疑似恶意文件，没有打开；${SAVE_AGAIN}`,
  'limit-entries': `文件内部的条目太多，没有打开；${SAVE_AGAIN}`,
  'limit-sheets': `工作表太多，${TOO_LARGE}`,
  'limit-rows': `行数超出范围，${TOO_LARGE}`,
  'limit-columns': `列数超出范围，${TOO_LARGE}`,
  'limit-cells': `有内容的单元格太多，${TOO_LARGE}`,
  'limit-shared-strings': `文字内容太多，${TOO_LARGE}`,
  'limit-merges': `合并单元格太多，${TOO_LARGE}`,
};

const UNPACK_FIRST = '，请解压后放入收件文件夹';
const SAVE_AS_XLSX = '，暂时不能读取，请另存为 xlsx 后放入收件文件夹';
const SEND_TABLE = '，不是电子表格，请填报单位发送 Excel 或 WPS 表格';

const FORMAT_DESCRIPTIONS: Readonly<Record<ForeignFormat, string>> = {
  ods: `OpenDocument 表格（ods）${SAVE_AS_XLSX}`,
  xlsb: `Excel 二进制工作簿（xlsb）${SAVE_AS_XLSX}`,
  html: `网页格式的表格${SAVE_AS_XLSX}`,
  'spreadsheetml-2003': `XML 表格 2003${SAVE_AS_XLSX}`,
  text: `文本文件${SAVE_AS_XLSX}`,
  numbers: `Numbers 表格${SAVE_AS_XLSX}`,
  rar: `RAR 压缩包${UNPACK_FIRST}`,
  '7z': `7z 压缩包${UNPACK_FIRST}`,
  gzip: `gzip 压缩包${UNPACK_FIRST}`,
  zip: `压缩包${UNPACK_FIRST}`,
  pdf: `PDF 文件${SEND_TABLE}`,
  image: `图片${SEND_TABLE}`,
  word: `Word 文档${SEND_TABLE}`,
  presentation: `演示文稿${SEND_TABLE}`,
  opendocument: `OpenDocument 文档${SEND_TABLE}`,
  rtf: `RTF 文档${SEND_TABLE}`,
  mail: '邮件，请把其中的附件存入收件文件夹',
  sylk: `SYLK 表格（slk）${SAVE_AS_XLSX}`,
  xml: `XML 文件${SEND_TABLE}`,
};

/** What is wrong with the file and what to do, in a sentence without full stop. */
export function describeUnreadable(reason: UnreadableReason): string {
  if (reason.code === 'unsupported-format') return FORMAT_DESCRIPTIONS[reason.detail];
  const text = DESCRIPTIONS[reason.code];
  if (reason.detail === undefined) return text;
  if (typeof reason.detail === 'string') return `${text}（${reason.detail}）`;
  const isBytes = reason.code === 'limit-size' || reason.code === 'limit-inflated';
  const amount = isBytes ? `${Math.round(reason.detail / (1024 * 1024))} MB` : String(reason.detail);
  return `${text}（上限 ${amount}）`;
}
