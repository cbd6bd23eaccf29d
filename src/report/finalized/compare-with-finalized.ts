import { countyOf, type Decision, unitsByCode } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import { type FileSource, fullPath, type Status } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { compileTextMask } from '../private-texts.js';
import { measureFigures } from '../summary/figures.js';
import type { Basis } from './basis.js';
import type { ChangeReason, Changes, FigureChange, PairChange, TotalChange } from './changes.js';
import type { FinalizedVersion } from './finalized-version.js';
import { compareMaterials } from './material-changes.js';

/** The run that is compared: its summary, and what it rests on. */
export interface PresentRun {
  readonly summary: Summary;
  readonly basis: Basis;
  readonly toolVersion: string;
}

type Form = Pick<PairChange['form'], 'key' | 'title'>;

/** One side of a pair of unit and form: as the 定稿 has it, or as it is now. */
interface Side {
  readonly isInRoster: boolean;
  readonly county: string | null;
  /** Null: not owed. */
  readonly status: Status | null;
  /** Null where nothing counts. Cents for amounts. */
  readonly totals: Readonly<Record<string, number>> | null;
  readonly contentDigest: string | null;
  readonly source: FileSource | null;
  readonly files: readonly KnownFile[];
}

interface KnownFile extends FileSource {
  readonly sha256: string;
}

/**
 * Compares a run with a 定稿, unit by unit and form by form. `forms`: every form that is known, also those not asked
 * for now. The units' differences add up to those of the totals, since both are sums over the same units.
 */
export function compareWithFinalized(
  version: FinalizedVersion,
  present: PresentRun,
  forms: readonly FormDefinition[],
): Changes {
  const { manifest, name } = version;
  const { summary } = present;
  const before = sidesBefore(version, figureFormats(forms));
  const after = sidesNow(present);
  const reasonsOf = reasonFinder(version, present);
  const pairs = comparedForms(version, summary, forms).flatMap((form) =>
    comparedUnits(version, summary).flatMap((unit): PairChange[] => {
      const [was, is] = [before(unit.code, form.key), after(unit.code, form.key)];
      const figures = compareTotals(figuresIn(forms, form.key, was.totals, is.totals), was.totals, is.totals);
      if (!differs(version, present, form.key, was, is, figures)) return [];
      return [
        {
          unit,
          form,
          before: was.status,
          after: is.status,
          wasCounted: was.totals !== null,
          isCounted: is.totals !== null,
          figures,
          reasons: reasonsOf(unit.code, form.key, was, is),
          source: is.source,
        },
      ];
    }),
  );
  const { finalizedAt, asOf, note } = manifest;
  return {
    version: { name, finalizedAt, asOf, note },
    pairs,
    totals: comparedForms(version, summary, forms).flatMap((form) =>
      compareForm(version, summary, forms, form, pairs),
    ),
    materials: compareMaterials(version.result, summary, comparedUnits(version, summary)),
  };
}

/** Forms of either time, those of now first. */
function comparedForms(
  { result }: FinalizedVersion,
  summary: Summary,
  known: readonly FormDefinition[],
): readonly Form[] {
  const now = summary.forms.map(({ key, title }) => ({ key, title }));
  const gone = result.campaign.forms.filter(({ form }) => now.every(({ key }) => key !== form));
  const titleOf = (key: string, title: string) => known.find((form) => form.key === key)?.title ?? title;
  return [...now, ...gone.map(({ form, title }) => ({ key: form, title: titleOf(form, title) }))];
}

/** Units of either time with the names that they have now, those no longer in the roster last. */
function comparedUnits({ result }: FinalizedVersion, { campaign }: Summary): readonly PairChange['unit'][] {
  const codes = unitsByCode(campaign);
  const gone = result.units.filter(({ code }) => !codes.has(code));
  return [...campaign.units, ...gone].map((unit) => ({
    code: unit.code,
    name: unit.name,
    county: countyOf(unit),
  }));
}

function differs(
  { manifest, result }: FinalizedVersion,
  { basis, summary }: PresentRun,
  form: string,
  was: Side,
  is: Side,
  figures: readonly FigureChange[],
): boolean {
  if (figures.length > 0) return true;
  const counts = was.totals !== null || is.totals !== null;
  if (counts && was.isInRoster && is.isInRoster && was.county !== is.county) return true;
  const isOnlyAsked = (status: Status | null) =>
    status === null || status === 'missing' || status === 'exempt';
  const hasForm =
    result.campaign.forms.some((item) => item.form === form) && summary.forms.some(({ key }) => key === form);
  // Of a form that is asked for since, or no longer, those who sent nothing say nothing.
  if (!hasForm && isOnlyAsked(was.status) && isOnlyAsked(is.status)) return false;
  if (was.status !== is.status) return true;
  // Rows of another form have other values even where nobody touched them.
  const isSameForm = digestOfForm(manifest.basis, form) === digestOfForm(basis, form);
  return isSameForm && was.contentDigest !== is.contentDigest;
}

function compareForm(
  { result }: FinalizedVersion,
  summary: Summary,
  forms: readonly FormDefinition[],
  form: Form,
  pairs: readonly PairChange[],
): readonly TotalChange[] {
  const formats = figureFormats(forms).get(form.key);
  const was = convertTotals(result.totals[form.key]?.prefecture, formats);
  const is = summary.totals.get(form.key)?.prefecture ?? null;
  const ofForm = pairs.filter((pair) => pair.form.key === form.key).flatMap((pair) => pair.figures);
  return figuresIn(forms, form.key, was, is).flatMap((figure): TotalChange[] => {
    const parts = ofForm.filter((part) => part.figure.key === figure.key);
    const [before, after] = [totalOf(was, figure.key), totalOf(is, figure.key)];
    if (parts.length === 0 && before === after) return [];
    const ofUnits = parts.reduce((sum, part) => sum + part.after - part.before, 0);
    return [{ form, figure, before, after, ofUnits }];
  });
}

type Formats = ReadonlyMap<string, FigureChange['figure']['format']>;

function figureFormats(forms: readonly FormDefinition[]): ReadonlyMap<string, Formats> {
  return new Map(
    forms.map((form) => [form.key, new Map(measureFigures(form).map(({ key, format }) => [key, format]))]),
  );
}

/** The form's figures, and totals that it no longer has under their keys. */
function figuresIn(
  forms: readonly FormDefinition[],
  form: string,
  ...totals: readonly (Readonly<Record<string, number>> | null)[]
): readonly FigureChange['figure'][] {
  const definition = forms.find(({ key }) => key === form);
  const figures = definition === undefined ? [] : measureFigures(definition);
  const known = new Set(figures.map(({ key }) => key));
  const others = new Set(totals.flatMap((item) => Object.keys(item ?? {})).filter((key) => !known.has(key)));
  return [
    ...figures.map(({ key, title, unit, format }) => ({ key, title, unit, format })),
    ...[...others].map((key) => ({ key, title: key, unit: '', format: 'decimal' as const })),
  ];
}

function compareTotals(
  figures: readonly FigureChange['figure'][],
  was: Side['totals'],
  is: Side['totals'],
): readonly FigureChange[] {
  return figures
    .map((figure) => ({ figure, before: totalOf(was, figure.key), after: totalOf(is, figure.key) }))
    .filter(({ before, after }) => before !== after);
}

function totalOf(totals: Side['totals'], key: string): number {
  return totals !== null && Object.hasOwn(totals, key) ? totals[key]! : 0;
}

/** Totals of result.json → those of the inside: amounts in cents. */
function convertTotals(
  totals: Readonly<Record<string, number>> | undefined,
  formats: Formats | undefined,
): Side['totals'] {
  if (totals === undefined) return null;
  return Object.fromEntries(
    Object.entries(totals).map(([key, value]) => [
      key,
      formats?.get(key) === 'amount' ? Math.round(value * 100) : value,
    ]),
  );
}

type FindSide = (unit: string, form: string) => Side;

function sidesBefore(
  { result, manifest }: FinalizedVersion,
  formats: ReadonlyMap<string, Formats>,
): FindSide {
  const units = new Map(result.units.map((unit) => [unit.code, unit]));
  const entries = byPair(result.completeness);
  const digests = byPair(manifest.basis.counted);
  const files = filesByPair(result.files);
  return (code, form) => {
    const key = pairKey(code, form);
    const unit = units.get(code);
    const entry = entries.get(key);
    const ofUnits = result.totals[form]?.units ?? {};
    return {
      isInRoster: unit !== undefined,
      county: unit === undefined ? null : countyOf(unit),
      status: entry?.status ?? null,
      totals: Object.hasOwn(ofUnits, code) ? convertTotals(ofUnits[code], formats.get(form)) : null,
      contentDigest: digests.get(key)?.digest ?? null,
      source: sourceOf(entry),
      files: withSource(files.get(key) ?? [], sourceOf(entry), result.files),
    };
  };
}

function sidesNow({ summary, basis }: PresentRun): FindSide {
  const units = unitsByCode(summary.campaign);
  const entries = byPair(summary.completeness);
  const digests = byPair(basis.counted);
  const files = filesByPair(summary.files);
  return (code, form) => {
    const key = pairKey(code, form);
    const unit = units.get(code);
    const entry = entries.get(key);
    return {
      isInRoster: unit !== undefined,
      county: unit === undefined ? null : countyOf(unit),
      status: entry?.status ?? null,
      totals: summary.totals.get(form)?.units.get(code) ?? null,
      contentDigest: digests.get(key)?.digest ?? null,
      source: sourceOf(entry),
      files: withSource(files.get(key) ?? [], sourceOf(entry), summary.files),
    };
  };
}

function pairKey(unit: string, form: string): string {
  return JSON.stringify([unit, form]);
}

function byPair<Item extends { readonly unit: string; readonly form: string }>(
  items: readonly Item[],
): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [pairKey(item.unit, item.form), item]));
}

type FileOfRun = KnownFile & {
  readonly sheets: readonly { readonly form: string | null; readonly units: readonly string[] }[];
};

function filesByPair(files: readonly FileOfRun[]): ReadonlyMap<string, readonly KnownFile[]> {
  const groups = new Map<string, Set<KnownFile>>();
  for (const file of files) {
    for (const { form, units } of file.sheets) {
      for (const unit of form === null ? [] : units) {
        const key = pairKey(unit, form!);
        const group = groups.get(key) ?? new Set();
        groups.set(key, group.add(file));
      }
    }
  }
  return new Map([...groups].map(([key, group]) => [key, [...group]]));
}

function sourceOf(
  entry: { readonly path: string | null; readonly entry: string | null } | undefined,
): FileSource | null {
  return entry === undefined || entry.path === null ? null : { path: entry.path, entry: entry.entry };
}

/** A file that could not be read is known to be a unit's by its status alone. */
function withSource(
  files: readonly KnownFile[],
  source: FileSource | null,
  all: readonly KnownFile[],
): readonly KnownFile[] {
  if (source === null || files.some((file) => isSame(file, source))) return files;
  const found = all.find((file) => isSame(file, source));
  return found === undefined ? files : [...files, found];
}

function isSame(a: FileSource, b: FileSource): boolean {
  return a.path === b.path && a.entry === b.entry;
}

function digestOfForm(basis: Basis, form: string): string | undefined {
  return basis.forms.find((item) => item.form === form)?.digest;
}

/** Tells why a pair differs: all that is known of it, and only where that is nothing what all pairs have in common. */
function reasonFinder({ manifest, result }: FinalizedVersion, { summary, basis, toolVersion }: PresentRun) {
  const was = manifest.basis;
  const contents = contentsOf(result.files);
  const contentsNow = contentsOf(summary.files);
  const [rowsBefore, rowsNow] = [unitDigests(was), unitDigests(basis)];
  const decisions = changedItems(was.decisions, basis.decisions, keyOfDecision);
  const receipts = changedItems(was.receipts, basis.receipts, (row) => JSON.stringify(row));
  const formsBefore = new Set(result.campaign.forms.map(({ form }) => form));
  const formsNow = new Set(summary.forms.map(({ key }) => key));
  const maskText = compileTextMask(summary);
  const units = unitsByCode(summary.campaign);
  const masked = (code: string, text: string | null) => {
    const unit = units.get(code);
    return text === null || unit === undefined ? text : maskText(unit, text);
  };
  return (unit: string, form: string, before: Side, after: Side): readonly ChangeReason[] => {
    const concerns = (row: { readonly unit: string | null; readonly form: string | null }) =>
      row.unit === unit && (row.form === null || row.form === form);
    const own: ChangeReason[] = [
      ...rosterReasons(before, after),
      ...(formsBefore.has(form) ? [] : [{ kind: 'form-added' } as const]),
      ...(formsNow.has(form) ? [] : [{ kind: 'form-removed' } as const]),
      ...(formsBefore.has(form) && formsNow.has(form) ? owedReasons(before, after) : []),
      ...fileReasons(before, after, contents, contentsNow),
      ...decisionReasons(decisions, unit, form, [...before.files, ...after.files]).map((reason) =>
        reason.kind === 'decision' ? { ...reason, text: masked(unit, reason.text) } : reason,
      ),
      ...([...receipts.added, ...receipts.removed].some(concerns) ? [{ kind: 'receipt-row' } as const] : []),
      ...(formsBefore.has(form) && formsNow.has(form) && digestOfForm(was, form) !== digestOfForm(basis, form)
        ? [{ kind: 'rules' } as const]
        : []),
    ];
    if (own.length > 0) return own;
    const common: ChangeReason[] = [
      ...(rowsBefore.get(unit) === rowsNow.get(unit) ? [] : [{ kind: 'roster-row' } as const]),
      ...(was.settings === basis.settings ? [] : [{ kind: 'settings' } as const]),
      ...(manifest.tool.version === toolVersion
        ? []
        : [{ kind: 'tool', from: manifest.tool.version, to: toolVersion } as const]),
    ];
    return common.length > 0 ? common : [{ kind: 'other-units' }];
  };
}

function rosterReasons(before: Side, after: Side): ChangeReason[] {
  if (!before.isInRoster) return [{ kind: 'unit-added' }];
  if (!after.isInRoster) return [{ kind: 'unit-removed' }];
  return before.county === after.county ? [] : [{ kind: 'moved', from: before.county!, to: after.county! }];
}

function owedReasons(before: Side, after: Side): ChangeReason[] {
  if (!before.isInRoster || !after.isInRoster || (before.status === null) === (after.status === null))
    return [];
  return [{ kind: before.status === null ? 'owed' : 'not-owed' }];
}

/** What came with another content than anything before, and what is nowhere any more. */
function fileReasons(
  before: Side,
  after: Side,
  contents: ReadonlySet<string>,
  contentsNow: ReadonlySet<string>,
): ChangeReason[] {
  const hadAny = before.files.length > 0;
  const added = after.files.filter(({ sha256 }) => !contents.has(sha256));
  if (added.length > 0)
    return added.map(({ path, entry }) => ({
      kind: hadAny ? 'corrected-file' : 'new-file',
      source: { path, entry },
    }));
  return before.files
    .filter(({ sha256 }) => !contentsNow.has(sha256))
    .map(({ path, entry }) => ({ kind: 'file-gone', source: { path, entry } }));
}

/** Digests of all files; one that could not be read has none and is like no other. */
function contentsOf(files: readonly KnownFile[]): ReadonlySet<string> {
  return new Set(files.flatMap(({ sha256 }) => (sha256 === '' ? [] : [sha256])));
}

function unitDigests(basis: Basis): ReadonlyMap<string, string> {
  return new Map(basis.units.map(({ unit, digest }) => [unit, digest]));
}

interface ChangedItems<Item> {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
}

function changedItems<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): ChangedItems<Item> {
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return {
    added: after.filter((item) => !was.has(keyOf(item))),
    removed: before.filter((item) => !is.has(keyOf(item))),
  };
}

/** Who decided, when and in what words makes no difference to the figures. */
function keyOfDecision({ file, sheet, unit, form, action }: Decision): string {
  return JSON.stringify([file, sheet, unit, form, action]);
}

function decisionReasons(
  { added, removed }: ChangedItems<Decision>,
  unit: string,
  form: string,
  files: readonly FileSource[],
): ChangeReason[] {
  const paths = new Set(files.map(fullPath));
  const concerns = (decision: Decision) =>
    (decision.unit === unit || (decision.unit === null && paths.has(decision.file))) &&
    (decision.form === null || decision.form === form);
  return [
    ...added
      .filter(concerns)
      .map(({ action, reason }): ChangeReason => ({ kind: 'decision', action, text: reason })),
    ...removed.filter(concerns).map(({ action }): ChangeReason => ({ kind: 'decision-withdrawn', action })),
  ];
}
