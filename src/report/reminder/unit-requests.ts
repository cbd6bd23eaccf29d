import { countiesOf, countyOf, type Unit } from '../../campaign/campaign.js';
import { MATERIAL_RULES } from '../../issue/describe-finding.js';
import { type FileSource, type Finding, fullPath } from '../../issue/finding.js';
import type { CompletenessEntry, Summary } from '../../merge/summary.js';
import { groupBy } from '../group-by.js';
import { isShort, listMaterials, type UnitMaterial } from '../lists/material-entries.js';
import { listOwedForms, type OwedForm } from '../lists/owed-forms.js';
import { isUnreported } from '../status-counts.js';

/** A table that came from a unit, with what is to be mended or explained in it. */
export interface MendRequest {
  /** Null where only a 底稿 says that it was returned. */
  readonly source: FileSource | null;
  /** The form's title, else the sheet's name. */
  readonly title: string;
  /** Open errors, in the order of their cells. */
  readonly errors: readonly Finding[];
  /** Open queries. */
  readonly queries: readonly Finding[];
  /** Whether the unit's numbers of this form count: these, or those of an earlier return. */
  readonly counts: 'this' | 'earlier' | 'none';
}

/** What one unit is asked for. */
export interface UnitRequest {
  readonly unit: Unit;
  /** Owed, and nothing or an untouched form came. */
  readonly missing: readonly OwedForm[];
  /** Owed materials that did not come, or not enough of them. */
  readonly materials: readonly UnitMaterial[];
  readonly mends: readonly MendRequest[];
}

/** Rules that only the coordinator can do something about; materials are asked for by their shortcomings. */
const NOT_FOR_UNITS: ReadonlySet<string> = new Set([...MATERIAL_RULES, 'unit-unknown']);

/** Units that are asked for anything: counties in roster order, 地直单位 last, units in roster order. */
export function listUnitRequests(summary: Summary): readonly UnitRequest[] {
  const { campaign } = summary;
  const owed = groupBy(listOwedForms(summary), ({ unit }) => unit.code);
  const materials = groupBy(listMaterials(summary), ({ unit }) => unit.code);
  const findings = findingsByUnit(summary);
  const units = groupBy(campaign.units, countyOf);
  return countiesOf(campaign)
    .flatMap((county) => units.get(county) ?? [])
    .map((unit): UnitRequest => {
      const forms = owed.get(unit.code) ?? [];
      return {
        unit,
        missing: forms.filter(({ entry }) => isUnreported(entry.status)),
        materials: (materials.get(unit.code) ?? []).filter(
          (item) => item.entry.isOwed && (item.entry.status === 'missing' || isShort(item)),
        ),
        mends: listMends(summary, forms, findings.get(unit.code) ?? []),
      };
    })
    .filter(({ missing, materials: short, mends }) => missing.length + short.length + mends.length > 0);
}

/** Open errors and queries; one that stands for a whole sheet is every unit's whose rows the sheet holds. */
function findingsByUnit(summary: Summary): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map(summary.files.map((file) => [fullPath(file), file]));
  const unitsOf = (finding: Finding): readonly string[] => {
    if (finding.unit !== null) return [finding.unit];
    const sheets = files.get(fullPath(finding))?.sheets ?? [];
    const meant = sheets.filter(({ sheet }) => finding.sheet === null || sheet === finding.sheet);
    return [...new Set(meant.flatMap(({ units }) => units))];
  };
  const pairs = summary.findings
    .filter(({ open, level, rule }) => open && level !== 'hint' && !NOT_FOR_UNITS.has(rule))
    .flatMap((finding) => unitsOf(finding).map((unit) => ({ unit, finding })));
  return new Map(
    [...groupBy(pairs, ({ unit }) => unit)].map(([unit, items]) => [unit, items.map((item) => item.finding)]),
  );
}

/** One for each sheet with findings, and one for what a 底稿 says without telling what is wrong. */
function listMends(
  summary: Summary,
  forms: readonly OwedForm[],
  findings: readonly Finding[],
): readonly MendRequest[] {
  const sheets = groupBy(findings, ({ sheet, form, ...source }) =>
    JSON.stringify([fullPath(source), sheet, form]),
  );
  const found = [...sheets.values()].map((group) => {
    const [{ path, entry, sheet, form }] = group as [Finding];
    const status = forms.find((item) => item.entry.form === form)?.entry ?? null;
    const errors = group.filter(({ level }) => level === 'error');
    return {
      source: { path, entry },
      title: summary.forms.find(({ key }) => key === form)?.title ?? sheet ?? fileTitle(path),
      errors,
      queries: group.filter(({ level }) => level === 'query'),
      counts: errors.length === 0 ? ('this' as const) : countsOtherwise(status, { path, entry }),
    };
  });
  const told = forms.filter(
    ({ entry }) =>
      entry.status === 'returned' && !findings.some(({ form }) => (form ?? entry.form) === entry.form),
  );
  return [
    ...found,
    ...told.map(({ entry, formTitle }) => ({
      source: entry.path === null ? null : { path: entry.path, entry: entry.entry },
      title: formTitle,
      errors: [],
      queries: [],
      counts: 'none' as const,
    })),
  ];
}

/** A table with errors does not count itself; an earlier one of the unit may. */
function countsOtherwise(entry: CompletenessEntry | null, source: FileSource): 'earlier' | 'none' {
  if (entry === null || entry.path === null) return 'none';
  const isCounted = entry.status === 'accepted' || entry.status === 'queried' || entry.status === 'nil';
  const isOther = fullPath({ path: entry.path, entry: entry.entry }) !== fullPath(source);
  return isCounted && isOther ? 'earlier' : 'none';
}

/** The name of a file without its folders. */
export function fileTitle(path: string): string {
  return path.split('/').at(-1) ?? path;
}
