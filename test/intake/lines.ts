import { expect, it } from 'vitest';

// The list of what comes back from units and what is made of it, line by line. Each line has exactly one test in
// this folder, in the file of its section; a line without a test, or with two, is red.

const CONTAINERS = {
  // Counts; macros are never run.
  excel: '.xlsx from Excel: counts',
  'excel-macros': '.xlsm from Excel: counts; macros are never run',
  wps: '.xlsx from WPS: counts',
  libreoffice: '.xlsx from LibreOffice: counts',
  openpyxl: '.xlsx from openpyxl: counts',
  prefixes: '.xlsx from other writers, namespace prefixes: counts',
  'wrong-dimension': '.xlsx from other writers, wrong <dimension>: counts',
  'no-dimension': '.xlsx from other writers, missing <dimension>: counts',
  strict: '.xlsx from other writers, Strict OOXML: counts',
  'inline-strings': '.xlsx from other writers, inline strings: counts',
  'no-styles': '.xlsx from other writers, no styles part: counts',
  'shared-formulas': '.xlsx from other writers, shared formulas: counts',
  'odd-targets': '.xlsx from other writers, odd relationship targets: counts',
  biff8: '.xls (BIFF8): counts',
  biff5: '.xls (BIFF5): counts',
  xlsb: '.xlsb: counts',
  et: 'WPS .et: counts',
  ods: '.ods: counts',
  'csv-utf8': '.csv in UTF-8: counts',
  'csv-bom': '.csv in UTF-8 with BOM: counts',
  'csv-gb18030': '.csv in GB18030/GBK: counts',
  'csv-utf16': '.csv in UTF-16: counts',
  'csv-comma': '.csv with comma: counts',
  'csv-tab': '.csv with tab: counts',
  'csv-semicolon': '.csv with semicolon: counts',
  'xlsx-as-xls': 'wrong extension, xlsx named .xls: recognised by content, counts',
  'html-as-xls': 'wrong extension, HTML named .xls: recognised by content, counts',
  'spreadsheetml-as-xls': 'wrong extension, SpreadsheetML 2003 named .xls: recognised by content, counts',
  zip: '.zip: every spreadsheet inside counts, `entry` names it',
  'zip-gbk-names': '.zip with GBK file names: every spreadsheet inside counts, `entry` names it',
  'zip-nested': '.zip nested once: every spreadsheet inside counts, `entry` names it',
  'eml-base64': '.eml with attachments (base64): every spreadsheet inside counts, `entry` names it',
  'eml-encoded-word': '.eml with attachments (encoded-word names): counts, `entry` names it',
  'eml-rfc2231': '.eml with attachments (RFC 2231 names): counts, `entry` names it',
  rar: '.rar: unreadable, 请解压后放入收件文件夹',
  '7z': '.7z: unreadable, 请解压后放入收件文件夹',
  'password-agile': 'password-protected workbook, agile: opened with 文件打开密码 where one fits',
  'password-standard': 'password-protected workbook, standard: opened with 文件打开密码 where one fits',
  'password-unknown':
    'password-protected workbook, none fits: unreadable, 文件有打开密码，设置中的密码打不开',
  'eml-link': 'an eml whose attachment is only a 超大附件 link: unreadable, 邮件里只有下载链接，没有文件',
  word: 'Word of a form: ignored with the reason; the unit named in the file name is pending, not missing',
  pdf: 'PDF of a form: ignored with the reason; the unit named in the file name is pending, not missing',
  scan: 'scans of a form: ignored with the reason; the unit named in the file name is pending, not missing',
  photo: 'photos of a form: ignored with the reason; the unit named in the file name is pending, not missing',
  truncated: 'truncated: unreadable with the reason; the run goes on',
  'zero-bytes': 'zero bytes: unreadable with the reason; the run goes on',
  'damaged-zip': 'damaged zip: unreadable with the reason; the run goes on',
  'renamed-picture': 'a picture renamed .xlsx: unreadable with the reason; the run goes on',
  'zip-bomb': 'zip bomb: stays inside set limits of memory and time; unreadable with the limit named',
  'styled-rows': 'millions of empty styled rows: stays inside set limits; unreadable with the limit named',
  'many-columns': '16 384 columns: stays inside set limits; unreadable with the limit named',
  'shared-strings': '100 MB of shared strings: stays inside set limits; unreadable with the limit named',
  'path-outside': 'a path in a zip that points outside: never followed',
  'path-absolute': 'absolute paths: never followed',
  'symbolic-links': 'symbolic links out of 收件/: never followed',
} as const;

const SHEETS_AND_HEADERS = {
  'title-moved': 'Title moved',
  'title-missing': 'Title missing',
  'one-header-row': '1–4 header rows: 1',
  'two-header-rows': '1–4 header rows: 2',
  'three-header-rows': '1–4 header rows: 3',
  'four-header-rows': '1–4 header rows: 4',
  'headers-merged': 'headers merged',
  'headers-aliased': 'headers re-worded by an alias',
  'headers-padded': 'headers padded with U+3000',
  'headers-broken': 'headers broken over lines',
  'headers-half-width': 'headers in half-width parentheses',
  'headers-full-width': 'headers in full-width parentheses',
  'columns-reordered': 'columns reordered',
  'columns-inserted': 'columns inserted',
  'columns-hidden': 'columns hidden',
  'rows-hidden': 'rows hidden',
  'rows-filtered': 'rows filtered',
  'rows-blank': 'blank rows between',
  'column-numbers': 'a 甲 乙 1 2 3 row under the header',
  'forms-stacked': 'two forms stacked in one sheet',
  'sheets-unnamed': 'forms on sheets named Sheet1',
  'helper-columns': 'helper columns at the side',
  'example-row': 'leftovers of the example row',
  'unit-in-file-name': 'the unit only in the file name',
  'unit-in-merged-cell': '填报单位：XX局 in one merged cell',
  'several-units': 'several units in one sheet',
  'column-missing': 'A required column that cannot be found is column-missing, never a shifted column',
  'rows-heji': 'Rows of 合计 are never counted, wherever they stand',
  'rows-zongji': 'Rows of 总计 are never counted, wherever they stand',
  'rows-xiaoji': 'Rows of 小计 are never counted, wherever they stand',
  'ends-at-leader': 'reading ends at the footer words: 单位负责人',
  'ends-at-reviewer': 'reading ends at the footer words: 审核人',
  'ends-at-filler': 'reading ends at the footer words: 填报人',
  'ends-at-instructions': 'reading ends at the footer words: 填表说明',
  'ends-at-note': 'reading ends at the footer words: 注：',
  'ends-at-title': 'reading ends at the next form’s title',
  'ends-at-sheet': 'reading ends at the end of the sheet',
  'merged-text': 'A vertically merged text cell applies to each of its rows',
  'merged-number': 'a merged number counts once',
  'merged-covered': 'covered cells are neither missing nor operands',
} as const;

const CELLS = {
  'full-width-digits': '１２３: the number, converted',
  'blanks-around': '" 123 ": the number, converted',
  thousands: '1,234: the number, converted',
  'thousands-full-width': '1，234.50: the number, converted',
  apostrophe: "'123: the number, converted",
  currency: '¥1,000.00: the number, converted',
  'no-break-space': 'U+00A0: the number, converted',
  'zero-width': 'zero-width characters: the number, converted',
  'own-unit': '3户 under （户）: the number, converted',
  'own-unit-yuan': '500元 under （元）: the number, converted',
  'own-unit-kuai': '500块 under （元）: the number, converted',
  'another-unit': '198件 under （元）: not-a-number',
  about: '约500: not-a-number',
  'more-than': '500多: not-a-number',
  'ten-thousand': '2.5万: × 10 000, scaled',
  'ten-thousand-yuan': '2000万元 in an amount column: × 10 000, scaled',
  'ten-thousand-header': 'a header that says 万元 over it: × 10 000, scaled',
  numeral: '三: not-a-number, never 0',
  numerals: '十二: not-a-number, never 0',
  range: '3-5: not-a-number, never 0',
  several: '若干: not-a-number, never 0',
  attached: '见附件: not-a-number, never 0',
  'blank-dash': '— alone, in any column: blank',
  'blank-full-width-hyphen': '－ alone, in any column: blank',
  'blank-hyphen': '- alone, in any column: blank',
  'blank-slash': '/ alone, in any column: blank',
  'blank-backslash': '\\ alone, in any column: blank',
  'blank-none': '无 alone, in any column: blank',
  'date-hyphens': '2020-10-17: the date, converted where it was text',
  'date-points': '2020.10.17: the date, converted where it was text',
  'date-slashes': '2020/10/17: the date, converted where it was text',
  'date-chinese': '2020年10月17日: the date, converted where it was text',
  'date-without-year': '10月17日: the date; without a year, the year nearest the form’s period',
  'date-digits': '20201017: the date, converted where it was text',
  'date-1900': 'an Excel date (1900 system): the date',
  'date-1904': 'an Excel date (1904 system): the date',
  'date-as-text': 'a date stored as text: the date, converted',
  'phone-number': '13800001234 as a number (also shown as 1.38E+10): the phone number as text',
  'phone-hyphens': '138-0000-1234: the phone number as text',
  'digits-exponent': '1.38E+10 as text: digits-lost',
  'digits-id': 'an 18-digit id ending in 000 stored as a number: digits-lost',
  'computed-cached': 'a formula in a computed field: recomputed; its cached value is never a finding',
  'computed-absent': 'a formula in a computed field: recomputed; its absence is never a finding',
  'computed-error': 'a formula in a computed field: recomputed; its error is never a finding',
  'total-cached': 'a formula in the 合计 row: recomputed; its cached value is never a finding',
  'total-absent': 'a formula in the 合计 row: recomputed; its absence is never a finding',
  'total-error': 'a formula in the 合计 row: recomputed; its error is never a finding',
  'formula-cached': 'a formula elsewhere: its cached value',
  'formula-absent': 'a formula elsewhere without one: formula-error with 请打开保存后重报',
  'formula-error': '#REF! and friends in a used cell that is not computed: formula-error',
  hyperlink: '=HYPERLINK(…) as text: plain text, and plain text in every output',
  'at-sign': '@x as text: plain text, and plain text in every output',
  'plus-sign': '+1 as text: plain text, and plain text in every output',
  decimal: 'Arithmetic on money is decimal: 0.1 + 0.2 is 0.30',
} as const;

const RUN = {
  'twice-totals': 'Twice over the same folder gives the same totals',
  'twice-result': 'Twice over the same folder gives the same result.json apart from its time',
  'open-inbox': 'A file of 收件/ that is open in Excel: the run goes on',
  'open-outputs': 'A file of 汇总/ that is open in Excel: a complete set of 汇总/ is there',
  vanishes: 'a file that vanishes during the run: the run goes on',
  'full-disk': 'a full disk: a complete set of 汇总/, never half of one',
  kill: 'a kill in the middle: the old or the new set of 汇总/ is there or is put back by the next command',
  'inbox-untouched': '收件/ is untouched',
  'one-bad-file': 'One bad file never stops the others',
} as const;

const SECTIONS = {
  Containers: CONTAINERS,
  'Sheets and headers': SHEETS_AND_HEADERS,
  Cells: CELLS,
  'The run': RUN,
} as const;

type Sections = typeof SECTIONS;
export type SectionName = keyof Sections;

/** Names the tests of one section: by a line's id its text, to be used as the test's name. */
export function linesOf<Name extends SectionName>(section: Name) {
  const texts: Readonly<Record<string, string>> = SECTIONS[section];
  const named: string[] = [];
  return {
    line: (id: keyof Sections[Name] & string): string => {
      named.push(id);
      return texts[id]!;
    },
    /** A test that every line of the section has named exactly one test; to be declared behind all of them. */
    eachLineHasOneTest: (): void => {
      it(`each line of “${section}” has exactly one test`, () => {
        expect([...named].sort()).toEqual(Object.keys(texts).sort());
      });
    },
  };
}
