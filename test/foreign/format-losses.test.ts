import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { openCampaign } from '../../src/app/campaign-folder.js';
import type { Unit } from '../../src/campaign/campaign.js';
import { planSettings } from '../../src/campaign/plan-settings.js';
import { campaignOfContent, type SettingsContent } from '../../src/campaign/settings-content.js';
import { fieldOf } from '../../src/form/form-definition.js';
import { planUnitWorkbook } from '../../src/template/template-workbook.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { layIn, type Return, SAMPLE, type SavedFormat, saveWithLibreOffice } from './campaign-copy.js';
import { type Run, runOver } from './campaign-facts.js';
import { HAS_LIBREOFFICE } from './libreoffice.js';
import { PYTHON, runPython } from './openpyxl.js';

// Returns that need what some formats cannot carry: the hidden mark, merges, number formats, the kind of a value. Each
// is a template filled in with openpyxl and saved by LibreOffice; what is lost must not become a wrong match.

const whole = (ending: string): SavedFormat => ({ filter: ending, ending, isFileASheet: false });
const text = (separator: number, encoding: number): SavedFormat => ({
  filter: `csv:Text - txt - csv (StarCalc):${separator},34,${encoding},1,,0,false,true,true,false,false,-1`,
  ending: 'csv',
  isFileASheet: true,
});

const FORMATS = {
  xlsx: whole('xlsx'),
  xls: whole('xls'),
  ods: whole('ods'),
  html: whole('html'),
  csv: text(44, 76),
  'csv in GB18030': text(44, 85),
  'csv in UTF-16 with tabs': text(9, 65_535),
} as const satisfies Record<string, SavedFormat>;
type FormatName = keyof typeof FORMATS;

/** A donation of 捐赠款物统计表, as far as the cases differ. */
interface Donation {
  readonly donor: string | null;
  readonly donatedOn: string | null;
  /** Cents. */
  readonly money: number | null;
  readonly receiptNo: string | null;
}

/** What becomes of a return. */
interface Outcome {
  readonly disposition: string;
  /** The unit that the rows are given to; null when to none. */
  readonly unit: string | null;
  /** `cell rule` of what is found, ` closed` behind what asks for nothing any more. */
  readonly findings: readonly string[];
  /** The rows that count. */
  readonly counted: readonly Donation[];
}

interface Case {
  readonly name: string;
  /** Python: typed into a unit's template by openpyxl; `sheet` is the form's, `donation(row, …)` fills in a row. */
  readonly typed: string;
  /** The unit for which the template was made; another than the first where the case says so. */
  readonly unit?: Pick<Unit, 'name' | 'county'>;
  readonly whole: Partial<Outcome>;
  /** Where a page or a text differs from that, and why it must. */
  readonly html?: Partial<Outcome>;
  readonly csv?: Partial<Outcome>;
}

const DONATION: Donation = { donor: '示例企业', donatedOn: '2020-10-17', money: 50_000, receiptNo: null };
const SECOND: Donation = { ...DONATION, money: 30_000 };
const CLEAN: Omit<Outcome, 'unit'> = { disposition: 'accepted', findings: [], counted: [DONATION] };
/** Nothing says whose it is: the unit's name was only in the mark. */
const NOBODY: Partial<Outcome> = { disposition: 'unrecognized', unit: null, counted: [] };

const CASES: readonly Case[] = [
  {
    name: 'whose unit only the mark names',
    typed: 'donation(6); unit_cell.value = None',
    whole: {},
    html: NOBODY,
    csv: NOBODY,
  },
  {
    name: 'whose unit only the mark names, on a sheet that was renamed',
    typed: 'donation(6); unit_cell.value = None; rename("Sheet1")',
    whole: {},
    html: NOBODY,
    csv: NOBODY,
  },
  {
    name: 'of one of two units of the same name, which the mark tells apart',
    unit: { name: '示例水利局', county: '乌苏市' },
    typed: 'donation(6)',
    whole: {},
    html: NOBODY,
    csv: NOBODY,
  },
  {
    name: 'whose mark and 填报单位 contradict each other',
    typed: 'donation(6); unit_cell.value = "示例档案馆"',
    whole: NOBODY,
    // The name is all there is.
    html: { ...CLEAN, unit: '塔城市/示例档案馆' },
    csv: { ...CLEAN, unit: '塔城市/示例档案馆' },
  },
  {
    name: 'with a donor merged over two rows',
    typed: 'donation(6); donation(7, money=300); sheet.merge_cells("B6:B7")',
    whole: { counted: [DONATION, SECOND] },
    // The second row has lost its donor, and says so.
    csv: {
      disposition: 'queried',
      findings: ['B7 missing-value'],
      counted: [DONATION, { ...SECOND, donor: null }],
    },
  },
  {
    name: 'with one amount merged over two rows',
    typed: 'donation(6); donation(7, money=None); sheet.merge_cells("G6:G7")',
    whole: { counted: [DONATION, { ...DONATION, money: null }] },
    // A row without amount, which in the workbook was covered.
    csv: {
      disposition: 'queried',
      findings: ['G7 JZ-01'],
      counted: [DONATION, { ...DONATION, money: null }],
    },
  },
  {
    name: 'with amounts beyond the cent',
    typed: 'donation(6, money=100.456); donation(7, money=2.675)',
    whole: {
      findings: ['G6 converted closed', 'G7 converted closed'],
      counted: [
        { ...DONATION, money: 10_046 },
        { ...DONATION, money: 268 },
      ],
    },
    // A page has no formulas: the totals beside them are numbers like any other.
    html: {
      findings: ['G6 converted closed', 'M6 converted closed', 'G7 converted closed', 'M7 converted closed'],
    },
    // Only what is shown is saved: nothing is left to be rounded.
    csv: { findings: [] },
  },
  {
    name: 'with a hidden and a filtered row',
    typed:
      'donation(6); donation(7, money=300); donation(8, money=200); sheet.row_dimensions[7].hidden = True; sheet.auto_filter.ref = "A5:S8"; sheet.row_dimensions[8].hidden = True',
    whole: { counted: [DONATION, SECOND, { ...DONATION, money: 20_000 }] },
    // LibreOffice leaves hidden rows out of a page; the typed totals tell.
    html: {
      disposition: 'queried',
      findings: ['G24 total-mismatch', 'M24 total-mismatch'],
      counted: [DONATION],
    },
  },
  {
    name: 'of a workbook that counts its days from 1904',
    typed: 'book.epoch = CALENDAR_MAC_1904; donation(6)',
    whole: {},
  },
  {
    name: 'with commas, quotes, tabs, semicolons and line breaks in a text',
    typed: `donation(6); sheet['C6'] = '职工集体'; sheet['D6'] = 0; sheet['R6'] = '人数，"未统计",\\n1;2\\t3\\n,,,'`,
    whole: { findings: ['D6 JZ-05 closed'] },
  },
  {
    name: 'with characters beyond GBK',
    typed: `donation(6); sheet['B6'] = '𠮷㐂🙂·Қазақ ئۇيغۇر'`,
    whole: { counted: [{ ...DONATION, donor: '𠮷㐂🙂·Қазақ ئۇيغۇر' }] },
  },
  {
    name: 'with a date that is text',
    typed: `donation(6); sheet['F6'] = '2020-10-17'; sheet['F6'].number_format = '@'`,
    whole: { findings: ['F6 converted closed'] },
    // Text and date are the same in a csv.
    csv: { findings: [] },
  },
  {
    name: 'with a date shown without its year',
    typed: `donation(6); sheet['F6'].number_format = 'm"月"d"日"'`,
    whole: {},
    csv: { findings: ['F6 converted closed'] },
  },
  {
    name: 'with a date shown without its day',
    typed: `donation(6); sheet['F6'].number_format = 'yyyy"年"m"月"'`,
    whole: {},
    csv: {
      disposition: 'queried',
      findings: ['F6 bad-date'],
      counted: [{ ...DONATION, donatedOn: null }],
    },
  },
  {
    name: 'with long numbers that are text',
    typed: `donation(6); donation(7, money=300); sheet['Q6'] = '00123'; sheet['Q7'] = '654201202010170001'`,
    whole: {
      counted: [
        { ...DONATION, receiptNo: '00123' },
        { ...SECOND, receiptNo: '654201202010170001' },
      ],
    },
  },
  {
    name: 'with an amount shown in 万',
    typed: `donation(6, money=25000); sheet['G6'].number_format = '0\\\\.0,"万"'`,
    whole: { counted: [{ ...DONATION, money: 2_500_000 }] },
    csv: { disposition: 'queried', findings: ['G6 scaled'] },
  },
  {
    name: 'with an amount shown for book-keepers',
    typed: `donation(6); sheet['G6'].number_format = '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '`,
    whole: {},
    csv: { findings: ['G6 converted closed'] },
  },
  {
    name: 'with a number of people that is no whole one, shown as one',
    typed: `donation(6); sheet['D6'] = 12.5; sheet['D6'].number_format = '0'`,
    whole: { disposition: 'returned', findings: ['D6 not-an-integer'], counted: [] },
    // What was shown is what was saved.
    csv: CLEAN,
  },
  {
    name: 'with a negative amount shown in parentheses',
    typed: `donation(6, money=-5); sheet['G6'].number_format = '#,##0.00;(#,##0.00)'`,
    whole: { disposition: 'returned', findings: ['G6 negative'], counted: [] },
    html: { findings: ['G6 negative', 'M6 negative'] },
    csv: { findings: ['G6 not-a-number', 'M6 negative'] },
  },
  {
    name: 'with an error',
    typed: `donation(6); sheet['G6'] = '=1/0'`,
    whole: { disposition: 'returned', findings: ['G6 formula-error'], counted: [] },
  },
];

const FILL = `
import datetime
from openpyxl.utils.datetime import CALENDAR_MAC_1904
for source, target, code, donor in args:
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    labels = {cell.value: cell for row in sheet.iter_rows(max_row=3) for cell in row if cell.value}
    label = next(cell for text, cell in labels.items() if text.startswith('填报单位'))
    unit_cell = next(cell for cell in sheet[label.row][label.column:] if cell.value)
    def donation(row, money=500):
        values = {'B': donor, 'C': '企业', 'F': datetime.date(2020, 10, 17), 'G': money, 'N': '上户村'}
        for column, value in values.items():
            sheet[column + str(row)] = value
    def rename(name):
        # Excel changes the names that point to the sheet, openpyxl leaves them as they are.
        sheet.title = name
        book.defined_names['bangfu_sheet_1'].attr_text = name + '!$A$1'
    exec(code)
    book.save(target)
`;

if (!HAS_LIBREOFFICE || PYTHON === undefined) console.warn('skipped: no soffice or no python3 with openpyxl');

const forms = await loadBuiltInForms();
const donations = forms.find((form) => form.key === 'donations')!;
const folder = mkdtempSync(join(tmpdir(), 'bangfu-losses-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const unitOf = (name: string, county: string, owes: readonly string[]): Unit => ({
  code: `${county}/${name}`,
  name,
  aliases: [],
  county,
  category: '县直部门',
  through: null,
  owes: new Set(owes),
  contact: null,
  phone: null,
  email: null,
});
const NUMERALS = '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥';
const units = CASES.map((item, index) =>
  unitOf(item.unit?.name ?? `示例${NUMERALS[index]}局`, item.unit?.county ?? '塔城市', ['donations']),
);
const content: SettingsContent = {
  ...openCampaign(SAMPLE, forms).content,
  units: [
    ...units,
    unitOf('示例水利局', '塔城市', ['donations']),
    unitOf('示例档案馆', '塔城市', ['donations']),
  ],
  receipts: [],
  decisions: [],
};

describe.skipIf(!HAS_LIBREOFFICE || PYTHON === undefined)('a return', () => {
  const runs = new Map<FormatName, Promise<Run>>();

  beforeAll(async () => {
    const returns = await typedReturns();
    const settings = await writeWorkbook(planSettings(content, forms));
    for (const name of Object.keys(FORMATS) as FormatName[])
      runs.set(name, runSaved(name, returns, settings));
    // A format that fails fails its own tests.
    await Promise.allSettled(runs.values());
  }, 1_200_000);

  describe.each(CASES.map((item, index) => [item.name, index] as const))('%s', (_name, index) => {
    it.each(Object.keys(FORMATS) as FormatName[])('saved as %s', async (format) => {
      const item = CASES[index]!;
      const base = { ...CLEAN, unit: units[index]!.code, ...item.whole };
      const lost = format.startsWith('csv') ? item.csv : format === 'html' ? item.html : undefined;
      expect(outcomeOf(await runs.get(format)!, index)).toEqual({ ...base, ...lost });
    });
  });
});

/** Saves the returns in a format and runs over a working folder that holds them. */
async function runSaved(name: FormatName, returns: readonly Return[], settings: Uint8Array): Promise<Run> {
  const dir = join(folder, name);
  layIn(dir, await saveWithLibreOffice(returns, FORMATS[name], folder));
  writeFileSync(join(dir, '活动设置.xlsx'), settings);
  return runOver(dir);
}

/** Templates of the units, filled in as the cases say; nothing in a file's name tells whose it is. */
async function typedReturns(): Promise<readonly Return[]> {
  const work = join(folder, 'typed');
  mkdirSync(work);
  const campaign = campaignOfContent(content);
  const tasks = await Promise.all(
    CASES.map(async ({ typed }, index) => {
      const source = join(work, `${index}-template.xlsx`);
      writeFileSync(source, await writeWorkbook(planUnitWorkbook(campaign, forms, units[index]!)!));
      return [source, join(work, `${index}.xlsx`), typed, donorOf(index)] as const;
    }),
  );
  runPython(FILL, ...tasks);
  return tasks.map(([, target], index) => {
    const path = `${stemOf(index)}.xlsx`;
    return { path, bytes: readFileSync(target), origin: { path, sheet: null } };
  });
}

/** Two units with the same donation would be asked about (JZ-09). */
function donorOf(index: number): string {
  return `${DONATION.donor}${index + 1}`;
}

function stemOf(index: number): string {
  return `来件${String(index + 1).padStart(2, '0')}`;
}

function outcomeOf({ result, counted }: Run, index: number): Outcome {
  const isOurs = ({ path }: { readonly path: string }) => path.startsWith(`收件/${stemOf(index)}`);
  const files = result.files.filter(isOurs);
  expect(files).toHaveLength(1);
  const unitCodes = files[0]!.sheets.flatMap((sheet) => sheet.units);
  const at = (key: string) => donations.fields.indexOf(fieldOf(donations, key));
  return {
    disposition: files[0]!.disposition,
    unit: unitCodes.length === 0 ? null : unitCodes.join(),
    findings: result.findings
      .filter(isOurs)
      .map(({ cell, rule, open }) => `${cell} ${rule}${open ? '' : ' closed'}`),
    counted: counted
      .filter(({ source }) => isOurs(source))
      .flatMap(({ records }) => records)
      .map(({ values }) => ({
        donor:
          values[at('donor')] === donorOf(index) ? DONATION.donor : (values[at('donor')] as string | null),
        donatedOn: values[at('donatedOn')] as string | null,
        money: values[at('money')] as number | null,
        receiptNo: values[at('receiptNo')] as string | null,
      })),
  };
}
