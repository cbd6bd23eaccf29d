import type { Unit } from '../../../src/campaign/campaign.js';
import { EXAMPLE_TOWNSHIPS } from '../../../src/campaign/example-roster.js';
import { unit } from '../../unit/merge/scenario.js';

// A roster as offices keep it, with what its people know of each unit beside the roster's own text: how it is called
// at home, without its county's name, and what kind of thing it is. Nothing here is taken from the code under test.

/** A unit, and what everybody in its county knows of it. */
export interface KnownUnit {
  readonly unit: Unit;
  /** The name as people of its county say it: 教育局, 和平街道. Units of several counties may share it. */
  readonly stem: string;
  /** The name of the unit that its own name goes on from: 额敏镇 for 额敏镇中心小学. */
  readonly within: string | null;
}

export const PREFECTURE = '塔城地区';

/** Former names of townships that have become towns: kept as aliases. */
const FORMER_NAMES: ReadonlyMap<string, string> = new Map([
  ['二工镇', '二工乡'],
  ['恰夏镇', '恰夏乡'],
  ['博孜达克镇', '博孜达克乡'],
  ['西大沟镇', '西大沟乡'],
  ['东湾镇', '东湾乡'],
  ['玛热勒苏镇', '玛热勒苏乡'],
  ['庙尔沟镇', '庙尔沟乡'],
  ['吉也克镇', '吉也克乡'],
  ['新地乡', '新地公社'],
  ['额玛勒郭楞蒙古民族乡', '额玛勒郭楞乡'],
]);

/** Name at home, and aliases behind 市 or 县. */
const DEPARTMENTS: readonly (readonly [string, ...string[]])[] = [
  ['教育局', '教育局', '教科局'],
  ['财政局', '财政局'],
  ['民政局', '民政局'],
  ['卫生健康委员会', '卫健委'],
  ['农业农村局', '农业局'],
  ['扶贫开发办公室', '扶贫办'],
  ['水利局'],
  ['市场监督管理局', '市监局'],
];

const SCHOOLS: readonly (readonly [name: string, short: string])[] = [
  ['第一中学', '一中'],
  ['第二中学', '二中'],
  ['第一小学', '一小'],
];

/** Units whose name goes on from another's. */
const WITHIN: ReadonlyMap<string, string> = new Map([
  ['额敏镇中心小学', '额敏镇'],
  ['二工镇中心学校', '二工镇'],
  ['托里县托里镇卫生院', '托里镇'],
  ['塔城市财政局驻村工作队', '塔城市财政局'],
  ['乌苏市教育局驻村工作队', '乌苏市教育局'],
]);

/** County, name, name at home, aliases. */
const OTHERS: readonly (readonly [string, string, string, ...string[]])[] = [
  ['额敏县', '额敏镇中心小学', '额敏镇中心小学'],
  ['塔城市', '二工镇中心学校', '二工镇中心学校', '二工中心校'],
  ['托里县', '托里县托里镇卫生院', '托里镇卫生院'],
  ['塔城市', '塔城市财政局驻村工作队', '财政局驻村工作队'],
  ['乌苏市', '乌苏市教育局驻村工作队', '教育局驻村工作队'],
  // A name in two counties.
  ['裕民县', '新城街道', '新城街道'],
  ['托里县', '团结街道', '团结街道'],
  // Firms.
  ['塔城市', '塔城市兴农农业科技有限公司', '兴农农业科技有限公司', '兴农科技'],
  ['乌苏市', '乌苏市天山棉业有限责任公司', '天山棉业有限责任公司'],
  ['沙湾市', '沙湾市TC乳业有限公司', 'TC乳业有限公司'],
  ['额敏县', '额敏县绿源粮油有限责任公司', '绿源粮油有限责任公司'],
];

/** Name, name at home, aliases. */
const PREFECTURE_UNITS: readonly (readonly [string, string, ...string[]])[] = [
  ['塔城地区行署办公室', '行署办公室', '行署办'],
  ['塔城地区教育局', '教育局', '地区教育局'],
  ['塔城地区财政局', '财政局', '地区财政局'],
  ['塔城地区民政局', '民政局', '地区民政局'],
  ['塔城地区卫生健康委员会', '卫生健康委员会', '地区卫健委'],
  ['塔城地区发展和改革委员会', '发展和改革委员会', '地区发改委'],
  ['塔城地区交通运输局', '交通运输局', '地区交通局'],
  ['塔城地区税务局', '税务局', '地区税务局'],
  ['塔城地区妇女联合会', '妇女联合会', '地区妇联'],
  ['塔城地区总工会', '总工会', '地区工会'],
  ['塔城日报社', '塔城日报社'],
  ['塔城地区ABC供销有限公司', 'ABC供销有限公司'],
];

/** How a county is called in the names of its departments. */
export function countyPrefix(county: string): string {
  return county === '和布克赛尔蒙古自治县' ? '和布克赛尔县' : county;
}

/** 市 or 县: what a county's own people write before 教育局. */
export function countyWord(county: string): string {
  return county.endsWith('市') ? '市' : '县';
}

export const KNOWN_UNITS: readonly KnownUnit[] = [
  ...EXAMPLE_TOWNSHIPS.flatMap(([county, lines]) => [
    ...lines.split('\n').map((line): KnownUnit => {
      const [code = '', category = '', name = ''] = line.split(' ');
      const former = FORMER_NAMES.get(name);
      const place = name.endsWith('街道') ? '街道' : /[乡镇]$/.test(name) ? '乡镇' : category;
      return {
        unit: unit(code, name, county, { category: place, aliases: former ? [former] : [] }),
        stem: name,
        within: null,
      };
    }),
    ...departmentsOf(county),
  ]),
  ...OTHERS.map(
    ([county, name, stem, ...aliases], index): KnownUnit => ({
      // Codes as offices number their lists: 1, 2, 3 …
      unit: unit(String(index + 1), name, county, {
        aliases,
        category: '其他',
        through: name === '额敏镇中心小学' ? '额敏镇' : null,
      }),
      stem,
      within: WITHIN.get(name) ?? null,
    }),
  ),
  ...PREFECTURE_UNITS.map(
    ([name, stem, ...aliases], index): KnownUnit => ({
      unit: unit(`D${String(index + 1).padStart(2, '0')}`, name, null, { aliases }),
      stem,
      within: null,
    }),
  ),
];

function departmentsOf(county: string): KnownUnit[] {
  const [prefix, word] = [countyPrefix(county), countyWord(county)];
  const education = `${prefix}教育局`;
  const make = (stem: string, aliases: readonly string[], category: string, through: string | null) => {
    const name = `${prefix}${stem}`;
    // A roster without codes: a unit is known as 县/单位名称.
    return {
      unit: unit(`${county}/${name}`, name, county, { aliases, category, through }),
      stem,
      within: null,
    };
  };
  return [
    ...DEPARTMENTS.map(([stem, ...short]) =>
      make(
        stem,
        short.map((alias) => `${word}${alias}`),
        '县直部门',
        null,
      ),
    ),
    ...SCHOOLS.map(([stem, short]) => make(stem, [`${word}${short}`], '中小学', education)),
  ];
}
