import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { SampleFile } from '../../src/sample/plan-sample.js';
import type { PlannedValue, SheetPlan } from '../../src/workbook/workbook-plan.js';

// What of a made-up campaign is private, known from what the generator wrote into the returns, and the search for it.

/** Every part of every file below a folder, as people and programs may read it: with and without its tags. */
export function textsBelow(folder: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:xlsx|json|html|txt)$/.test(file)) continue;
    const bytes = readFileSync(join(folder, file));
    const parts = file.endsWith('.xlsx') ? unzipSync(bytes) : { '': bytes };
    for (const [name, part] of Object.entries(parts)) {
      const text = strFromU8(part);
      texts.set(`${file}!${name}`, `${text}\n${text.replace(/<[^>]*>/g, '')}`);
    }
  }
  return texts;
}

/** Which of the values stand anywhere, and where. `allowed` texts are taken out first, the longest first. */
export function findLeaks(
  texts: ReadonlyMap<string, string>,
  values: Iterable<string>,
  allowed: Iterable<string> = [],
): string[] {
  const exempt = [...allowed].sort((a, b) => b.length - a.length);
  const wanted = [...new Set(values)];
  return [...texts].flatMap(([place, whole]) => {
    const text = exempt.reduce((rest, item) => rest.replaceAll(item, ''), whole);
    return wanted.filter((value) => text.includes(value)).map((value) => `${place}: ${value}`);
  });
}

/** The rows between a template's header and its 合计 as records by column title, with units of measure left out. */
function recordsOf(sheet: SheetPlan): readonly ReadonlyMap<string, PlannedValue>[] {
  const header = sheet.rows.find((row) => row.cells.some((cell) => cell.value === '序号'));
  if (header === undefined) return [];
  const leaves = sheet.rows.find((row) => row.rowNumber === header.rowNumber + 1)!;
  const titles = new Map<number, string>();
  for (const { columnNumber, value } of [...header.cells, ...leaves.cells])
    if (typeof value === 'string') titles.set(columnNumber, value.replace(/（[元岁人]）$/, ''));
  const end = sheet.rows.find((row) => row.cells.some((cell) => cell.value === '合计'))!;
  return sheet.rows
    .filter((row) => row.rowNumber > leaves.rowNumber && row.rowNumber < end.rowNumber)
    .map(({ cells }) => new Map(cells.map((cell) => [titles.get(cell.columnNumber) ?? '', cell.value])));
}

/** What the generator wrote that nobody may be told, and which donors agreed to be named. */
export function privateValues(files: readonly SampleFile[]) {
  const hidden: string[] = [];
  const agreed: string[] = [];
  const counts = { names: 0, phones: 0, donors: 0, schools: 0 };
  const add = (kind: keyof typeof counts, value: PlannedValue | undefined) => {
    if (value === null || value === undefined || value === '' || value === '—') return;
    hidden.push(String(value));
    counts[kind]++;
  };
  for (const file of files) {
    for (const record of file.plan.sheets.flatMap(recordsOf)) {
      for (const title of ['姓名', '认领人']) add('names', record.get(title));
      for (const title of ['联系电话', '认领人电话']) add('phones', record.get(title));
      if (record.get('人员类别') === '困境儿童') add('schools', record.get('所在村（社区、学校）'));
      const donor = record.get('捐赠单位（个人）');
      if (record.get('捐赠方类型') !== '个人' || typeof donor !== 'string') continue;
      if (record.get('是否同意公开') === '是') agreed.push(donor);
      else for (const value of [donor, donor.replace(/（.*/, '')]) add('donors', value);
    }
  }
  return { hidden, agreed, counts };
}
