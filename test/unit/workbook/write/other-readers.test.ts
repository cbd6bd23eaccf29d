import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWorkbook } from '../../../../src/workbook/write/write-workbook.js';
import { FULL_PLAN, PIXEL } from './sample-plan.js';

// The file as programs see it that are not ours.

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
const python = ['/usr/bin/python3', 'python3'].find((command) => runs(command, '-c', 'import openpyxl'));
const office = runs('soffice', '--version');
if (python === undefined) console.warn('skipped: no python3 with openpyxl on this machine');
if (!office) console.warn('skipped: no soffice on this machine');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bangfu-write-'));
  writeFileSync(join(folder, 'full.xlsx'), await writeWorkbook(FULL_PLAN, new Map([['chart', PIXEL]])));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SCRIPT = `
import json, sys, warnings, openpyxl
warnings.simplefilter('ignore')
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
print(json.dumps({
  'states': [s.sheet_state for s in book],
  'texts': [sheet['A3'].value, sheet['A3'].data_type, sheet['A4'].value, sheet['A5'].value],
  'date': sheet['C3'].value.isoformat(),
  'format': sheet['E3'].number_format,
  'location': sheet['A6'].hyperlink.location,
  'elsewhere': [sheet['C6'].hyperlink.target, sheet['C6'].hyperlink.location],
  'titles': sheet.print_title_rows,
  'prompt': sheet.data_validations.dataValidation[0].prompt,
  'cached': openpyxl.load_workbook(sys.argv[1], data_only=True).worksheets[0]['C4'].value,
}))`;

describe.skipIf(python === undefined)('openpyxl', () => {
  it('reads what was planned', () => {
    const seen: unknown = JSON.parse(
      execFileSync(python!, ['-c', SCRIPT, join(folder, 'full.xlsx')], { encoding: 'utf8' }),
    );
    expect(seen).toEqual({
      states: ['visible', 'visible', 'veryHidden'],
      texts: ['=1+1', 's', '_x0041_ _x0041_x0042_', 'ctl \ufffd 😀\n  二行 '],
      date: '2020-10-17T00:00:00',
      format: '#,##0.00',
      location: "'_名单'!C5",
      elsewhere: ['反馈%20100%25%231/塔城%20%26a.xlsx', "'甲''<乙'!E7"],
      titles: '$1:$2',
      prompt: '第一行\n第二行',
      cached: '是<&>',
    });
  });
});

describe.skipIf(!office)('LibreOffice', () => {
  it('opens it, jumps inside it and reads escapes back', () => {
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    execFileSync('soffice', [
      profile,
      '--headless',
      '--convert-to',
      'ods',
      '--outdir',
      folder,
      join(folder, 'full.xlsx'),
    ]);
    const content = strFromU8(
      unzipSync(new Uint8Array(readFileSync(join(folder, 'full.ods'))))['content.xml']!,
    );
    expect(content).toContain('_x0041_ _x0041_x0042_');
    expect(content).toMatch(/xlink:href="#(&apos;)?_名单(&apos;)?[!.]C5"/);
    expect(content).toContain('塔城%20%26a.xlsx#');
    expect(content).toContain('table:name="单位名单"');
    expect(content).toContain('office:date-value="2020-10-17"');
  });
});
