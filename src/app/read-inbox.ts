import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Campaign, Moment, Unit } from '../campaign/campaign.js';
import { type LedgerEntry, mergeLedger } from '../campaign/ledger.js';
import { indexRoster, type RosterIndex } from '../campaign/roster-index.js';
import type { FormDefinition } from '../form/form-definition.js';
import { fullPath } from '../issue/finding.js';
import type { PendingFile } from '../merge/measure-completeness.js';
import type { ReceivedFile } from '../merge/summarize.js';
import { foldText } from '../workbook/cell-text.js';
import { NAMES } from './campaign-folder.js';
import { listInbox } from './find-files.js';
import { readFiles } from './read-files.js';
import { UsageError } from './usage-error.js';

/** Everything that came, read; and the ledger with it. */
export interface ReadInbox {
  readonly files: readonly ReceivedFile[];
  readonly pending: readonly PendingFile[];
  readonly ledger: readonly LedgerEntry[];
  /** The campaign with the names that 人工认定 has taught. */
  readonly campaign: Campaign;
}

/**
 * Reads every file of 收件/ and identifies what is in it. One bad file never stops the others. `runAt` is the time of
 * this run, before which every file was received; `jobs` how many processes may read.
 */
export async function readInbox(
  dir: string,
  campaign: Campaign,
  forms: readonly FormDefinition[],
  previous: readonly LedgerEntry[],
  runAt: Moment,
  jobs: number,
  onFile: (done: number, total: number) => void,
): Promise<ReadInbox> {
  const enabled = forms.filter((form) => campaign.tasks.some((task) => task.form === form.key));
  // A folder renamed by mistake or a drive that is gone must not make everybody who answered missing.
  if (previous.length > 0 && !existsSync(join(dir, NAMES.inbox))) {
    throw new UsageError(`没有找到“${NAMES.inbox}”文件夹，而台账里已有收到的文件`, [
      '请核对文件夹是不是改了名、移走了，或所在的磁盘没有连上；没有写任何文件',
    ]);
  }
  const paths = listInbox(dir);
  const taught = await withTaughtNames(dir, campaign, enabled, paths);
  const roster = indexRoster(taught.units, taught.prefecture);
  const read = await readFiles({ dir, campaign: taught, forms: enabled }, paths, { jobs, onFile });
  const ledger = mergeLedger(
    previous,
    read.map(({ file }) => file),
    runAt,
  );
  const times = new Map(ledger.map((entry) => [ledgerKey(entry), entry]));
  const files = read.map(({ file, outcome }): ReceivedFile => {
    const entry = times.get(ledgerKey(file));
    return {
      path: file.path,
      entry: file.entry,
      sha256: file.sha256,
      size: file.size,
      receivedAt: entry?.receivedAt ?? runAt,
      receivedBy: entry?.receivedBy ?? '首次汇总时间',
      outcome,
    };
  });
  return {
    files,
    pending: files.flatMap((file) => pendingOf(file, roster, enabled)),
    ledger,
    campaign: taught,
  };
}

function ledgerKey(file: {
  readonly path: string;
  readonly entry: string | null;
  readonly sha256: string;
}): string {
  return JSON.stringify([file.path, file.entry, file.sha256]);
}

/**
 * A file that could not be read or placed, but whose name or folder names one unit for certain: that unit is pending,
 * for the form that the name speaks of, else for all that it owes.
 */
function pendingOf(file: ReceivedFile, roster: RosterIndex, forms: readonly FormDefinition[]): PendingFile[] {
  const { outcome } = file;
  const waits =
    outcome.kind === 'read'
      ? outcome.sheets.length === 0
        ? !outcome.isWorkpaper
        : outcome.sheets.some((sheet) =>
            sheet.submissions.some((submission) => submission.identity.kind === 'unknown'),
          )
      : outcome.kind === 'material'
        ? outcome.mayBeForm
        : outcome.isAnswer;
  if (!waits) return [];
  const path = fullPath(file);
  const match = roster.findUnitsInPath(path.replace(/^[^/]+\//, ''));
  if (match.kind !== 'one') return [];
  const folded = foldText(path);
  const form = forms.find((item) => folded.includes(foldText(item.title)));
  const { receivedAt, receivedBy } = file;
  return [
    {
      unit: match.unit.code,
      form: form?.key ?? null,
      path: file.path,
      entry: file.entry,
      receivedAt,
      receivedBy,
    },
  ];
}

/**
 * 认定 teaches: the unit's name as it is written in that sheet becomes an alias, so that other files that write it
 * the same way need no decision. A name that fits some unit already is not taught.
 */
async function withTaughtNames(
  dir: string,
  campaign: Campaign,
  forms: readonly FormDefinition[],
  paths: readonly string[],
): Promise<Campaign> {
  const decided = new Set(
    campaign.decisions.flatMap((decision) =>
      decision.action === '认定' && decision.unit !== null ? [decision.file] : [],
    ),
  );
  if (decided.size === 0) return campaign;
  // A file in a zip or a mail is named by the container's path and its own.
  const outer = paths.filter((path) =>
    [...decided].some((file) => file === path || file.startsWith(`${path}/`)),
  );
  const read = await readFiles({ dir, campaign, forms }, outer, { jobs: 1, onFile: () => undefined });
  const roster = indexRoster(campaign.units, campaign.prefecture);
  const aliases = new Map<string, Set<string>>();
  for (const { file, outcome } of read) {
    if (outcome.kind !== 'read' || !decided.has(fullPath(file))) continue;
    for (const { identity } of outcome.sheets.flatMap((sheet) => sheet.submissions)) {
      if (identity.kind !== 'known' || identity.by !== 'decision' || identity.writtenName === null) continue;
      if (!isTeachable(identity.writtenName, roster)) continue;
      const names = aliases.get(identity.unit) ?? new Set();
      aliases.set(identity.unit, names.add(identity.writtenName));
    }
  }
  return {
    ...campaign,
    units: campaign.units.map(
      (unit): Unit => ({ ...unit, aliases: [...unit.aliases, ...(aliases.get(unit.code) ?? [])] }),
    ),
  };
}

/** 市教科局, 我局, 本单位: names that mean another unit in another's mouth. */
const RELATIVE_NAME = /^\s*[本我该贵市县区乡镇州盟旗]/;

/** False for a name that fits some unit already, names several at once, or means whoever writes it. */
function isTeachable(name: string, roster: RosterIndex): boolean {
  return (
    roster.findUnits(name, null).kind === 'none' &&
    roster.findListedUnits(name).length === 0 &&
    !RELATIVE_NAME.test(name)
  );
}
