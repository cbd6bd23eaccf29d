import {
  type Campaign,
  countyOf,
  type DocumentFormat,
  type Material,
  materialKey,
  type Unit,
} from '../campaign/campaign.js';
import { owesMaterial } from '../campaign/owes-material.js';
import { segmentsOf } from '../campaign/path-names.js';
import { formatUnit, type RosterIndex, type UnitMatch } from '../campaign/roster-index.js';
import { formatFormats } from '../campaign/usual-materials.js';
import type { FormDefinition } from '../form/form-definition.js';
import { type FileSource, fullPath } from '../issue/finding.js';
import { foldText } from '../workbook/cell-text.js';
import type { ReceivedDocument } from './received-document.js';

/** What identifying depends on beside the file; made once a run. */
export interface MaterialContext {
  readonly campaign: Pick<Campaign, 'materials' | 'decisions'>;
  readonly roster: RosterIndex;
  /** Folded titles of the forms that may come back. */
  readonly formTitles: readonly string[];
}

/** A file that is some unit's material, or may be. */
export interface IngestedMaterial {
  readonly document: ReceivedDocument;
  /** Null: nobody can say whose it is. */
  readonly unit: string | null;
  /** Its name; null: nobody can say which it is. */
  readonly material: string | null;
  /** Codes of the units that come nearest, at most three. */
  readonly candidates: readonly string[];
  /** Names of the materials that it may be. */
  readonly kinds: readonly string[];
  /** Why it could not be placed and what to do, in plain words; null when it is. */
  readonly reason: string | null;
  /** True when it may as well be the scan of a table. */
  readonly mayBeForm: boolean;
}

/** A file as names tell of it. */
export interface NamedFile extends FileSource {
  /** The full path, with the subjects of mails as folders. */
  readonly namedAs: string;
}

export function materialContext(
  campaign: Pick<Campaign, 'materials' | 'decisions' | 'tasks'>,
  roster: RosterIndex,
  forms: readonly FormDefinition[],
): MaterialContext {
  const titles = [...forms.map(({ title }) => title), ...campaign.tasks.map(({ title }) => title)];
  return { campaign, roster, formTitles: titles.map(foldText) };
}

/** What 认定 says that a file is; null when it says nothing of a material that is asked for. */
export function decidedMaterial(
  source: FileSource,
  { materials, decisions }: MaterialContext['campaign'],
): { readonly unit: string; readonly material: Material } | null {
  const file = fullPath(source);
  const decision = decisions.find(
    (item) => item.file === file && item.action === '认定' && item.form?.startsWith(materialKey('')),
  );
  const material = materials.find(({ name }) => materialKey(name) === decision?.form);
  return material === undefined || !decision?.unit ? null : { unit: decision.unit, material };
}

/** Words of files that hold a table, whatever their format: the 盖章扫描件 of one is no 活动照片. */
const TABLE_TALK = /(?:统计|汇总|登记|对接|花名|明细|捐赠|情况|回执|附)表|报表|盖章|扫描|scan/;
/** 附件3 may be either, where nothing says what it is. */
const WORDLESS_TABLE_TALK = new RegExp(`${TABLE_TALK.source}|附件`);
/** Parts of web pages that lie beside them. */
const PAGE_PARTS = /(?:\.files|_files)$/i;

/**
 * Whose material a document is, and which: by 人工认定, else by the words and names in its own name, its title line, its
 * folders from the nearest outward, and the subject of its mail. What fits two units or two materials, or is of another
 * format than asked for, is not decided. Null: it is nobody's material, and was asked for by nobody.
 */
export function identifyMaterial(
  file: NamedFile,
  document: ReceivedDocument,
  context: MaterialContext,
): IngestedMaterial | null {
  const decided = decidedMaterial(file, context.campaign);
  if (decided !== null) {
    const { unit, material } = decided;
    return { ...placed(document, unit, material.name), candidates: [], mayBeForm: false };
  }
  const path = file.namedAs.replace(/^[^/]+\//, '');
  const segments = segmentsOf(path);
  if (segments.slice(0, -1).some((segment) => PAGE_PARTS.test(segment))) return null;
  const kind = findKind(segments, document, context.campaign.materials);
  const match = findUnit(path, document.format, kind.where === 'name', context.roster);
  if (kind.where === null) return identifyWordless(path, segments, document, match, context);
  const isTable = document.format === 'picture' && TABLE_TALK.test(segments.at(-1)!);
  if (kind.fitting.length === 1 && !isTable) {
    const [material] = kind.fitting as readonly [Material];
    return conclude(path, document, match, [material], null, false);
  }
  const why = isTable
    ? `像是报表的照片或扫描件，分不清是不是“${namesOf(kind.said)}”`
    : kind.fitting.length > 1
      ? `分不清是“${namesOf(kind.fitting)}”中的哪一种`
      : `${kind.where === 'folder' ? '文件夹名或邮件主题说的' : '像'}是“${namesOf(kind.said)}”，但这是${spaced(document.formatName)}，要求的格式是${formatsOf(kind.said)}`;
  if (kind.fitting.length > 0) return conclude(path, document, match, kind.fitting, why, isTable);
  // A picture beside a summary: the folder or the mail speaks of the other one.
  const possible = context.campaign.materials.filter(({ formats }) => formats.includes(document.format));
  return kind.where !== 'name' && possible.length > 0
    ? conclude(path, document, match, possible, why, isTable)
    : conclude(path, document, match, kind.said, why, isTable, '请单位按要求的格式重报');
}

/** A file in which no word tells of a material. */
function identifyWordless(
  path: string,
  segments: readonly string[],
  document: ReceivedDocument,
  match: UnitMatch,
  context: MaterialContext,
): IngestedMaterial | null {
  const possible = context.campaign.materials.filter(({ formats }) => formats.includes(document.format));
  const name = segments.at(-1)!.replaceAll(' ', '');
  if (possible.length === 0 || context.formTitles.some((title) => name.includes(title))) return null;
  const unit = match.kind === 'one' ? match.unit : null;
  const owed = unit === null ? possible : possible.filter((material) => owesMaterial(unit, material));
  const isShown = document.format === 'picture' || document.format === 'video';
  const isTable = segments.some((segment) => WORDLESS_TABLE_TALK.test(segment));
  // What nobody can send but as pictures or videos, which few people name.
  const own = owed.filter(({ formats }) => formats.every((item) => item === 'picture' || item === 'video'));
  if (unit !== null && isShown && !isTable && own.length === 1) {
    return conclude(path, document, match, own, null, false);
  }
  const kinds = owed.length > 0 ? owed : possible;
  const why = isTable ? '像是报表的照片或扫描件，看不出是不是要报的材料' : '看不出是哪种材料';
  return conclude(path, document, match, kinds, why, !isShown || isTable);
}

/** `where` null: nothing speaks of a material. `said`: of which it speaks there; `fitting`: those that it can be. */
interface SaidKind {
  readonly where: 'name' | 'title' | 'folder' | null;
  readonly said: readonly Material[];
  readonly fitting: readonly Material[];
}

function findKind(
  segments: readonly string[],
  document: ReceivedDocument,
  materials: readonly Material[],
): SaidKind {
  const places: readonly (readonly ['name' | 'title' | 'folder', string])[] = [
    ['name', segments.at(-1) ?? ''],
    ['title', foldText(document.title ?? '')],
    ...segments
      .slice(0, -1)
      .toReversed()
      .map((text) => ['folder', text] as const),
  ];
  let unfitting: SaidKind | null = null;
  for (const [where, text] of places) {
    const said = materialsIn(text, materials);
    if (said.length === 0) continue;
    const fitting = said.filter(({ formats }) => formats.includes(document.format));
    const kind: SaidKind = { where, said, fitting };
    // Its own name is not overruled by a folder's.
    if (fitting.length > 0 || where === 'name') return kind;
    unfitting ??= kind;
  }
  return unfitting ?? { where: null, said: [], fitting: [] };
}

/** The materials whose words stand in a text; a word within a longer one of another material is not meant. */
function materialsIn(text: string, materials: readonly Material[]): readonly Material[] {
  const plain = text.replaceAll(' ', '');
  const found = materials.flatMap((material) =>
    material.words.flatMap((written) => {
      const word = foldText(written);
      const spans: { material: Material; start: number; end: number }[] = [];
      for (let start = plain.indexOf(word); word !== '' && start >= 0; start = plain.indexOf(word, start + 1))
        spans.push({ material, start, end: start + word.length });
      return spans;
    }),
  );
  const meant = found.filter(
    (item) =>
      !found.some(
        (other) =>
          other.start <= item.start &&
          item.end <= other.end &&
          other.end - other.start > item.end - item.start,
      ),
  );
  return materials.filter((material) => meant.some((item) => item.material === material));
}

/**
 * The unit that the path names. A picture's own name may be what it shows, 看望民政局老干部: unless it names the material,
 * it may only agree with the folders.
 */
function findUnit(path: string, format: DocumentFormat, isLabelled: boolean, roster: RosterIndex): UnitMatch {
  const isCaption = !isLabelled && (format === 'picture' || format === 'video') && path.includes('/');
  if (!isCaption) return roster.findUnitsInPath(path);
  // The extension must go from the last folder's place as it does from a file's.
  const folder = roster.findUnitsInPath(`${path.slice(0, path.lastIndexOf('/'))}/_`);
  const { named, partly } = roster.findUnitsInFileName(path);
  const shown = [...new Set([...named.map(({ unit }) => unit), ...partly])];
  if (folder.kind !== 'one') return roster.findUnitsInPath(path);
  const agrees =
    shown.length === 0 || shown.every((unit) => unit === folder.unit) || isOne(shown, folder.unit, roster);
  if (!agrees)
    return { kind: 'several', units: [folder.unit, ...shown.filter((unit) => unit !== folder.unit)] };
  const [only] = shown;
  return only !== undefined && only !== folder.unit ? { ...folder, unit: only } : folder;
}

/** True when the file's name names one unit for certain that reports through the folder's. */
function isOne(shown: readonly Unit[], through: Unit, roster: RosterIndex): boolean {
  const [only] = shown;
  if (shown.length !== 1 || only?.through == null) return false;
  const match = roster.findUnits(only.through, countyOf(only));
  return match.kind === 'one' && match.unit === through;
}

function conclude(
  path: string,
  document: ReceivedDocument,
  match: UnitMatch,
  kinds: readonly Material[],
  why: string | null,
  mayBeForm: boolean,
  advice?: string,
): IngestedMaterial {
  const unit = match.kind === 'one' ? match.unit : null;
  const candidates = match.kind === 'one' ? [] : match.kind === 'several' ? match.units : match.candidates;
  if (unit !== null && why === null && kinds.length === 1) {
    return { ...placed(document, unit.code, kinds[0]!.name), candidates: [], mayBeForm };
  }
  const reasons = [
    ...(match.kind === 'several'
      ? [`与几个单位都相符（${match.units.slice(0, 3).map(formatUnit).join('、')}）`]
      : []),
    ...(match.kind === 'none' ? ['文件名、文件夹名、邮件主题里看不出是哪个单位的'] : []),
    ...(why === null ? [] : [why]),
  ];
  const kind = kinds.length === 1 ? kinds[0]!.name : '材料名';
  const extension = /\.[A-Za-z0-9]{1,5}$/.exec(path)?.[0] ?? '';
  const example = `${unit === null ? '单位名' : unit.name}-${kind}${extension}`;
  return {
    document,
    unit: unit?.code ?? null,
    material: why === null && kinds.length === 1 ? kinds[0]!.name : null,
    candidates: candidates.slice(0, 3).map(({ code }) => code),
    kinds: kinds.map(({ name }) => name),
    reason: `${reasons.join('；')}；${advice ?? `请把文件改名为“${example}”的样子`}，或办理人工认定`,
    mayBeForm,
  };
}

function placed(
  document: ReceivedDocument,
  unit: string,
  material: string,
): Omit<IngestedMaterial, 'candidates' | 'mayBeForm'> {
  return { document, unit, material, kinds: [material], reason: null };
}

function spaced(name: string): string {
  return /^[A-Za-z]/.test(name) ? ` ${name}` : name;
}

function namesOf(materials: readonly Material[]): string {
  return materials.map(({ name }) => name).join('”“');
}

function formatsOf(materials: readonly Material[]): string {
  return [...new Set(materials.map(({ formats }) => formatFormats(formats)))].join('、');
}
