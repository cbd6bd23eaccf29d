import { type BookType, utils, write } from '@e965/xlsx';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { listZipEntries } from '../../../../src/container/read-zip.js';
import { MAX_COLUMNS, MAX_ROWS } from '../../../../src/workbook/excel-limits.js';
import { DEFAULT_READ_LIMITS, type ReadLimits } from '../../../../src/workbook/read/read-workbook.js';
import { packageOf, refusalOf, SHEET, STRINGS, sharedStrings, workbook, worksheet } from './package.js';

// Every limit by real bytes: what reaches it is read, one more is refused and the limit named. Memory is measured
// with the built binary in test/e2e/limits.test.ts.

const limited = (changes: Partial<ReadLimits>): ReadLimits => ({ ...DEFAULT_READ_LIMITS, ...changes });

const row = (rowNumber: number, cells: string) => `<row r="${rowNumber}">${cells}</row>`;
const numbers = (count: number) => '<c><v>1</v></c>'.repeat(count);
const sheetOf = (rows: string, rest = '') => packageOf({ [SHEET]: worksheet(rows, rest) });
const cellAt = (reference: string) =>
  sheetOf(`<row r="${/\d+/.exec(reference)![0]}"><c r="${reference}"><v>1</v></c></row>`);
const stringsOf = (...texts: string[]) =>
  packageOf({ [SHEET]: worksheet(''), [STRINGS]: sharedStrings(...texts.map((text) => `<t>${text}</t>`)) });

/** A workbook whose sheets all show the same part. */
function sheets(count: number): Uint8Array {
  const list = Array.from(
    { length: count },
    (_, i) => `<sheet name="表${i}" sheetId="${i + 1}" r:id="rId1"/>`,
  );
  return packageOf({
    'xl/workbook.xml': workbook(`<sheets>${list.join('')}</sheets>`),
    [SHEET]: worksheet(row(1, numbers(1))),
  });
}

/** The plain package with this many entries in all. */
function entries(count: number): Uint8Array {
  const parts: Record<string, string> = { [SHEET]: worksheet(row(1, numbers(1))) };
  const plain = listed(packageOf(parts)).length;
  for (let i = plain; i < count; i++) parts[`x/${i}`] = '';
  return packageOf(parts);
}

function listed(bytes: Uint8Array) {
  const listing = listZipEntries(bytes, {
    entries: 1_000_000,
    inflatedBytes: 1,
    ratio: 1,
    ratioFloorBytes: 1,
  });
  if (listing.kind === 'problem') throw new Error(listing.problem);
  return listing.entries;
}

const PADDED = sheetOf(row(1, numbers(1)), ' '.repeat(100_000));
const padded = listed(PADDED).find((entry) => entry.name === SHEET)!;
const RATIO = padded.inflatedSize / padded.packedSize;
/** The parts that are needed: the content types are not. */
const NEEDED = listed(PADDED)
  .filter((entry) => entry.name !== '[Content_Types].xml')
  .reduce((sum, entry) => sum + entry.inflatedSize, 0);

interface Edge {
  readonly name: string;
  readonly code: string;
  /** Bytes and limit that just fit, and that just do not. */
  readonly fits: readonly [Uint8Array, Partial<ReadLimits>?];
  readonly exceeds: readonly [Uint8Array, Partial<ReadLimits>?];
}

const EDGES: Readonly<Record<keyof ReadLimits | 'columns', readonly Edge[]>> = {
  fileBytes: [
    {
      name: 'bytes of the file',
      code: `limit-size ${PADDED.length - 1}`,
      fits: [PADDED, { fileBytes: PADDED.length }],
      exceeds: [PADDED, { fileBytes: PADDED.length - 1 }],
    },
  ],
  inflatedBytes: [
    {
      name: 'bytes of the inflated parts',
      code: `limit-inflated ${NEEDED - 1}`,
      fits: [PADDED, { inflatedBytes: NEEDED }],
      exceeds: [PADDED, { inflatedBytes: NEEDED - 1 }],
    },
  ],
  ratio: [
    {
      name: 'bytes out of one packed byte',
      code: 'limit-ratio',
      fits: [PADDED, { ratio: Math.ceil(RATIO), ratioFloorBytes: 0 }],
      exceeds: [PADDED, { ratio: Math.floor(RATIO), ratioFloorBytes: 0 }],
    },
  ],
  ratioFloorBytes: [
    {
      name: 'bytes below which the ratio does not matter',
      code: 'limit-ratio',
      fits: [PADDED, { ratio: 1, ratioFloorBytes: padded.inflatedSize }],
      exceeds: [PADDED, { ratio: 1, ratioFloorBytes: padded.inflatedSize - 1 }],
    },
  ],
  entries: [
    {
      name: 'entries of the zip',
      code: `limit-entries ${DEFAULT_READ_LIMITS.entries}`,
      fits: [entries(DEFAULT_READ_LIMITS.entries)],
      exceeds: [entries(DEFAULT_READ_LIMITS.entries + 1)],
    },
    {
      name: 'entries of which the end record, 16 bits wide, keeps 34 464',
      code: `limit-entries ${DEFAULT_READ_LIMITS.entries}`,
      fits: [entries(5)],
      exceeds: [entries(100_000)],
    },
  ],
  sheets: [
    {
      name: 'sheets',
      code: `limit-sheets ${DEFAULT_READ_LIMITS.sheets}`,
      fits: [sheets(DEFAULT_READ_LIMITS.sheets)],
      exceeds: [sheets(DEFAULT_READ_LIMITS.sheets + 1)],
    },
  ],
  rows: [
    {
      name: 'rows',
      code: `limit-rows ${MAX_ROWS}`,
      fits: [cellAt(`A${MAX_ROWS}`)],
      exceeds: [cellAt(`A${MAX_ROWS + 1}`)],
    },
    {
      name: 'rows without numbers of their own',
      code: 'limit-rows 3',
      fits: [sheetOf(`<row>${numbers(1)}</row>`.repeat(3)), { rows: 3 }],
      exceeds: [sheetOf(`<row>${numbers(1)}</row>`.repeat(4)), { rows: 3 }],
    },
  ],
  columns: [
    {
      name: 'columns',
      code: `limit-columns ${MAX_COLUMNS}`,
      fits: [cellAt('XFD1')],
      exceeds: [cellAt('XFE1')],
    },
    {
      name: 'columns without references of their own',
      code: `limit-columns ${MAX_COLUMNS}`,
      fits: [sheetOf(row(1, numbers(MAX_COLUMNS)))],
      exceeds: [sheetOf(row(1, numbers(MAX_COLUMNS + 1)))],
    },
  ],
  cells: [
    {
      name: 'cells with content',
      code: 'limit-cells 5',
      fits: [sheetOf(row(1, numbers(5))), { cells: 5 }],
      exceeds: [sheetOf(row(1, numbers(6))), { cells: 5 }],
    },
    {
      name: 'cells of all sheets together',
      code: 'limit-cells 5',
      fits: [sheets(5), { cells: 5 }],
      exceeds: [sheets(6), { cells: 5 }],
    },
    {
      name: 'all columns of ever more rows',
      code: 'limit-cells 40000',
      fits: [sheetOf(`<row>${numbers(MAX_COLUMNS)}</row>`.repeat(2)), { cells: 40_000 }],
      exceeds: [sheetOf(`<row>${numbers(MAX_COLUMNS)}</row>`.repeat(3)), { cells: 40_000 }],
    },
  ],
  sharedStrings: [
    {
      name: 'shared strings',
      code: 'limit-shared-strings 2',
      fits: [stringsOf('a', 'b'), { sharedStrings: 2 }],
      exceeds: [stringsOf('a', 'b', 'c'), { sharedStrings: 2 }],
    },
  ],
  sharedStringCharacters: [
    {
      name: 'characters of all shared strings',
      code: 'limit-shared-strings 5',
      fits: [stringsOf('甲乙', '丙丁戊'), { sharedStringCharacters: 5 }],
      exceeds: [stringsOf('甲乙', '丙丁戊己'), { sharedStringCharacters: 5 }],
    },
  ],
  mergedCells: [
    {
      name: 'merged cells',
      // One for the merge itself and one for each cell of the used part that it covers.
      code: 'limit-merges 7',
      fits: [merged(['A1:B3']), { mergedCells: 7 }],
      exceeds: [merged(['A1:B4']), { mergedCells: 7 }],
    },
    {
      name: 'overlapping merges',
      code: 'limit-merges 13',
      fits: [merged(['A1:B3', 'A1:B3']), { mergedCells: 14 }],
      exceeds: [merged(['A1:B3', 'A1:B3']), { mergedCells: 13 }],
    },
    {
      name: 'merges wider and longer than what is used',
      code: 'limit-merges 10',
      fits: [merged(['A1:XFD1048576']), { mergedCells: 11 }],
      exceeds: [merged(['A1:XFD1048576']), { mergedCells: 10 }],
    },
  ],
};

/** Five rows, the used part of which ends in column B. */
function merged(references: readonly string[]): Uint8Array {
  const list = references.map((reference) => `<mergeCell ref="${reference}"/>`).join('');
  const rows = [1, 2, 3, 4, 5].map((rowNumber) => row(rowNumber, numbers(2)));
  return sheetOf(rows.join(''), `<mergeCells>${list}</mergeCells>`);
}

describe('limits of a workbook', () => {
  it('has a case for every limit', () => {
    const { columns: _, ...limits } = EDGES;
    expect(Object.keys(limits).sort()).toEqual(Object.keys(DEFAULT_READ_LIMITS).sort());
  });

  it.each(Object.values(EDGES).flat())(
    '$name: reached is read, passed is $code',
    ({ code, fits, exceeds }) => {
      expect(refusalOf(fits[0], limited(fits[1] ?? {}))).toBe('workbook');
      expect(refusalOf(exceeds[0], limited(exceeds[1] ?? {}))).toBe(code);
    },
  );
});

/** Two sheets of two rows by three columns, all numbers but for two texts, written by a library that is not ours. */
function writtenAs(bookType: BookType): Uint8Array {
  const book = utils.book_new();
  for (const [index, text] of ['甲', '乙'].entries()) {
    const rows = [
      [1, 2, 3],
      [4, 5, text],
    ];
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), `表${index + 1}`);
  }
  return new Uint8Array(write(book, { type: 'buffer', bookType, bookSST: true }));
}

/** What each format holds of it: text formats only the first sheet; a table of shared strings only Excel's own. */
const FORMATS: readonly {
  readonly bookType: BookType;
  readonly sheets: number;
  readonly hasSharedStrings?: boolean;
}[] = [
  { bookType: 'xlsx', sheets: 2 },
  { bookType: 'biff8', sheets: 2, hasSharedStrings: true },
  { bookType: 'biff5', sheets: 2 },
  { bookType: 'xlsb', sheets: 2, hasSharedStrings: true },
  { bookType: 'ods', sheets: 2 },
  { bookType: 'xlml', sheets: 2 },
  { bookType: 'html', sheets: 1 },
  { bookType: 'csv', sheets: 1 },
];

describe.each(FORMATS)('limits of a workbook as $bookType', ({ bookType, sheets, hasSharedStrings }) => {
  const bytes = writtenAs(bookType);

  it.each<[string, Partial<ReadLimits>, Partial<ReadLimits>]>([
    ['limit-cells', { cells: 6 * sheets }, { cells: 6 * sheets - 1 }],
    ['limit-rows', { rows: 2 }, { rows: 1 }],
    ['limit-size', { fileBytes: bytes.length }, { fileBytes: bytes.length - 1 }],
    ...(sheets > 1
      ? [['limit-sheets', { sheets }, { sheets: sheets - 1 }] satisfies [string, object, object]]
      : []),
    ...(hasSharedStrings
      ? [
          ['limit-shared-strings', { sharedStrings: 2 }, { sharedStrings: 1 }] satisfies [
            string,
            object,
            object,
          ],
          ['limit-shared-strings', { sharedStringCharacters: 2 }, { sharedStringCharacters: 1 }] satisfies [
            string,
            object,
            object,
          ],
        ]
      : []),
  ])('%s', (code, fits, exceeds) => {
    expect(refusalOf(bytes, limited(fits))).toBe('workbook');
    expect(refusalOf(bytes, limited(exceeds))).toBe(`${code} ${Object.values(exceeds)[0]}`);
  });
});

const SHEET_ML = 'urn:schemas-microsoft-com:office:spreadsheet';
const sheetMl = (cell: string) =>
  `<?xml version="1.0"?><Workbook xmlns="${SHEET_ML}" xmlns:ss="${SHEET_ML}"><Worksheet ss:Name="表"><Table><Row>${cell}</Row></Table></Worksheet></Workbook>`;

describe('limits of what a few bytes can claim', () => {
  const text = (content: string) => new TextEncoder().encode(content);

  it.each<[string, string, string]>([
    ['csv', `${','.repeat(MAX_COLUMNS - 1)}1\n`, `${','.repeat(MAX_COLUMNS)}1\n`],
    [
      'html',
      `<table><tr><td colspan="1000">${'<td colspan="1000">'.repeat(15)}<td colspan="383"><td>1</table>`,
      `<table><tr><td colspan="1000">${'<td colspan="1000">'.repeat(15)}<td colspan="384"><td>1</table>`,
    ],
    [
      'SpreadsheetML',
      sheetMl(`<Cell ss:Index="${MAX_COLUMNS}"><Data ss:Type="Number">1</Data></Cell>`),
      sheetMl(`<Cell ss:Index="${MAX_COLUMNS + 1}"><Data ss:Type="Number">1</Data></Cell>`),
    ],
  ])('columns of %s', (_, fits, exceeds) => {
    expect(refusalOf(text(fits))).toBe('workbook');
    expect(refusalOf(text(exceeds))).toBe(`limit-columns ${MAX_COLUMNS}`);
  });

  it('rows and cells that an ods repeats: blanks are none, values count each', () => {
    const blanks = spreadsheetOf(`${VALUE}<table:table-row table:number-rows-repeated="1048575"/>`);
    expect(refusalOf(blanks)).toBe('workbook');
    const row = (rows: number) =>
      `<table:table-row table:number-rows-repeated="${rows}"><table:table-cell table:number-columns-repeated="100" office:value-type="float" office:value="1"/></table:table-row>`;
    expect(refusalOf(spreadsheetOf(row(50)), limited({ cells: 5000 }))).toBe('workbook');
    expect(refusalOf(spreadsheetOf(row(51)), limited({ cells: 5000 }))).toBe('limit-cells 5000');
    expect(refusalOf(spreadsheetOf(row(MAX_ROWS)))).toBe(`limit-cells ${DEFAULT_READ_LIMITS.cells}`);
  });
});

const VALUE =
  '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>';

/** An OpenDocument spreadsheet of one table with these rows. */
function spreadsheetOf(rows: string): Uint8Array {
  const namespaces = ['office', 'table', 'text']
    .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .join(' ');
  return zipSync({
    mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'),
    'content.xml': strToU8(
      `<office:document-content ${namespaces}><office:body><office:spreadsheet><table:table table:name="表">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
    ),
  });
}
