import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { markWorkbook } from '../../src/app/mark-workbook.js';
import type { Level } from '../../src/issue/finding.js';
import { RETURN_LIST_SHEET } from '../../src/issue/return-list.js';
import { LEVEL_FILLS } from '../../src/mark/level-colors.js';
import type { CellMark, MarkPlan } from '../../src/mark/mark-plan.js';
import { MAX_COLUMNS, MAX_ROWS } from '../../src/workbook/excel-limits.js';
import type { Grid } from '../../src/workbook/grid.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { formatReference } from '../../src/workbook/reference.js';
import { sampleReturns } from './campaign-copy.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { PACKAGE_CHECKS, PYTHON, runPython } from './openpyxl.js';

// Returned files against their marked copies, part by part: only what must differ does, and what differs is valid.

const FOREIGN = join(import.meta.dirname, '../../../shared/data/foreign');
if (PYTHON === undefined) console.warn('skipped: no python3 with openpyxl on this machine');
if (!existsSync(FOREIGN)) console.warn('skipped in part: ../shared/data/foreign is missing');
if (!HAS_LIBREOFFICE) console.warn('skipped in part: no soffice on this machine');

/** With BANGFU_MARKED_FILES=200 all the files there are, more than 200; without, a few of each origin. */
const IS_LARGE = process.env.BANGFU_MARKED_FILES === '200';
const CHECK = PACKAGE_CHECKS + readFileSync(join(import.meta.dirname, 'check-marked.py'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'bangfu-marked-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Marks all over a sheet: filled cells, one under a merge, blank places within and beyond the rows, the sheet as a whole. */
function chooseMarks(sheet: Grid): CellMark[] {
  const filled: string[] = [];
  for (let rowNumber = 1; rowNumber <= Math.min(sheet.lastRowNumber, 400); rowNumber++) {
    for (let columnNumber = 1; columnNumber <= Math.min(sheet.lastColumnNumber, 60); columnNumber++) {
      if (sheet.valueAt(rowNumber, columnNumber) !== null)
        filled.push(formatReference(rowNumber, columnNumber));
    }
  }
  const merge = sheet.merges[0];
  const levels: readonly Level[] = ['error', 'query', 'hint'];
  const cells = [
    filled[0],
    filled[Math.floor(filled.length / 2)],
    filled.at(-1),
    merge === undefined ? undefined : formatReference(merge.bottom, merge.right),
    formatReference(Math.max(1, sheet.lastRowNumber), Math.min(sheet.lastColumnNumber + 2, MAX_COLUMNS)),
    formatReference(Math.min(sheet.lastRowNumber + 3, MAX_ROWS), 4),
    'C3',
  ].filter((cell) => cell !== undefined);
  const marks = [...new Set(cells)].map((cell, index) => ({
    sheet: sheet.sheetName,
    cell,
    level: levels[index % 3]!,
    comment: `${cell}填了“约30户左右”，请改成数字，如 30。\n<&> _x0041_ \u0001`,
  }));
  return [...marks, { sheet: sheet.sheetName, cell: 'A1', level: null, comment: '整张表的问题。' }];
}

function planFor(sheets: readonly Grid[]): MarkPlan {
  const cells = sheets.flatMap(chooseMarks);
  return {
    title: '退回修改清单',
    introduction: ['有几处要改。', '改好后请发回。'],
    lines: cells.map(({ sheet, cell, level, comment }, index) => ({
      number: index + 1,
      level: level ?? 'query',
      rule: 'JD-01',
      sheet,
      cell: level === null ? null : cell,
      field: '走访户数',
      value: '约30户左右',
      problem: comment,
      fix: '请改成数字，如 30。',
      explanation: '',
    })),
    cells,
  };
}

interface Pair {
  readonly original: string;
  readonly marked: string;
  /** By sheet and cell, the gravest level. */
  readonly marks: Readonly<Record<string, Readonly<Record<string, Level | null>>>>;
}

function readPlan(path: string): { readonly bytes: Uint8Array; readonly plan: MarkPlan } {
  const bytes = readFileSync(path);
  const read = readWorkbook(bytes);
  if (read.kind === 'unreadable') throw new Error(`${path}: ${JSON.stringify(read.reason)}`);
  return { bytes, plan: planFor(read.workbook.sheets) };
}

/** The marked copy of a file, laid beside it under a name of its own. */
function markFile(original: string, index: number): Pair {
  const { bytes, plan } = readPlan(original);
  const result = markWorkbook(bytes, plan);
  if (result.kind === 'cannot-mark') throw new Error(`${original}: ${JSON.stringify(result.reason)}`);
  expect(result.unplaced).toEqual([]);
  const marked = join(folder, `${index}-${basename(original)}`);
  writeFileSync(marked, result.bytes);
  const marks: Record<string, Record<string, Level | null>> = {};
  for (const { sheet, cell, level } of plan.cells) {
    marks[sheet] ??= {};
    marks[sheet][cell] = marks[sheet][cell] ?? level;
  }
  return { original, marked, marks };
}

/** Every nth so that about `most` are left. */
const some = <T>(all: readonly T[], most: number): readonly T[] =>
  IS_LARGE ? all : all.filter((_, index) => index % Math.ceil(all.length / most) === 0);

function templateBorn(): readonly string[] {
  const into = join(folder, 'born');
  mkdirSync(into, { recursive: true });
  return some(sampleReturns().workbooks, 12).map(({ bytes }, index) => {
    const path = join(into, `return-${index}.xlsx`);
    writeFileSync(path, bytes);
    return path;
  });
}

function savedByLibreOffice(): readonly string[] {
  if (!HAS_LIBREOFFICE) return [];
  const into = join(folder, 'saved');
  mkdirSync(into, { recursive: true });
  return convertWithLibreOffice(templateBorn().slice(0, IS_LARGE ? 30 : 4), 'xlsx', into);
}

function foreignFiles(kind: 'parts' | 'values'): readonly string[] {
  if (!existsSync(FOREIGN)) return [];
  const files = readdirSync(join(FOREIGN, kind)).filter((file) => /\.xls[xm]$/.test(file));
  return some(files.sort(), 12).map((file) => join(FOREIGN, kind, file));
}

interface Outcome {
  readonly problems: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

describe.skipIf(PYTHON === undefined)('marked copies', () => {
  it.each([
    ['of returns that our templates were', templateBorn, 8],
    ['of returns that LibreOffice saved', savedByLibreOffice, 4],
    [
      'of workbooks with charts, pictures, pivots, comments, protection, macros',
      () => foreignFiles('parts'),
      8,
    ],
    ['of workbooks that many programs wrote', () => foreignFiles('values'), 8],
  ] as const)(
    '%s differ in the listed parts only, and those are valid',
    (_, filesOf, least) => {
      const files = filesOf();
      if (files.length === 0) return;
      const pairs = files.map(markFile);
      expect(pairs.length).toBeGreaterThanOrEqual(least);
      const { problems, counts } = runPython(CHECK, pairs, LEVEL_FILLS) as Outcome;
      if (IS_LARGE) console.info(counts);
      expect(problems).toEqual([]);
      expect(counts.files).toBe(pairs.length);
      expect(counts.coloured).toBeGreaterThan(pairs.length * 3);
    },
    600_000,
  );

  it.skipIf(!HAS_LIBREOFFICE)(
    'are opened by LibreOffice, which keeps what we said; marked again they carry nothing twice',
    () => {
      const pairs = templateBorn()
        .slice(0, 2)
        .map((file, index) => markFile(file, 1000 + index));
      const into = join(folder, 'shown');
      mkdirSync(into, { recursive: true });
      const shown = convertWithLibreOffice(
        pairs.map(({ marked }) => marked),
        'xlsx',
        into,
      );
      const again = shown.map((path, index) => {
        const { plan } = readPlan(pairs[index]!.original);
        const fewer = { ...plan, cells: plan.cells.slice(0, 1), lines: plan.lines.slice(0, 1) };
        const result = markWorkbook(readFileSync(path), fewer);
        if (result.kind === 'cannot-mark') throw new Error(JSON.stringify(result.reason));
        const target = path.replace('.xlsx', '-again.xlsx');
        writeFileSync(target, result.bytes);
        return target;
      });
      const looks = runPython(LOOK, [...shown, ...again], LEVEL_FILLS) as readonly Look[];
      pairs.forEach(({ marks, marked }, index) => {
        const { plan } = readPlan(pairs[index]!.original);
        const look = looks[index]!;
        expect(look.sheets[0], marked).toBe(RETURN_LIST_SHEET);
        expect(look.links).toEqual(plan.lines.map(({ sheet, cell }) => `'${sheet}'!${cell ?? 'A1'}`));
        const expected = Object.values(marks).flatMap((cells) => Object.values(cells));
        expect(look.comments).toBe(expected.length);
        expect(look.coloured).toBe(expected.filter((level) => level !== null).length);
        const second = looks[pairs.length + index]!;
        expect(second.sheets).toEqual(look.sheets);
        expect(second).toMatchObject({ comments: 1, coloured: 1, once: true });
        expect(second.links).toHaveLength(1);
      });
    },
    300_000,
  );
});

interface Look {
  readonly sheets: readonly string[];
  readonly links: readonly string[];
  readonly comments: number;
  readonly coloured: number;
  readonly once: boolean;
}

/** What openpyxl sees of our marks. */
const LOOK = `
result = []
paths, colors = args
for path in paths:
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book.worksheets[1:] for row in sheet.iter_rows() for cell in row]
    comments = [cell.comment.text for cell in cells if cell.comment]
    listed = book.worksheets[0]
    links = [cell.hyperlink.location for row in listed.iter_rows() for cell in row if cell.hyperlink]
    fills = [cell for cell in cells if cell.fill.fill_type == 'solid' and cell.fill.fgColor.rgb[2:] in colors.values()]
    result.append({'sheets': book.sheetnames, 'links': links, 'comments': len(comments), 'coloured': len(fills),
                   'once': all(text.count('【退回修改】') == 1 for text in comments)})
print(json.dumps(result))
`;
