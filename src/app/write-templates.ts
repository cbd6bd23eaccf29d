import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Campaign } from '../campaign/campaign.js';
import { writeZip } from '../container/write-zip.js';
import type { FormDefinition } from '../form/form-definition.js';
import type { Summary } from '../merge/summary.js';
import { groupBy } from '../report/group-by.js';
import {
  planBlankWorkbook,
  planSupplementWorkbook,
  planUnitWorkbook,
  type Supplement,
} from '../template/template-workbook.js';
import { fileNameFor } from '../workbook/file-name.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { inspect, type RunOptions } from './aggregate.js';
import { findSettings, NAMES, openCampaign } from './campaign-folder.js';
import { type OutputFile, replaceFolder } from './replace-folder.js';
import { restoreWorkingFolder } from './restore-working-folder.js';
import { type RunIdentity, whileLocked } from './run-lock.js';
import { unitPlaces } from './unit-file-names.js';
import { warnOfUnlisted } from './unlisted-forms.js';

/** Folders below 模板/ that are made anew; anything else there is somebody's and stays. */
const OWN_FOLDERS = ['空白模板', '分单位', '分县打包'] as const;

const SUPPLEMENT_FOLDER = '补报模板';

/** What `bangfu templates` wrote. */
export interface TemplatesResult {
  readonly folder: string;
  readonly blank: number;
  readonly units: number;
  readonly zips: number;
  readonly warnings: readonly string[];
}

/**
 * Writes 模板/: a blank workbook a form, one a unit that owes anything, and a zip a county. The folder is replaced
 * as a whole. Throws a UsageError when the settings cannot be used, another run is at work in the folder, or 模板/
 * cannot be replaced. `run`: this process; without it the caller sees to it that there is one run only.
 */
export async function writeTemplates(
  dir: string,
  forms: readonly FormDefinition[],
  onProgress: (step: string, done: number, total: number) => void,
  run?: RunIdentity,
): Promise<TemplatesResult> {
  findSettings(dir);
  return whileLocked([dir], run, async () => {
    await restoreWorkingFolder(dir);
    return writeAll(dir, forms, onProgress);
  });
}

async function writeAll(
  dir: string,
  forms: readonly FormDefinition[],
  onProgress: (step: string, done: number, total: number) => void,
): Promise<TemplatesResult> {
  const { campaign, content, warnings } = openCampaign(dir, forms);
  const unlisted = await warnOfUnlisted(forms, content);
  const blank = await blankTemplates(campaign, forms);
  const units = await unitTemplates(campaign, forms, onProgress);
  const folder = join(dir, NAMES.templates);
  const zips = units.map(
    ({ county, files }): OutputFile => ({
      path: `分县打包/${county}.zip`,
      bytes: writeZip(
        files.map((file) => ({ name: `${county}/${file.path}`, bytes: file.bytes as Uint8Array })),
      ),
    }),
  );
  const perUnit = units.flatMap(({ county, files }) =>
    files.map((file): OutputFile => ({ path: `分单位/${county}/${file.path}`, bytes: file.bytes })),
  );
  await replaceFolder(folder, [...blank, ...perUnit, ...zips], (path) =>
    OWN_FOLDERS.some((name) => path.startsWith(`${name}/`)),
  );
  return {
    folder,
    blank: blank.length,
    units: perUnit.length,
    zips: zips.length,
    warnings: [...warnings, ...unlisted],
  };
}

/** What `bangfu templates --supplement` wrote. */
export interface SupplementsResult {
  readonly folder: string;
  readonly units: number;
  readonly warnings: readonly string[];
}

/**
 * Writes 模板/补报模板/: for every unit whose counted return is on an earlier version of its form, its own rows with
 * the later fields open. Throws a UsageError as `inspect` and `writeTemplates` do.
 */
export async function writeSupplements(options: RunOptions): Promise<SupplementsResult> {
  const { dir, run, onProgress } = options;
  findSettings(dir);
  return whileLocked([dir], run, async () => {
    await restoreWorkingFolder(dir);
    const { summary, warnings } = await inspect(options);
    const { campaign } = summary;
    const files: OutputFile[] = [];
    for (const { unit, folder, name } of unitPlaces(campaign)) {
      const supplements = supplementsOf(summary, unit.code);
      if (supplements.length === 0) continue;
      const plan = planSupplementWorkbook(campaign, supplements, unit);
      files.push({
        path: `${SUPPLEMENT_FOLDER}/${folder}/${name}（补报）.xlsx`,
        bytes: await writeWorkbook(plan),
      });
      onProgress('制作补报模板', files.length, files.length);
    }
    const folder = join(dir, NAMES.templates);
    // Those of an earlier run go as well, when nobody has anything to add any more.
    if (files.length > 0 || existsSync(join(folder, SUPPLEMENT_FOLDER)))
      await replaceFolder(folder, files, (path) => path.startsWith(`${SUPPLEMENT_FOLDER}/`));
    return { folder: join(folder, SUPPLEMENT_FOLDER), units: files.length, warnings };
  });
}

/** The forms that a unit has to supplement: what counts of it is on an earlier version. */
function supplementsOf({ counted, findings, forms }: Summary, unit: string): readonly Supplement[] {
  return counted.flatMap((item) => {
    const finding = findings.find(
      ({ rule, open, path, entry, sheet, ...of }) =>
        rule === 'supplement' &&
        open &&
        of.unit === unit &&
        of.form === item.form &&
        path === item.source.path &&
        entry === item.source.entry &&
        sheet === item.sheet,
    );
    const form = forms.find(({ key }) => key === item.form);
    if (item.unit !== unit || finding === undefined || form === undefined) return [];
    return [{ form, version: Number(finding.parameters.version), records: item.records }];
  });
}

async function blankTemplates(campaign: Campaign, forms: readonly FormDefinition[]): Promise<OutputFile[]> {
  const files: OutputFile[] = [];
  for (const task of campaign.tasks) {
    const form = forms.find((item) => item.key === task.form);
    if (!form) continue;
    const bytes = await writeWorkbook(planBlankWorkbook(campaign, form, task));
    files.push({
      path: `空白模板/附件${fileNameFor(task.attachment)} ${fileNameFor(form.title)}.xlsx`,
      bytes,
    });
  }
  return files;
}

async function unitTemplates(
  campaign: Campaign,
  forms: readonly FormDefinition[],
  onProgress: (step: string, done: number, total: number) => void,
): Promise<{ county: string; files: OutputFile[] }[]> {
  const groups: { county: string; files: OutputFile[] }[] = [];
  let done = 0;
  for (const [county, places] of groupBy(unitPlaces(campaign), ({ folder }) => folder)) {
    const files: OutputFile[] = [];
    for (const { unit, name } of places) {
      const plan = planUnitWorkbook(campaign, forms, unit);
      if (plan !== null) files.push({ path: `${name}.xlsx`, bytes: await writeWorkbook(plan) });
      onProgress('制作模板', ++done, campaign.units.length);
    }
    if (files.length > 0) groups.push({ county, files });
  }
  return groups;
}
