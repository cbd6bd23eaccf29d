import { PREFECTURE_UNITS } from '../campaign/campaign.js';
import { checkCodeOf, checkedAreas, parseCheckCode } from '../report/finalized/check-code.js';
import type { CodeMatch, FoundCode } from '../report/finalized/verify-text.js';
import type { ResultJson } from '../report/result/result-json.js';
import { findSettings, NAMES } from './campaign-folder.js';
import {
  type CheckedVersion,
  checkVersion,
  listVersions,
  readOutputs,
  readVersion,
  versionPath,
} from './finalized-versions.js';
import { sha256Of } from './find-files.js';
import { UsageError } from './usage-error.js';

/** Holds every 定稿 of a working folder against its manifest. Throws a UsageError when it is no working folder. */
export function verifyVersions(dir: string): readonly CheckedVersion[] {
  findSettings(dir);
  return listVersions(dir).map((name) => checkVersion(dir, name));
}

/**
 * Looks for the version of the summaries whose pages bear a code: 定稿, the latest first, then 汇总/. Throws a
 * UsageError when the text can be no code. What cannot be read is told in the warnings.
 */
export function findCheckCode(
  dir: string,
  text: string,
): FoundCode & { readonly warnings: readonly string[] } {
  findSettings(dir);
  const code = parseCheckCode(text);
  if (code === null)
    throw new UsageError(`“${text}”不是校验码`, ['校验码印在汇总表每页的页脚，八位数字和字母，如 7K2M-9QXD']);
  const warnings: string[] = [];
  const matches: CodeMatch[] = [];
  let versions = 0;
  const look = (result: ResultJson, place: string, about: Pick<CodeMatch, 'finalizedAt' | 'by' | 'note'>) => {
    versions++;
    for (const county of checkedAreas(result)) {
      if (checkCodeOf(result, county, sha256Of) === code) matches.push(matchOf(result, county, place, about));
    }
  };
  for (const name of listVersions(dir).toReversed()) {
    const read = readVersion(dir, name);
    if (read.kind === 'problem') warnings.push(read.problem);
    else {
      const { finalizedAt, by, note } = read.value.manifest;
      look(read.value.result, versionPath(name), { finalizedAt, by, note });
    }
  }
  const outputs = readOutputs(dir);
  if (outputs?.kind === 'problem') warnings.push(outputs.problem);
  if (outputs?.kind === 'read')
    look(outputs.value, NAMES.outputs, { finalizedAt: null, by: null, note: null });
  return { code, matches, versions, warnings };
}

function matchOf(
  { asOf, campaign, totals }: ResultJson,
  county: string | null,
  place: string,
  about: Pick<CodeMatch, 'finalizedAt' | 'by' | 'note'>,
): CodeMatch {
  const area =
    county === null
      ? campaign.prefecture
      : county === PREFECTURE_UNITS
        ? `${campaign.prefecture}${PREFECTURE_UNITS}`
        : county;
  return {
    place,
    ...about,
    asOf,
    area,
    totals: campaign.forms.flatMap(({ form }) => {
      const ofForm = totals[form];
      const ofArea = county === null ? ofForm?.prefecture : ofForm?.counties[county];
      return ofArea === undefined ? [] : [{ form, totals: ofArea }];
    }),
  };
}
