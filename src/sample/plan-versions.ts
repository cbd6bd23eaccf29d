import { type Defect, type DefectContext, type ExpectedFinding, isUnexplained } from './defect.js';
import { DEFECTS, spoil, suitsSheet } from './defect-catalogue.js';
import type { ReturnItem, UnitReturn } from './plan-returns.js';
import type { Random } from './random.js';
import { withValues } from './sample-row.js';
import { type SampleSheet, withRow } from './sample-sheet.js';

/** One sending of a form, and what is found in it. */
export interface SheetVersion {
  readonly sheet: SampleSheet;
  readonly findings: readonly (ExpectedFinding & { readonly open: boolean })[];
}

/** All sendings of a form, oldest first, and which of them counts. */
export interface ItemVersions {
  readonly item: ReturnItem;
  readonly versions: readonly SheetVersion[];
  /** Null: none of them. */
  readonly inForce: SheetVersion | null;
}

/** What one unit sent: forms that are sent together are sent again together. */
export interface UnitVersions {
  readonly answer: UnitReturn;
  readonly items: readonly ItemVersions[];
  /** True when the very same file came twice. */
  readonly isRepeated: boolean;
}

const EXPLANATION = '经逐户核实，情况属实';

/** Spoils a share of the returned submissions, each with one defect, and has some of them sent twice. */
export function planVersions(
  answers: readonly UnitReturn[],
  share: number,
  random: Random,
): readonly UnitVersions[] {
  const sent = answers.flatMap((answer) => answer.items.filter(isReturned));
  const faulty = new Set(random.shuffle(sent).slice(0, Math.round(share * sent.length)));
  const used = new Map<Defect, number>();
  const once = (item: ReturnItem, version: SheetVersion): ItemVersions => ({
    item,
    versions: [version],
    inForce: version,
  });

  // Clean units first: what faulty ones copy from others must stand.
  const cleanUnits = new Map<UnitReturn, UnitVersions>();
  for (const answer of answers) {
    if (answer.items.some((item) => faulty.has(item))) continue;
    const own = random.fork(`again ${answer.unit.code}`);
    const items = answer.items.flatMap((item) =>
      item.sheet === null ? [] : [once(item, { sheet: item.sheet, findings: [] })],
    );
    const draw = own.next();
    const changeable = items.filter(({ item }) => item.sheet?.content === 'rows');
    if (draw < 0.06 && items.length > 0) cleanUnits.set(answer, { answer, items, isRepeated: true });
    else if (draw < 0.12 && changeable.length > 0) {
      const chosen = own.pick(changeable);
      const updated = items.map((entry) => (entry === chosen ? (withOlder(entry) ?? entry) : entry));
      cleanUnits.set(answer, { answer, items: updated, isRepeated: false });
    } else cleanUnits.set(answer, { answer, items, isRepeated: false });
  }
  const sources = [...cleanUnits.values()].flatMap(({ answer, items, isRepeated }) =>
    isRepeated || items.some(({ versions }) => versions.length > 1) ? [] : answer.items.filter(isReturned),
  );
  const rank = new Map(answers.map((answer, index) => [answer.unit.code, index]));

  return answers.map((answer): UnitVersions => {
    const clean = cleanUnits.get(answer);
    if (clean !== undefined) return clean;
    const own = random.fork(`faulty ${answer.unit.code}`);
    const count = answer.items.filter((item) => faulty.has(item)).length;
    // Forms in one workbook are sent again together: only where a single one is faulty is it told what becomes of it.
    const mayResend = answer.kind === 'blank' || count === 1;
    const items = answer.items.flatMap((item): ItemVersions[] => {
      if (item.sheet === null) return [];
      if (!faulty.has(item)) return [once(item, { sheet: item.sheet, findings: [] })];
      const earlier = sources.filter(
        (source) =>
          source.form.key === item.form.key &&
          source.receivedAt! < item.receivedAt! &&
          rank.get(source.unit.code)! < rank.get(item.unit.code)!,
      );
      return [spoilItem(item, own, used, mayResend, earlier)];
    });
    return { answer, items, isRepeated: false };
  });
}

/** Submissions in which something stands; an untouched form cannot be faulty. */
function isReturned(item: ReturnItem): boolean {
  return item.sheet !== null && item.sheet.content !== 'untouched';
}

/** One faulty submission: left so, explained, mended later, or itself the worse second version. */
function spoilItem(
  item: ReturnItem,
  random: Random,
  used: Map<Defect, number>,
  mayResend: boolean,
  earlier: readonly ReturnItem[],
): ItemVersions {
  const sheet = item.sheet!;
  const older = mayResend && sheet.content === 'rows' ? olderSheet(item) : null;
  const draw = random.next();
  const contextOf = (): DefectContext => ({
    random,
    task: item.task,
    parameters: item.parameters,
    unit: item.unit,
    makeRow: item.makeRow,
    earlier: earlier.flatMap((source) => (source.sheet?.content === 'rows' ? [source.sheet] : [])),
  });
  // Kinds that have come least so far come first, so that a large sample has all of them.
  const kinds = random
    .shuffle(DEFECTS.filter((defect) => suitsSheet(defect, sheet, item.unit)))
    .sort((a, b) => (used.get(a) ?? 0) - (used.get(b) ?? 0));
  const spoiled = spoil(sheet, kinds, contextOf());
  if (spoiled === null) {
    const version = { sheet, findings: [] };
    return { item, versions: [version], inForce: version };
  }
  const { defect, faulty } = spoiled;
  used.set(defect, (used.get(defect) ?? 0) + 1);
  const worst = (level: string) => faulty.findings.some((finding) => finding.level === level);
  const asFound = { sheet: faulty.sheet, findings: faulty.findings.map(asOpen) };
  const isError = worst('error');
  if (draw < 0.2 && older !== null && !defect.isAcross && (isError || worst('query'))) {
    // The first version is spoiled instead: it differs from the second in more than the mistake.
    const first = spoil(older, [defect], contextOf());
    if (first !== null) {
      const findings = first.faulty.findings.map((finding) => ({ ...finding, open: false }));
      const mended = { sheet, findings: [] };
      return { item, versions: [{ sheet: first.faulty.sheet, findings }, mended], inForce: mended };
    }
  }
  if (draw > 0.85 && older !== null && isError) {
    const good = { sheet: older, findings: [] };
    return { item, versions: [good, asFound], inForce: good };
  }
  const explained = draw > 0.6 && defect.isExplainable ? explain(asFound) : null;
  const version = explained ?? asFound;
  return { item, versions: [version], inForce: isError ? null : version };
}

function asOpen(finding: ExpectedFinding): ExpectedFinding & { readonly open: boolean } {
  return { ...finding, open: finding.level !== 'hint' };
}

/** The version with a reason in 说明 of the row that is queried; null where there is no such row. */
function explain(version: SheetVersion): SheetVersion | null {
  const [finding] = version.findings;
  if (version.findings.length !== 1 || finding?.level !== 'query' || finding.place.kind !== 'field')
    return null;
  const { sheet } = version;
  const { rowIndex, field } = finding.place;
  const row = sheet.rows[rowIndex]!;
  const { explanation } = sheet.form;
  if (field === explanation || !isUnexplained(sheet.form, row)) return null;
  const explained = withValues(row, { [explanation]: EXPLANATION });
  return { sheet: withRow(sheet, rowIndex, explained), findings: [{ ...finding, open: false }] };
}

/** What was sent before the return as it stands: a row less, or one more. */
function olderSheet(item: ReturnItem): SampleSheet | null {
  const sheet = item.sheet!;
  if (sheet.rows.length > 1) return { ...sheet, rows: sheet.rows.slice(0, -1) };
  const more = sheet.form.templateRows > 1 ? item.makeRow() : null;
  return more === null ? null : { ...sheet, rows: [...sheet.rows, more] };
}

function withOlder(entry: ItemVersions): ItemVersions | null {
  const older = olderSheet(entry.item);
  return older === null ? null : { ...entry, versions: [{ sheet: older, findings: [] }, ...entry.versions] };
}
