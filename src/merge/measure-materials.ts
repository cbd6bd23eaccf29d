import {
  type Campaign,
  countiesOf,
  countyOf,
  type Decision,
  dueDateOfMaterial,
  hasPaperCopy,
  type Material,
  type Moment,
  materialKey,
  receiptsOfMaterial,
  type Unit,
  unitsByCode,
} from '../campaign/campaign.js';
import { owesMaterial } from '../campaign/owes-material.js';
import type { IngestedMaterial } from '../ingest/identify-material.js';
import { type Finding, fullPath } from '../issue/finding.js';
import { COUNTED_IN } from '../issue/report-counts.js';
import { compareText } from '../workbook/cell-text.js';
import { measureRates } from './measure-completeness.js';
import type { ReceivedFile } from './received-file.js';
import type {
  FileRecord,
  MaterialEntry,
  MaterialFile,
  MaterialSummary,
  PaperCopy,
  ReportingRates,
} from './summary.js';

/** A received file that is a material, or may be. */
interface MaterialReceipt {
  readonly file: ReceivedFile;
  readonly found: IngestedMaterial;
  readonly decisions: readonly Decision[];
}

/** What became of materials: the summary's part, the record of each file, and what is to be asked. */
export interface MeasuredMaterials {
  readonly summary: MaterialSummary;
  readonly records: ReadonlyMap<ReceivedFile, FileRecord>;
  readonly findings: readonly Finding[];
}

/** A file that counts for a unit and material, or a repetition of one. */
interface Counted extends MaterialReceipt {
  readonly unit: Unit;
  readonly material: Material;
  readonly receivedAt: Moment;
  readonly receivedBy: FileRecord['receivedBy'];
}

type Judged = Pick<FileRecord, 'disposition' | 'reason'> & Partial<FileRecord>;

/**
 * Counts materials by unit and kind. A file with the same content as an earlier one of the same unit and kind counts
 * once; damaged ones and ones that nobody could place do not count, and make their unit wait rather than miss.
 */
export function measureMaterials(
  campaign: Campaign,
  files: readonly ReceivedFile[],
  asOf: Moment,
): MeasuredMaterials {
  const units = unitsByCode(campaign);
  const receipts = files.flatMap((file): MaterialReceipt[] => {
    if (file.outcome.kind !== 'material') return [];
    const decisions = campaign.decisions.filter((item) => item.file === fullPath(file));
    return [{ file, found: file.outcome, decisions }];
  });
  const records = new Map<ReceivedFile, FileRecord>();
  const findings: Finding[] = [];
  const judge = ({ file, found }: MaterialReceipt, judged: Judged) => {
    const { outcome: _, ...facts } = file;
    const { unit, material, candidates, kinds } = found;
    records.set(file, { ...facts, sheets: [], material: { unit, material, candidates, kinds }, ...judged });
  };
  const standing: Counted[] = [];
  const waiting = new Map<string, MaterialReceipt[]>();
  const wait = (receipt: MaterialReceipt, kinds: readonly string[]) => {
    const { unit } = receipt.found;
    for (const kind of unit === null ? [] : kinds) {
      const key = pairKey(unit!, kind);
      waiting.set(key, [...(waiting.get(key) ?? []), receipt]);
    }
  };
  for (const receipt of receipts) {
    const { found, decisions } = receipt;
    const unit = units.get(found.unit ?? '');
    const material = campaign.materials.find(({ name }) => name === found.material);
    const voided = decisions.find(({ action }) => action === '作废');
    if (voided !== undefined) {
      const reason = `人工认定作废${voided.reason === null ? '' : `：${voided.reason}`}`;
      judge(receipt, { disposition: 'ignored', reason });
    } else if (unit === undefined || material === undefined) {
      const { damage } = found.document;
      judge(receipt, {
        disposition: damage === null ? 'unrecognized' : 'unreadable',
        reason: [damage, found.reason].filter((text) => text !== null).join('；'),
      });
      wait(receipt, found.kinds);
    } else if (found.document.damage !== null && !decisions.some(({ action }) => action === '放行')) {
      judge(receipt, { disposition: 'unreadable', reason: `${material.name}：${found.document.damage}` });
      wait(receipt, [material.name]);
    } else {
      standing.push({ ...receipt, unit, material, ...receiptTime(campaign, unit, material, receipt.file) });
    }
  }
  const groups = new Map<string, Counted[]>();
  for (const item of standing.sort(compareReceipts)) {
    const key = pairKey(item.unit.code, item.material.name);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const entryOf = (unit: Unit, material: Material, isOwed: boolean): MaterialEntry => {
    const key = pairKey(unit.code, material.name);
    const counted = withoutRepetitions(groups.get(key) ?? [], judge);
    const asked = askAbout(counted);
    findings.push(...asked);
    for (const item of counted) judge(item, judgedOf(item, asked));
    return measureEntry(campaign, unit, material, isOwed, counted, asked, waiting.get(key) ?? [], asOf);
  };
  const entries = campaign.materials.flatMap((material) =>
    campaign.units.flatMap((unit) => {
      const isOwed = owesMaterial(unit, material);
      const isSent = groups.has(pairKey(unit.code, material.name));
      return isOwed || isSent ? [entryOf(unit, material, isOwed)] : [];
    }),
  );
  return { summary: summarizeEntries(campaign, entries), records, findings };
}

function pairKey(unit: string, material: string): string {
  return JSON.stringify([unit, material]);
}

/** 收件登记, else the ledger. */
function receiptTime(
  campaign: Campaign,
  unit: Unit,
  material: Material,
  file: ReceivedFile,
): Pick<Counted, 'receivedAt' | 'receivedBy'> {
  const registered = receiptsOfMaterial(campaign, unit.code, material).find((row) => row.receivedAt !== null);
  return registered?.receivedAt
    ? { receivedAt: registered.receivedAt, receivedBy: '收件登记' }
    : { receivedAt: file.receivedAt, receivedBy: file.receivedBy };
}

function compareReceipts(a: Counted, b: Counted): number {
  return (
    compareText(a.receivedAt, b.receivedAt) ||
    compareText(a.file.path, b.file.path) ||
    compareText(a.file.entry ?? '', b.file.entry ?? '')
  );
}

/** The files of one unit and kind by content, each once; what repeats one is judged a duplicate. */
function withoutRepetitions(
  group: readonly Counted[],
  judge: (receipt: MaterialReceipt, judged: Judged) => void,
): readonly Counted[] {
  const first = new Map<string, Counted>();
  for (const item of group) {
    const earlier = first.get(item.file.sha256);
    if (earlier === undefined) first.set(item.file.sha256, item);
    else {
      const reason = `${item.material.name}：与“${fullPath(earlier.file).replace(/^[^/]+\//, '')}”内容相同，只算一份`;
      judge(item, { disposition: 'duplicate', reason });
    }
  }
  return [...first.values()];
}

/** What is asked of the files that one unit sent of one kind; 确认 of a file closes what is asked about it. */
function askAbout(counted: readonly Counted[]): readonly Finding[] {
  const [first] = counted;
  if (first === undefined) return [];
  const { material } = first;
  const finding = (item: Counted, rule: string, parameters: Finding['parameters']): Finding => {
    const isClosed = item.decisions.some(({ action }) => action === '确认');
    return {
      path: item.file.path,
      entry: item.file.entry,
      rule,
      level: 'query',
      sheet: null,
      cell: null,
      unit: item.unit.code,
      form: null,
      field: null,
      value: null,
      parameters: { material: material.name, ...parameters },
      open: !isClosed,
      closedBy: isClosed ? 'decision' : null,
    };
  };
  const few =
    counted.length < material.leastFiles
      ? [finding(first, 'material-too-few', { count: counted.length, least: material.leastFiles })]
      : [];
  const small = counted.filter(isSmall).map((item) => {
    const { width, height } = item.found.document.pixels!;
    return finding(item, 'material-small', {
      size: `${width}×${height}`,
      pixels: inTenThousands(width * height),
      least: inTenThousands(material.leastPixels),
    });
  });
  const locked = counted
    .filter(({ found }) => found.document.isLocked)
    .map((item) => finding(item, 'material-locked', { format: item.found.document.formatName }));
  return [...few, ...small, ...locked];
}

function isSmall({ found, material }: Counted): boolean {
  const { pixels } = found.document;
  return pixels !== null && pixels.width * pixels.height < material.leastPixels;
}

/** 万像素, cut to a whole number so that what is below a limit never shows as the limit. */
function inTenThousands(pixels: number): number {
  return pixels < 10_000 ? pixels / 10_000 : Math.floor(pixels / 10_000);
}

function judgedOf(item: Counted, asked: readonly Finding[]): Judged {
  const isAsked = asked.some(
    (finding) => finding.open && finding.path === item.file.path && finding.entry === item.file.entry,
  );
  const { pixels, formatName } = item.found.document;
  const size = pixels === null ? '' : ` ${pixels.width}×${pixels.height}`;
  return {
    disposition: isAsked ? 'queried' : 'accepted',
    reason: `${item.material.name}：${item.unit.name}（${formatName}${size}）`,
    receivedAt: item.receivedAt,
    receivedBy: item.receivedBy,
  };
}

function measureEntry(
  campaign: Campaign,
  unit: Unit,
  material: Material,
  isOwed: boolean,
  counted: readonly Counted[],
  asked: readonly Finding[],
  waiting: readonly MaterialReceipt[],
  asOf: Moment,
): MaterialEntry {
  const due = dueDateOfMaterial(campaign, unit.code, material).moment;
  const rows = receiptsOfMaterial(campaign, unit.code, material);
  const exemptReason = rows.find((row) => row.exemptReason !== null)?.exemptReason ?? null;
  const status = statusOf(counted, asked, waiting, exemptReason);
  const first = counted[0];
  return {
    unit: unit.code,
    material: material.name,
    isOwed,
    status,
    late: first !== undefined && first.receivedAt > due,
    overdue: status === 'missing' && asOf > due,
    receivedAt: first?.receivedAt ?? null,
    receivedBy: first?.receivedBy ?? null,
    reason: status === 'exempt' ? exemptReason : null,
    files: counted.map(materialFile),
    waiting: waiting.map(({ file }) => ({ path: file.path, entry: file.entry })),
    paperReceived: rows.some((row) => row.form === materialKey(material.name) && row.paperReceived),
  };
}

function statusOf(
  counted: readonly Counted[],
  asked: readonly Finding[],
  waiting: readonly MaterialReceipt[],
  exemptReason: string | null,
): MaterialEntry['status'] {
  if (counted.length > 0) return asked.some((finding) => finding.open) ? 'queried' : 'accepted';
  if (waiting.length > 0) return 'pending';
  return exemptReason === null ? 'missing' : 'exempt';
}

function materialFile(item: Counted): MaterialFile {
  const { file, found, receivedAt } = item;
  const { formatName, pixels } = found.document;
  return {
    path: file.path,
    entry: file.entry,
    receivedAt,
    formatName,
    width: pixels?.width ?? null,
    height: pixels?.height ?? null,
    isSmall: isSmall(item),
  };
}

function summarizeEntries(campaign: Campaign, entries: readonly MaterialEntry[]): MaterialSummary {
  const owed = entries.filter(({ isOwed }) => isOwed);
  const counties = new Map(campaign.units.map((unit) => [unit.code, countyOf(unit)]));
  const ratesOf = (county: string | null) =>
    new Map(
      campaign.materials.map(({ name }) => [
        name,
        measureMaterialRates(
          owed.filter(
            (entry) => entry.material === name && (county === null || counties.get(entry.unit) === county),
          ),
        ),
      ]),
    );
  return {
    entries,
    rates: {
      prefecture: ratesOf(null),
      counties: new Map(countiesOf(campaign).map((county) => [county, ratesOf(county)])),
    },
    papers: campaign.materials.length === 0 ? [] : paperCopies(campaign),
  };
}

/** Which entries each count is of. 合格 is what needs no explanation: enough files, each large enough. */
export const MATERIALS_COUNTED_IN: typeof COUNTED_IN = {
  ...COUNTED_IN,
  accepted: ({ status }) => status === 'accepted',
};

function measureMaterialRates(entries: readonly MaterialEntry[]): ReportingRates {
  const rates = measureRates(entries);
  const accepted = entries.filter(MATERIALS_COUNTED_IN.accepted).length;
  return { ...rates, accepted, acceptedRate: rates.owed === 0 ? null : accepted / rates.owed };
}

/** 纸质盖章件 of the forms that are wanted on paper, as 收件登记 has them. */
function paperCopies(campaign: Campaign): readonly PaperCopy[] {
  return campaign.tasks
    .filter((task) => task.paperDeadline !== null)
    .flatMap((task) =>
      campaign.units
        .filter((unit) => unit.owes.has(task.form))
        .map((unit) => ({
          unit: unit.code,
          form: task.form,
          received: hasPaperCopy(campaign.receipts, unit.code, task.form),
        })),
    );
}
