import { formatCents } from '../form/decimal.js';
import { type FormDefinition, fieldOf } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FormRecord } from '../form/record.js';
import type { Finding } from '../issue/finding.js';
import {
  extremesOfOthers,
  isShared,
  LEAST_PEERS,
  type Population,
  peerGroups,
  populationOf,
  quantiles,
  type RowsOfPeer,
} from './peers.js';
import { moneyInWords, roughly } from './rough-figures.js';
import { ruleFinding } from './rule-finding.js';

// Amounts are compared by their order of magnitude: everything here is log10 of cents. Gifts of 10 元 and of 500 000 元
// may stand side by side, so only what lies far beyond the spread of the others is asked about.

/** No amount nearer to what is usual is a slip by a factor of 1 000 or 10 000: half a decade for the spread. */
const LEAST_ABOVE = 2.7;
/** Few units count in 千元, while some sums are small in truth: 20 元 beside much that was given in kind. */
const LEAST_BELOW = 3;
/** Beyond the middle, in robust standard deviations of that side. */
const FAR = 3;
/** Beyond so many standard deviations lies a quarter, or a tenth, of a normal distribution. */
const QUARTER = 0.6745;
const TENTH = 1.2816;
/** What so many of the others come near to, within a factor of ten and in so many units, is usual too. */
const USUAL_SHARE = 0.08;
const USUAL_UNITS = 5;
const NEAR = 1;
/** How far beyond what is usual an amount may lie when it is put right. */
const MARGIN = 0.5;
/** Nearer ones need no closer look: less than LEAST_ABOVE, since the unit's own rows are still among the others. */
const WORTH_A_LOOK = 2.2;
const ROUNDS = 3;
/** One of so many units moves nothing by itself, and need not be left out of what is usual. */
const MANY_UNITS = 100;

interface Cell {
  readonly item: RowsOfPeer;
  readonly record: FormRecord;
  readonly unit: string;
  readonly category: string;
  /** What the row says that amounts depend on: 捐赠方类型; empty where the form says nothing of the kind. */
  readonly rowClass: string;
  readonly cents: number;
  readonly value: number;
}

/** Where the others' values lie. */
interface Usual {
  readonly bottom: number;
  readonly lowQuarter: number;
  readonly middle: number;
  readonly highQuarter: number;
  readonly top: number;
}

/** `power`: the power of ten by which the amount would be usual again; null where none does. */
interface Slip {
  readonly isAbove: boolean;
  readonly power: 3 | 4 | null;
}

/** `basis`: what it was compared with, in words. */
interface Judged {
  readonly slip: Slip;
  readonly usual: Usual;
  readonly basis: string;
}

/**
 * Findings: magnitude-slip, for an amount some thousand times as large or small as is usual among other units of the
 * same 单位类别, and among rows of the same class; where other units are too few, among the unit's own other rows.
 */
export function findMagnitudeSlips(form: FormDefinition, counted: readonly RowsOfPeer[]): readonly Finding[] {
  return form.fields.flatMap((field) =>
    kindOf(field).isMoney && field.computed === null ? findSlipsOf(form, field.key, counted) : [],
  );
}

function findSlipsOf(form: FormDefinition, field: string, counted: readonly RowsOfPeer[]): Finding[] {
  return [...judgeAll(cellsOf(form, field, counted))].map(([{ item, record, cents }, judged]) => {
    const { slip, usual, basis } = judged;
    const rule = { id: 'magnitude-slip', level: 'query', message: '' } as const;
    const isLarge = cents >= 1_000_000;
    return ruleFinding(item.submission, form, rule, field, record, {
      amount: `${formatCents(cents)} 元${isLarge ? `（${moneyInWords(cents)}）` : ''}`,
      basis,
      range: `${moneyInWords(roughly(centsOf(usual.bottom), Math.floor))}至 ${moneyInWords(roughly(centsOf(usual.top), Math.ceil))}`,
      guess: guessOf(slip),
    });
  });
}

/** Where a campaign has many slips, the first ones hide the others: they are left out of what is usual, and again. */
function judgeAll(cells: readonly Cell[]): ReadonlyMap<Cell, Judged> {
  const found = new Map<Cell, Judged>();
  const isUsual = usualMagnitudes(cells);
  for (let round = 0; round < ROUNDS; round++) {
    const rest = cells.filter((cell) => !found.has(cell));
    const judge = judgesOf(rest);
    const added = rest.flatMap((cell) => {
      const judged = judge(cell);
      return judged === null || isUsual(cell) ? [] : [[cell, judged] as const];
    });
    for (const [cell, judged] of added) found.set(cell, judged);
    if (added.length === 0) break;
  }
  return found;
}

/** Whether other units have amounts of the same magnitude: the same mistake is not made by that many. */
function usualMagnitudes(cells: readonly Cell[]): (cell: Cell) => boolean {
  const groups = peerGroups(cells);
  const populations = memo((category: string) => {
    const group = groups(category);
    return group && populationOf(group.items);
  });
  return ({ value, unit, category }) => {
    const population = populations(category);
    if (population === null) return false;
    const near = { from: value - NEAR, to: value + NEAR, except: unit };
    return isShared(population, near, USUAL_SHARE, USUAL_UNITS);
  };
}

function cellsOf(form: FormDefinition, field: string, counted: readonly RowsOfPeer[]): readonly Cell[] {
  const index = form.fields.indexOf(fieldOf(form, field));
  const classIndex = rowClassIndex(form);
  return counted.flatMap((item) =>
    item.submission.records.flatMap((record): Cell[] => {
      const cents = Number(record.values[index] ?? 0);
      if (cents <= 0 || record.states[index] !== 'value') return [];
      const { unit, category } = item;
      const rowClass = classIndex === null ? '' : String(record.values[classIndex] ?? '');
      return [{ item, record, unit, category, rowClass, cents, value: Math.log10(cents) }];
    }),
  );
}

/** The field that says what kind of row it is: the one that the template fills in, or the first required option. */
function rowClassIndex(form: FormDefinition): number | null {
  const index = form.fields.findIndex(({ key, kind, required }) =>
    form.fixedRows === null ? kind === 'option' && required : key === form.fixedRows,
  );
  return index < 0 ? null : index;
}

function judgesOf(cells: readonly Cell[]): (cell: Cell) => Judged | null {
  const groups = peerGroups(cells);
  const peersOf = memo((category: string) => {
    const group = groups(category);
    return (
      group && { ...comparison(group.items), basis: group.isCategory ? '同类单位这一项' : '各单位这一项' }
    );
  });
  const classes = groupBy(cells, ({ rowClass }) => rowClass);
  const classOf = memo((rowClass: string) => {
    const group = rowClass === '' ? [] : (classes.get(rowClass) ?? []);
    const compared = comparison(group);
    return compared.population.units > LEAST_PEERS ? compared : null;
  });
  const own = groupBy(cells, ({ unit, rowClass }) => JSON.stringify([unit, rowClass]));
  return (cell) => {
    const { value, unit, category, rowClass } = cell;
    const peers = peersOf(category);
    const sameClass = classOf(rowClass);
    const isOwnOut = (): Judged | null => {
      const others = own.get(JSON.stringify([unit, rowClass]))!.filter((other) => other !== cell);
      if (others.length < LEAST_PEERS) return null;
      const usual = usualOf(populationOf(others.map((other) => ({ value: other.value, unit }))), null);
      const slip = slipOf(value, usual);
      return slip && { slip, usual, basis: '本单位其他各行' };
    };
    if (peers === null) return isOwnOut();
    if (Math.abs(value - peers.middle) < WORTH_A_LOOK) return null;
    const usual = peers.usualFor(unit);
    const slip = slipOf(value, usual);
    const isUsualInClass = sameClass !== null && Math.abs(value - sameClass.middle) < WORTH_A_LOOK;
    if (slip !== null) return isUsualInClass ? null : { slip, usual, basis: peers.basis };
    // Other units differ too much among themselves, but none has ever gone so far.
    return [peers, sameClass].every((group) => group === null || isBeyond(value, group.population, unit))
      ? isOwnOut()
      : null;
  };
}

function comparison(cells: readonly Cell[]) {
  const population = populationOf(cells);
  const whole = usualOf(population, null);
  return {
    population,
    middle: whole.middle,
    usualFor: memo((unit: string) => (population.units > MANY_UNITS ? whole : usualOf(population, unit))),
  };
}

function usualOf(population: Population, except: string | null): Usual {
  const [bottom = 0, lowQuarter = 0, middle = 0, highQuarter = 0, top = 0] = quantiles(
    population,
    [0.1, 0.25, 0.5, 0.75, 0.9],
    except,
  );
  return { bottom, lowQuarter, middle, highQuarter, top };
}

function slipOf(value: number, usual: Usual): Slip | null {
  const { bottom, lowQuarter, middle, highQuarter, top } = usual;
  // Whichever says less: slips among the others widen the tenth, rounded amounts the quarter.
  const spreadAbove = Math.min((highQuarter - middle) / QUARTER, (top - middle) / TENTH);
  const spreadBelow = Math.min((middle - lowQuarter) / QUARTER, (middle - bottom) / TENTH);
  const above = Math.max(LEAST_ABOVE, FAR * spreadAbove);
  const below = Math.max(LEAST_BELOW, FAR * spreadBelow);
  const isAbove = value > middle + above;
  if (!isAbove && value > middle - below) return null;
  const isUsual = (power: number) => {
    const mended = value + (isAbove ? -power : power);
    return mended >= bottom - MARGIN && mended <= top + MARGIN;
  };
  const power = isUsual(4) ? 4 : isUsual(3) ? 3 : null;
  return { isAbove, power };
}

function isBeyond(value: number, population: Population, unit: string): boolean {
  const extremes = extremesOfOthers(population, unit);
  return extremes === null || value > extremes.greatest || value < extremes.least;
}

function centsOf(value: number): number {
  return Math.round(10 ** value);
}

function guessOf({ isAbove, power }: Slip): string {
  if (power === null) return '相差太大';
  if (isAbove) return power === 4 ? '像是把元当成了万元，大了一万倍' : '像是大了一千倍';
  return power === 4 ? '像是按万元填的，小了一万倍' : '像是按千元填的，小了一千倍';
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The function, asked once for each key. */
function memo<Result>(compute: (key: string) => Result): (key: string) => Result {
  const known = new Map<string, { readonly result: Result }>();
  return (key) => {
    const found = known.get(key) ?? { result: compute(key) };
    known.set(key, found);
    return found.result;
  };
}
