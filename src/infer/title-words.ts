import { foldText } from '../workbook/cell-text.js';
import { splitUnit } from './units.js';

/** What the text of a leaf says. */
export interface LeafText {
  readonly title: string;
  readonly unit: string | null;
  /** It bears a mark: `*`, （必填）. */
  readonly required: boolean;
  /** Codes and words that it lists: 1.是2.否, □是□否. */
  readonly options: readonly CodedOption[];
}

export interface CodedOption {
  readonly value: string;
  /** The number that stands for it; null where only words are written. */
  readonly code: string | null;
}

const MARK = /[*＊★☆]/g;
const MUST = /[(（]必填项?[)）]/;

/** Takes a leaf's text apart. */
export function parseLeaf(text: string): LeafText {
  const required = /[*＊★]/.test(text) || MUST.test(text);
  const unmarked = unmark(text);
  const { rest, options } = splitOptions(unmarked);
  const { title, unit } = splitUnit(rest);
  return { title: trimColon(title), unit, required, options };
}

/** A text without the marks that are no part of its words. */
export function unmark(text: string): string {
  return trimColon(text.replace(MARK, '').replace(MUST, '').trim());
}

function trimColon(text: string): string {
  return text.replace(/[:：]$/, '').trim();
}

const CODED = /(?:\d{1,2}[.．、]|[(（]\d{1,2}[)）])([^\d.．、()（）]+)/g;
const BOXED = /[□☐○〇☑√]\s*([^□☐○〇☑√\s]+)/g;

/** `发文成立领导小组：1.是2.否` → its title and what may be filled in. */
function splitOptions(text: string): { readonly rest: string; readonly options: readonly CodedOption[] } {
  const coded = /^(.+?)[:：]((?:(?:\d{1,2}[.．、]|[(（]\d{1,2}[)）])[^\d]+){2,})$/.exec(text);
  if (coded) {
    const options = [...coded[2]!.matchAll(CODED)].map((match) => ({
      value: match[1]!.trim(),
      code: /\d+/.exec(match[0])![0],
    }));
    if (options.length >= 2) return { rest: coded[1]!, options: withDistinctCodes(options) };
  }
  const boxes = [...text.matchAll(BOXED)];
  if (boxes.length >= 2) {
    const rest = text.slice(0, boxes[0]!.index);
    return { rest, options: boxes.map((match) => ({ value: match[1]!, code: null })) };
  }
  return { rest: text, options: [] };
}

/** A code that stands for two words tells neither. */
function withDistinctCodes(options: readonly { value: string; code: string }[]): readonly CodedOption[] {
  const isDistinct = new Set(options.map(({ code }) => code)).size === options.length;
  return options.map(({ value, code }) => ({ value, code: isDistinct ? code : null }));
}

/** How deep the number in front of a text puts it: 一、 1, （一） 2, 1. 3, （1） 4; 9 without one. */
export function levelOf(text: string): number {
  const folded = foldText(text);
  return LEVELS.findIndex((pattern) => pattern.test(folded)) + 1 || 9;
}

const LEVELS = [/^[一二三四五六七八九十]+、/, /^\([一二三四五六七八九十]+\)/, /^\d+[.、](?!\d)/, /^\(\d+\)/];

/** A text without the number in front of it. */
export function unnumbered(text: string): string {
  const rest = text.replace(
    /^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d+[.．、](?!\d)|[(（]\d+[)）])\s*/,
    '',
  );
  return rest === '' ? text : rest;
}

/** Words by which a column is the program's own business. */
const ROW_NUMBER = /^(?:序号|编号|行次|栏次|行号|代码|no\.?)$/;
const UNIT = /^(?:填报|报送|上报|帮扶|填表|结对帮扶)?单位(?:名称|编码|代码)?$|^填报单位名称$/;
const COUNTY = /^(?:所属)?县(?:市|\(市\)|\(市、区\)|\(区\)|市区|区)?$/;

export function isRowNumberTitle(text: string): boolean {
  return ROW_NUMBER.test(foldText(text));
}
export function isUnitTitle(text: string): boolean {
  return UNIT.test(foldText(text));
}
export function isCountyTitle(text: string): boolean {
  return COUNTY.test(foldText(text));
}

/** True for a leaf that is the sum of those beside it. */
export function isTotalTitle(title: string): boolean {
  return /^(?:合计|总计|共计|小计|计|总数|合计数|总计数)$/.test(foldText(title));
}

/** True for 其中 and 其中：…, which stand for a part of what is before them. */
export function isPartTitle(title: string): boolean {
  return /^其?中[:：]|^其中|^#/.test(title);
}
