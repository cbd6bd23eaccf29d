import { cleanText } from '../workbook/cell-text.js';

/** Said where a place is not published. */
export const HIDDEN_PLACE = '（不公开）';
/** Said in the place of a school of children. */
const SOME_SCHOOL = '学校';
/** A unit that is a school, in a list that speaks of children. */
export const SOME_SCHOOLS = '有关学校';

const VILLAGE = /(?:村民委员会|村委会|居委会|行政村|自然村|社区|嘎查|村)(?![镇乡街])/;
const TOWNSHIP = /(?:街道办事处|街道|苏木|农牧团场|团场|农场|牧场|林场|乡|镇)/;
/** Before one of these words something must stand that names it. */
const LEAST_NAME = 1;

const SCHOOL =
  /小学(?!生)|中学(?!生)|学校|幼儿园|托儿所|教学点|高中(?!生)|初中(?!生)|职高|中专|技校|学院|大学(?!生)|福利院|[一二三四五六七八九十\d]中(?![\p{Script=Han}])|年级|[\d一二三四五六七八九十]班/u;
const NAMED_SCHOOL =
  /[\p{Script=Han}\d０-９（）()第]{0,14}(?:小学(?!生)|中学(?!生)|学校|幼儿园|托儿所|教学点|高中(?!生)|初中(?!生)|职高|中专|技校|学院|大学(?!生)|福利院|[一二三四五六七八九十\d０-９]中(?![\p{Script=Han}]))(?:[\d０-９一二三四五六七八九十]+年级)?(?:[（(]?[\d０-９一二三四五六七八九十]+[)）]?班)?|[\d０-９一二三四五六七八九十]+年级(?:[（(]?[\d０-９一二三四五六七八九十]+[)）]?班)?/gu;

/** An address down to the village or community, else the township; hidden where neither can be told. */
export function maskPlace(text: string): string {
  const clean = cleanText(text).replaceAll('\n', ' ');
  return upTo(clean, VILLAGE) ?? upTo(clean, TOWNSHIP) ?? HIDDEN_PLACE;
}

/** House, flat and group of villagers, behind what they belong to. */
const HOUSE =
  /(?:(?:(?![住在到])\p{Script=Han}){1,6}(?:小区|花园|家园|公寓))?第?[\d０-９一二三四五六七八九十]+(?:号楼|号院|#楼|栋|幢|单元)(?:[\d０-９一二三四五六七八九十]*(?:号楼|栋|幢|单元|楼|层|室|号))*(?:[\d０-９]+室?)?|(?<=[路街巷道])[\d０-９]+号|(?<=[村区场])第?[\d０-９一二三四五六七八九十]+(?:村民)?小?[组队](?:[\d０-９]+号)?/gu;

/** A text in which nobody's house can be found. */
export function maskHousesIn(text: string): string {
  return text.replace(HOUSE, '');
}

/** True when a text names a school or a class. */
export function namesSchool(text: string): boolean {
  return SCHOOL.test(text.normalize('NFKC'));
}

/** A text about a child, in which no school and no class is named. */
export function hideSchools(text: string): string {
  return text.replace(NAMED_SCHOOL, SOME_SCHOOL);
}

function upTo(text: string, ending: RegExp): string | null {
  const found = ending.exec(text);
  if (found === null || found.index < LEAST_NAME) return null;
  return text.slice(0, found.index + found[0].length);
}
