import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { groupBy } from '../../src/report/group-by.js';
import type { SampleFile } from '../../src/sample/plan-sample.js';
import type { PlannedRow, PlannedValue, SheetPlan } from '../../src/workbook/workbook-plan.js';

// What of a made-up campaign is private, known from what the generator wrote into the returns, and the search for it.

/** Every part of every file below a folder but pictures, by `file!part`. */
export function textsBelow(folder: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:xlsx|docx|json|html|txt)$/.test(file)) continue;
    const bytes = readFileSync(join(folder, file));
    const parts = /\.(?:xlsx|docx)$/.test(file) ? unzipSync(bytes) : { '': bytes };
    for (const [name, part] of Object.entries(parts))
      if (!/\.(?:png|jpe?g)$/.test(name)) texts.set(`${file}!${name}`, strFromU8(part));
  }
  return texts;
}

/** What may stand between the characters of a name or number without hiding it from anybody. */
const BETWEEN = /[\s\p{Cf}·•‧∙・⋅.\-‐‑–—()+、]/gu;
const squash = (text: string): string => text.normalize('NFKC').replace(BETWEEN, '');

/**
 * Which of the values stand anywhere, and where: as they are, and however they are spaced, dotted and widened within one
 * string. `allowed` texts are taken out first, the longest first.
 */
export function findLeaks(
  texts: ReadonlyMap<string, string>,
  values: Iterable<string>,
  allowed: Iterable<string> = [],
): string[] {
  const exempt = [...allowed].sort((a, b) => b.length - a.length);
  const told = new Map<string, string>();
  for (const value of values) for (const form of [value, squash(value)]) told.set(form, value);
  const byBeginning = groupBy([...told.keys()], (form) => form.slice(0, 2));
  return [...texts].flatMap(([place, whole]) => {
    const text = exempt.reduce((rest, item) => rest.replaceAll(item, ''), whole);
    const found = new Set<string>();
    for (const way of waysToRead(text)) {
      for (let index = 0; index < way.length - 1; index++) {
        for (const form of byBeginning.get(way.slice(index, index + 2)) ?? [])
          if (way.startsWith(form, index)) found.add(told.get(form)!);
      }
    }
    return [...found].map((value) => `${place}: ${value}`);
  });
}

/** A part as it is, without its tags, and string by string with nothing between the characters. */
function waysToRead(text: string): readonly string[] {
  const strings = text.split(/[<>"\n]/).map(squash);
  return [text, text.replace(/<[^>]*>/g, ''), strings.filter((item) => item !== '').join('\n')];
}

/** The rows of a template's sheet between its header and its 合计, and the columns by their titles without units of measure. */
export function tableOf(sheet: SheetPlan): {
  readonly titles: ReadonlyMap<number, string>;
  readonly rows: readonly PlannedRow[];
} {
  const header = sheet.rows.find((row) => row.cells.some((cell) => cell.value === '序号'));
  if (header === undefined) return { titles: new Map(), rows: [] };
  const leaves = sheet.rows.find((row) => row.rowNumber === header.rowNumber + 1)!;
  const titles = new Map<number, string>();
  for (const { columnNumber, value } of [...header.cells, ...leaves.cells])
    if (typeof value === 'string') titles.set(columnNumber, value.replace(/（[元岁人]）$/, ''));
  const end = sheet.rows.find((row) => row.cells.some((cell) => cell.value === '合计'))!;
  const rows = sheet.rows.filter((row) => row.rowNumber > leaves.rowNumber && row.rowNumber < end.rowNumber);
  return { titles, rows };
}

function recordsOf(sheet: SheetPlan): readonly ReadonlyMap<string, PlannedValue>[] {
  const { titles, rows } = tableOf(sheet);
  return rows.map(
    ({ cells }) => new Map(cells.map((cell) => [titles.get(cell.columnNumber) ?? '', cell.value])),
  );
}

/** What returns of the generator hold in place of a name or number by mistake: it is nobody's. */
function isMistake(value: string): boolean {
  return value === '零报告' || /^\d{1,6}$/.test(value);
}

/** What the generator wrote that nobody may be told, whom of it by name, and which donors agreed to be named. */
export function privateValues(files: readonly Pick<SampleFile, 'plan'>[]) {
  const hidden: string[] = [];
  const persons: string[] = [];
  const agreed: string[] = [];
  const counts = { names: 0, visitors: 0, phones: 0, donors: 0, schools: 0 };
  const add = (kind: keyof typeof counts, value: PlannedValue | undefined) => {
    if (value === null || value === undefined || value === '' || value === '—') return;
    if (isMistake(String(value))) return;
    hidden.push(String(value));
    if (kind !== 'phones' && kind !== 'schools') persons.push(String(value));
    counts[kind]++;
  };
  for (const file of files) {
    for (const record of file.plan.sheets.flatMap(recordsOf)) {
      for (const title of ['姓名', '认领人']) add('names', record.get(title));
      const visitors = record.get('走访人员');
      if (typeof visitors === 'string') for (const name of visitors.split('、')) add('visitors', name);
      for (const title of ['联系电话', '认领人电话']) add('phones', record.get(title));
      if (record.get('人员类别') === '困境儿童') add('schools', record.get('所在村（社区、学校）'));
      const donor = record.get('捐赠单位（个人）');
      if (record.get('捐赠方类型') !== '个人' || typeof donor !== 'string') continue;
      if (record.get('是否同意公开') === '是') agreed.push(donor);
      else for (const value of [donor, donor.replace(/（.*/, '')]) add('donors', value);
    }
  }
  return { hidden, persons, agreed, counts };
}
