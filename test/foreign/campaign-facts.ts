import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { fullPath } from '../../src/issue/finding.js';
import type { Summary } from '../../src/merge/summary.js';
import { planResult, type ResultJson, type ResultTotals } from '../../src/report/result/result-json.js';
import { type CampaignCopy, type Origin, SAMPLE } from './campaign-copy.js';

// What a run says of the sample campaign or of a copy, in words that are the same for both.

type Truth = Pick<ResultJson, 'totals' | 'completeness' | 'findings'> & { readonly asOf: string };

/** The sample's own truth: its generator adds it up, without reading or merging. */
export const TRUTH = JSON.parse(readFileSync(join(SAMPLE, '样本真值.json'), 'utf8')) as Truth;

/** Facts as lines, sorted; files and sheets under the names that they have in the sample. */
export interface Facts {
  /** `form|unit|measure|number`, zeros left out. */
  readonly totals: readonly string[];
  /** The same of the prefecture and of its counties. */
  readonly sums: readonly string[];
  /** `form|unit|row|values` of every row that counts. */
  readonly records: readonly string[];
  /** `unit|form|status`, with late and overdue. */
  readonly statuses: readonly string[];
  /** `file|sheet|cell|rule|level|open|unit|form|field`. */
  readonly findings: readonly string[];
  /** `file|sheet|form|units|rows|disposition`; of a file without sheets its disposition alone. */
  readonly sheets: readonly string[];
}

/** What a run found out. */
export interface Run {
  readonly result: ResultJson;
  readonly counted: Summary['counted'];
}

/** Reads a working folder as every command does. */
export async function runOver(dir: string): Promise<Run> {
  const { summary } = await inspect({
    dir,
    forms: await loadBuiltInForms(),
    runAt: TRUTH.asOf,
    asOf: TRUTH.asOf,
    tool: { name: 'bangfu', version: 'test' },
    onProgress: () => undefined,
  });
  return {
    result: planResult(summary, { name: 'bangfu', version: 'test' }, []),
    counted: summary.counted,
  };
}

/** The facts of a run over a copy of the sample. */
export function factsOf({ result, counted }: Run, copy: CampaignCopy): Facts {
  const placeOf = originFinder(copy);
  return {
    totals: totalsOf(result),
    sums: sumsOf(result),
    records: counted.flatMap(recordsOf).sort(),
    statuses: statusesOf(result),
    findings: result.findings.map((finding) => findingOf(finding, placeOf)).sort(),
    sheets: result.files.flatMap((file) => sheetsOf(file, placeOf)).sort(),
  };
}

/** What the truth says of the same; it knows no rows and no dispositions. */
export function factsOfTruth(): Omit<Facts, 'records' | 'sheets'> {
  const placeOf = ({ path }: { readonly path: string }): Origin => ({ path, sheet: null });
  return {
    totals: totalsOf(TRUTH),
    sums: sumsOf(TRUTH),
    statuses: statusesOf(TRUTH),
    findings: TRUTH.findings.map((finding) => findingOf(finding, placeOf)).sort(),
  };
}

/** Lines that only one side has, of the facts named: `-` what the copy lost, `+` what it says instead. */
export function differences(
  original: Facts,
  copy: Facts,
  kinds: readonly (keyof Facts)[] = ['totals', 'sums', 'records', 'statuses', 'findings', 'sheets'],
): readonly string[] {
  return kinds.flatMap((kind) => [
    ...without(original[kind], copy[kind]).map((line) => `- ${line}`),
    ...without(copy[kind], original[kind]).map((line) => `+ ${line}`),
  ]);
}

/** The rows and unit totals of everything that both count, as lines. */
export function countedInBoth(facts: Facts, other: Facts): readonly string[] {
  const isCounted = (status: string | undefined) => /^(?:accepted|queried|nil)/.test(status ?? '');
  const statusesOfOther = new Map(other.statuses.map(splitStatus));
  const pairs = new Set(
    facts.statuses
      .map(splitStatus)
      .flatMap(([pair, status]) => (isCounted(status) && isCounted(statusesOfOther.get(pair)) ? [pair] : [])),
  );
  return [...facts.totals, ...facts.records].filter((line) => {
    const [form, unit] = line.split('|');
    return pairs.has(`${unit}|${form}`);
  });
}

/** `unit|form` and what stands behind it. */
function splitStatus(line: string): readonly [string, string] {
  const [unit, form, ...status] = line.split('|');
  return [`${unit}|${form}`, status.join('|')];
}

type PlaceFinder = (file: { readonly path: string; readonly entry: string | null }) => Origin;

function originFinder(copy: CampaignCopy): PlaceFinder {
  return (file) => {
    const full = fullPath(file);
    const origin = copy.origins.get(full);
    if (origin === undefined) throw new Error(`not a file of the copy: ${full}`);
    return origin;
  };
}

function totalsOf({ totals }: Pick<ResultJson, 'totals'>): string[] {
  return Object.entries(totals)
    .flatMap(([form, { units }]) => linesOfMeasures(form, units))
    .sort();
}

function sumsOf({ totals }: Pick<ResultJson, 'totals'>): string[] {
  return Object.entries(totals)
    .flatMap(([form, { prefecture, counties }]) => linesOfMeasures(form, { prefecture, ...counties }))
    .sort();
}

function linesOfMeasures(form: string, totals: Readonly<Record<string, ResultTotals>>): string[] {
  return Object.entries(totals).flatMap(([of, measures]) =>
    Object.entries(measures).flatMap(([measure, value]) =>
      value === 0 ? [] : [[form, of, measure, value].join('|')],
    ),
  );
}

function recordsOf({ form, unit, records }: Summary['counted'][number]): string[] {
  return records.map(({ rowNumber, values }) => [form, unit, rowNumber, JSON.stringify(values)].join('|'));
}

function statusesOf({ completeness }: Pick<ResultJson, 'completeness'>): string[] {
  return completeness
    .map(({ unit, form, status, late, overdue }) =>
      [unit, form, status, ...(late ? ['late'] : []), ...(overdue ? ['overdue'] : [])].join('|'),
    )
    .sort();
}

function findingOf(finding: Truth['findings'][number], placeOf: PlaceFinder): string {
  const { path, sheet } = placeOf(finding);
  const { cell, rule, level, open, unit, form, field } = finding;
  return [path, sheet ?? finding.sheet, cell, rule, level, open ? 'open' : 'closed', unit, form, field].join(
    '|',
  );
}

function sheetsOf(file: ResultJson['files'][number], placeOf: PlaceFinder): string[] {
  const { path, sheet } = placeOf(file);
  if (file.sheets.length === 0)
    return [[path, ...(sheet === null ? [] : [sheet]), file.disposition].join('|')];
  return file.sheets.map((item) =>
    [path, sheet ?? item.sheet, item.form, item.units.join('+'), item.rows, item.disposition].join('|'),
  );
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const index = left.indexOf(line);
    if (index < 0) return true;
    left.splice(index, 1);
    return false;
  });
}
