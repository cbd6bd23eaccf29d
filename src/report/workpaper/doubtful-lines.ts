import {
  type Campaign,
  countyOf,
  type DecisionAction,
  type Unit,
  unitsByCode,
} from '../../campaign/campaign.js';
import { codeWithoutNumber } from '../../campaign/settings-content.js';
import type { FormDefinition } from '../../form/form-definition.js';
import {
  DISPOSITIONS,
  type Disposition,
  type FileSource,
  type Finding,
  type Level,
} from '../../issue/finding.js';
import type { FileRecord, SheetRecord, Summary } from '../../merge/summary.js';
import { groupBy } from '../group-by.js';
import { formFinder } from '../lists/finding-words.js';
import { placeKey } from '../lists/list-sheet.js';

/** A row of 人工认定 ready to be copied; blanks are for the coordinator to fill in. */
export interface DecisionProposal {
  readonly unit: string | null;
  readonly form: string | null;
  readonly action: DecisionAction;
}

/** One line of 需要人工认定: what is doubtful and one way to decide it. */
export interface DoubtfulLine {
  readonly source: FileSource;
  readonly sheet: string | null;
  readonly disposition: Disposition;
  readonly reason: string | null;
  /** The unit that the proposal names, in full; null when nobody can be guessed. */
  readonly unitName: string | null;
  readonly proposal: DecisionProposal | null;
  /** What to do, where it is not what such a disposition asks for as a rule. */
  readonly advice?: string;
}

const DOUBTFUL: readonly Disposition[] = ['unreadable', 'unrecognized', 'returned', 'queried'];

/** Every doubtful sheet (or file without readable sheets), gravest disposition first. */
export function findDoubtful(summary: Summary): readonly DoubtfulLine[] {
  const findings = groupBy(summary.findings, placeKey);
  const context: DoubtContext = {
    units: unitsByCode(summary.campaign),
    formOf: formFinder(summary),
    names: namesForDecisions(summary.campaign),
  };
  const lines = summary.files.flatMap((file) => {
    const sheets = file.sheets.filter((sheet) => DOUBTFUL.includes(sheet.disposition));
    if (sheets.length > 0) {
      return sheets.flatMap((sheet) =>
        linesOfSheet(file, sheet, findings.get(placeKey(file)) ?? [], context),
      );
    }
    if (file.material !== undefined) return linesOfMaterial(file, file.material, context);
    const doubtful = file.disposition === 'unreadable' || file.disposition === 'unrecognized';
    return doubtful ? [lineOfFile(file)] : [];
  });
  return [...groupBy(lines, (line) => line.disposition)]
    .sort(([a], [b]) => DISPOSITIONS.indexOf(a) - DISPOSITIONS.indexOf(b))
    .flatMap(([, group]) => group);
}

interface DoubtContext {
  readonly units: ReadonlyMap<string, Unit>;
  readonly formOf: (key: string | null) => FormDefinition | null;
  readonly names: ReadonlyMap<string, string>;
}

/** A file of which not even the sheets are known; only an unrecognized one can be decided by naming its unit. */
function lineOfFile(file: FileRecord): DoubtfulLine {
  const { path, entry, disposition, reason } = file;
  return {
    source: { path, entry },
    sheet: null,
    disposition,
    reason,
    unitName: null,
    proposal: disposition === 'unrecognized' ? { unit: null, form: null, action: '认定' } : null,
  };
}

const MATERIAL_ADVICE: Readonly<Partial<Record<Disposition, string>>> = {
  unreadable: '请单位重新报送；能打开、确需计入的，复制“放行”。',
  unrecognized:
    '改名为“单位名-材料名”后放回收件文件夹；或复制一行到“人工认定”，空着的单位、表名（写材料名称）请补填。',
  queried: '已计入；可请单位补报，确实如此的复制“确认”。',
};
const MOST_LINES = 3;

/** A material that is damaged, of which nobody can say whose or which it is, or that is less than was asked for. */
function linesOfMaterial(
  file: FileRecord,
  found: NonNullable<FileRecord['material']>,
  { units, names }: DoubtContext,
): DoubtfulLine[] {
  const { path, entry, disposition, reason } = file;
  const advice = MATERIAL_ADVICE[disposition];
  if (advice === undefined) return [];
  const line = (unit: string | null, form: string | null, action: DecisionAction): DoubtfulLine => ({
    source: { path, entry },
    sheet: null,
    disposition,
    reason,
    unitName: unit === null ? null : fullName(unit, units),
    proposal: { unit: unit === null ? null : (names.get(unit) ?? unit), form, action },
    advice,
  });
  if (disposition === 'queried') return [line(found.unit, found.material, '确认')];
  if (disposition === 'unreadable' && found.unit !== null && found.material !== null) {
    return [line(found.unit, found.material, '放行')];
  }
  const kind = found.kinds.length === 1 ? found.kinds[0]! : null;
  const lines =
    found.unit === null
      ? found.candidates.map((unit) => line(unit, kind, '认定'))
      : found.kinds.map((material) => line(found.unit, material, '认定'));
  return lines.length > 0 ? lines.slice(0, MOST_LINES) : [line(found.unit, kind, '认定')];
}

function linesOfSheet(
  file: FileRecord,
  sheet: SheetRecord,
  findings: readonly Finding[],
  context: DoubtContext,
): DoubtfulLine[] {
  const form = context.formOf(sheet.form)?.title ?? null;
  const line = (unit: string | null, action: DecisionAction | null): DoubtfulLine => ({
    source: { path: file.path, entry: file.entry },
    sheet: sheet.sheet,
    disposition: sheet.disposition,
    reason: sheet.reason ?? file.reason,
    unitName: unit === null ? null : fullName(unit, context.units),
    proposal:
      action === null
        ? null
        : { unit: unit === null ? null : (context.names.get(unit) ?? unit), form, action },
  });
  if (sheet.disposition === 'unreadable') return [line(null, null)];
  if (sheet.disposition === 'unrecognized') {
    const candidates = sheet.candidates.length > 0 ? sheet.candidates : [null];
    return candidates.map((unit) => line(unit, '认定'));
  }
  // A sheet of several units returns only the rows of those that have an error.
  const waiting = (level: Level) =>
    sheet.units.filter((unit) =>
      findings.some(
        (finding) =>
          finding.open &&
          finding.level === level &&
          finding.unit === unit &&
          (finding.sheet ?? sheet.sheet) === sheet.sheet,
      ),
    );
  if (sheet.disposition === 'queried')
    return orAll(waiting('query'), sheet.units).map((unit) => line(unit, '确认'));
  const returned = orAll(waiting('error'), sheet.units);
  const queried = waiting('query').filter((unit) => !returned.includes(unit));
  return [
    ...returned.flatMap((unit) => [line(unit, '放行'), line(unit, '作废')]),
    ...queried.map((unit) => line(unit, '确认')),
  ];
}

/** Those that are known to wait; when findings name no unit, all of the sheet's, or a blank to fill in. */
function orAll(waiting: readonly string[], units: readonly string[]): readonly (string | null)[] {
  if (waiting.length > 0) return waiting;
  return units.length > 0 ? units : [null];
}

function fullName(code: string, units: ReadonlyMap<string, Unit>): string {
  const unit = units.get(code);
  return unit === undefined ? code : `${countyOf(unit)} ${unit.name}`;
}

/** How 人工认定 names each unit: its own code; its name where the code was generated and the name is the only such. */
function namesForDecisions(campaign: Campaign): ReadonlyMap<string, string> {
  // Another county may use the name as an alias.
  const called = groupBy(
    campaign.units.flatMap((unit) => [unit.name, ...unit.aliases]),
    (name) => name,
  );
  return new Map(
    campaign.units.map((unit) => {
      const isGenerated = unit.code === codeWithoutNumber(unit);
      return [unit.code, isGenerated && called.get(unit.name)?.length === 1 ? unit.name : unit.code];
    }),
  );
}
