import type { InferenceNote } from './inferred-form.js';
import { attachmentOf } from './line-words.js';
import type { FoundTable } from './table.js';
import { unitsOfLine } from './units.js';

/** Longer titles name no sheet of a workbook. */
export const MOST_TITLE = 31;

export interface InferredTitle {
  readonly title: string;
  /** The other lines above the table: subtitles. */
  readonly rest: readonly string[];
  readonly note: InferenceNote;
}

const NAMES_A_TABLE = /表|统计|台账|登记|汇总|名册|名单|清单|目录|报告/;
const ONLY_A_NUMBER = /^表(?:[一二三四五六七八九十]+|\d+)$/;
const NUMBER_IN_FRONT = /^表(?:[一二三四五六七八九十]+|\d+)[:：、\s]*(?=.*表)/;
const PERIOD_IN_FRONT = /^\d{4}年(?:度|上半年|下半年|第?[一二三四1-4]季度|\d{1,2}月份?)?/;
const PERIOD_BEHIND = /[(（]\d{4}年(?:度|\d{1,2}月份?|[^)）]{0,6}季度)?[)）]$/;
const PLACE_IN_FRONT = /^[\u4e00-\u9fa5]{2,6}?(?:自治区|自治州|地区|省|市|州|县|区)/;

/** The title of a table; `isAlone`: no other table is on the sheet. */
export function inferTitle(table: FoundTable, isAlone: boolean): InferredTitle {
  const lines = table.titles.filter((text) => attachmentOf(text) === null && unitsOfLine(text) === null);
  const named = lines.filter((text) => NAMES_A_TABLE.test(text));
  const main = longest(named) ?? lines[0] ?? null;
  const rest = lines.filter((line) => line !== main);
  const sheetName = table.sheet.grid.sheetName.trim();
  if (main === null) {
    return {
      title: shorten(validTitle(sheetName)),
      rest,
      note: { sureness: 'guess', item: '表名', why: '表上没有标题，用了工作表的名字' },
    };
  }
  const bare = main.replace(PERIOD_IN_FRONT, '').replace(PERIOD_BEHIND, '').replace(NUMBER_IN_FRONT, '');
  const kept = bare.length < 2 ? main : withoutYear(bare);
  if (ONLY_A_NUMBER.test(kept)) {
    const named = isAlone ? sheetName : `${sheetName} ${kept}`;
    return {
      title: shorten(validTitle(named)),
      rest,
      note: { sureness: 'guess', item: '表名', why: `表上只写了“${kept}”，前面加了工作表的名字` },
    };
  }
  const title = shorten(validTitle(kept));
  if (title !== kept)
    return { title, rest, note: { sureness: 'check', item: '表名', why: `原标题“${kept}”改短了` } };
  return {
    title,
    rest,
    note:
      kept !== main
        ? { sureness: 'check', item: '表名', why: `原标题是“${main}”，去掉了时段和表号` }
        : { sureness: 'sure', item: '表名', why: '表头上方的标题' },
  };
}

/** 塔城地区2020年…统计表 without the year: it is another one next time. */
function withoutYear(text: string): string {
  const place = PLACE_IN_FRONT.exec(text)?.[0] ?? '';
  return place + text.slice(place.length).replace(PERIOD_IN_FRONT, '');
}

function longest(texts: readonly string[]): string | null {
  return texts.reduce<string | null>(
    (best, text) => (best === null || text.length > best.length ? text : best),
    null,
  );
}

/** Characters that no sheet's name may hold. */
function validTitle(text: string): string {
  return text
    .replace(/[\\/?*[\]:：]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Without the place in front where it is too long; what is still too long is cut. */
function shorten(title: string): string {
  if (title.length <= MOST_TITLE) return title;
  const bare = title.replace(PLACE_IN_FRONT, '');
  return (bare.length <= MOST_TITLE ? bare : [...title].slice(-MOST_TITLE).join('')).trim();
}

/** The number of 附件N above the table; null when there is none. */
export function attachmentNumberOf(table: FoundTable): number | null {
  for (const text of [...table.titles, ...table.labels]) {
    const number = attachmentOf(text)?.number ?? null;
    if (number !== null && number > 0) return number;
  }
  return null;
}
