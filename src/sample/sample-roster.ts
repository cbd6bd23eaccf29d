import { countyOf, PREFECTURE_UNITS, type Unit } from '../campaign/campaign.js';
import { exampleContent, isAskedInExample, isOwedInExample } from '../campaign/example-campaign.js';
import { codeWithoutNumber, type SettingsContent } from '../campaign/settings-content.js';
import type { FormDefinition } from '../form/form-definition.js';
import type { Random } from './random.js';
import { cycleName } from './words.js';

const MADE_UP_CATEGORIES = ['县直部门', '乡镇', '企业', '驻村工作队', '社会组织', '中小学'] as const;
/** Schools as a rule owe no donations; where they are asked all the same, JZ-08 has something to look at. */
const ASKED_SCHOOLS = 2;

/** Behind the campaign's name, and so on everything that is made of a sample. */
const MADE_UP = '（示例数据，纯属虚构）';

/** The example's settings with a roster of `units` units in `counties` counties and the prefecture itself. */
export function sampleContent(
  counties: number,
  units: number,
  forms: readonly FormDefinition[],
  random: Random,
  isAsked: (form: FormDefinition) => boolean = isAskedInExample,
): SettingsContent {
  const example = exampleContent(forms, isAsked);
  const asked = forms.filter(isAsked);
  const known = [...new Set(example.units.flatMap((unit) => (unit.county === null ? [] : [unit.county])))];
  const chosen = new Set(random.shuffle(known).slice(0, counties));
  const names = [
    ...known.filter((county) => chosen.has(county)),
    ...Array.from({ length: Math.max(0, counties - known.length) }, (_, index) => madeUpCounty(index)),
  ];
  const groups = [...names, PREFECTURE_UNITS].map((county) => ({
    county,
    units: example.units.filter((unit) => countyOf(unit) === county),
  }));
  const quotas = shareOut(
    units,
    groups.map((group) => group.units.length),
  );
  const roster = groups.flatMap((group, index) => {
    const quota = quotas[index]!;
    const taken = spread(group.units, Math.min(quota, group.units.length));
    const more = Array.from({ length: quota - taken.length }, (_, number) =>
      madeUpUnit(group.county, number, asked, example.prefecture),
    );
    return [...taken, ...more];
  });
  return {
    ...example,
    name: `${example.name}${MADE_UP}`,
    units: askSchools(roster, asked),
    receipts: [],
    decisions: [],
  };
}

/** 示例甲子县, 示例乙丑县 …; from the sixty-first on with two names. */
function madeUpCounty(index: number): string {
  return `示例${index < 60 ? '' : cycleName(Math.floor(index / 60) - 1)}${cycleName(index % 60)}县`;
}

/**
 * Shares `total` out in proportion to the sizes of the groups, one each first as far as it goes; groups of which
 * nothing is known count like the average one.
 */
function shareOut(total: number, sizes: readonly number[]): number[] {
  const known = sizes.filter((size) => size > 0);
  const average = known.length === 0 ? 1 : known.reduce((sum, size) => sum + size, 0) / known.length;
  const weights = sizes.map((size) => (size > 0 ? size : average));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const quotas: number[] = sizes.map((_, index) => (index < total ? 1 : 0));
  const rest = Math.max(0, total - sizes.length);
  const shares = weights.map((weight) => (rest * weight) / whole);
  shares.forEach((share, index) => {
    quotas[index] = quotas[index]! + Math.floor(share);
  });
  const byFraction = shares
    .map((share, index) => ({ index, fraction: share - Math.floor(share) }))
    .sort((a, b) => b.fraction - a.fraction || a.index - b.index);
  const left = total - quotas.reduce((sum, quota) => sum + quota, 0);
  for (const { index } of byFraction.slice(0, left)) quotas[index] = quotas[index]! + 1;
  return quotas;
}

/** `count` of a list at even distances: townships, departments, schools and work teams all have their part. */
function spread<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)]!);
}

function madeUpUnit(
  county: string,
  number: number,
  forms: readonly FormDefinition[],
  prefecture: string,
): Unit {
  const isPrefecture = county === PREFECTURE_UNITS;
  const category = isPrefecture ? '地直部门' : MADE_UP_CATEGORIES[number % MADE_UP_CATEGORIES.length]!;
  const name = `${isPrefecture ? prefecture : county}示例单位${String(number + 1).padStart(3, '0')}`;
  const place = { county: isPrefecture ? null : county, name };
  const unit = { ...place, code: codeWithoutNumber(place), aliases: [], category, through: null };
  return {
    ...unit,
    owes: new Set(forms.map((form) => form.key).filter((form) => isOwedInExample(form, unit))),
    contact: '示例联系人',
    phone: '0901-6200000',
    email: null,
  };
}

/** Every second school owes the forms of which schools are not expected to report a row. */
function askSchools(units: readonly Unit[], forms: readonly FormDefinition[]): Unit[] {
  const asked = forms.flatMap((form) =>
    form.rules.flatMap((rule) =>
      rule.checks.flatMap((check) =>
        check.kind === 'noRowsFrom' ? [{ form: form.key, category: check.category }] : [],
      ),
    ),
  );
  let schools = 0;
  return units.map((unit) => {
    const more = asked.filter((item) => item.category === unit.category).map((item) => item.form);
    if (more.length === 0 || schools++ % ASKED_SCHOOLS !== 0) return unit;
    return { ...unit, owes: new Set([...unit.owes, ...more]) };
  });
}
