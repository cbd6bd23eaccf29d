import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countyOf } from '../campaign/campaign.js';
import { parseMailAddresses } from '../campaign/mail-addresses.js';
import { type MailAttachment, writeMailDraft } from '../container/write-mail.js';
import type { Summary } from '../merge/summary.js';
import { groupBy } from '../report/group-by.js';
import { listOwedForms } from '../report/lists/owed-forms.js';
import { formatCountyList, formatCountyReminder } from '../report/reminder/county-request.js';
import { formatUnitMessage, formatUnitSubject } from '../report/reminder/unit-message.js';
import { listUnitRequests } from '../report/reminder/unit-requests.js';
import { fileNamesFor } from '../workbook/file-name.js';
import { NAMES, readWhole } from './campaign-folder.js';
import type { OutputFile } from './replace-folder.js';
import { textFile } from './text-file.js';
import { type UnitPlace, unitPlaces } from './unit-file-names.js';

const FOLDER = '催报退回';

/**
 * 催报退回/: a list a county, and for every unit that is asked for something a mail draft. Nothing is sent. `marked`:
 * the marked copies of returned files, by unit code; a unit that sent nothing gets its blank template, where
 * 模板/分单位/ has one.
 */
export function planReminderFiles(
  summary: Summary,
  dir: string,
  marked: ReadonlyMap<string, readonly MailAttachment[]>,
): readonly OutputFile[] {
  const places = new Map(unitPlaces(summary.campaign).map((place) => [place.unit.code, place]));
  const requests = listUnitRequests(summary);
  const drafts = requests.map((request) => {
    const place = places.get(request.unit.code)!;
    const copies = marked.get(request.unit.code) ?? [];
    const blanks = request.missing.length === 0 ? [] : blankTemplate(dir, place);
    const nameFiles = (files: readonly MailAttachment[]) => files.map(({ fileName }) => fileName);
    return {
      request,
      attachments: [...copies, ...blanks],
      draft: `${place.folder}/${place.name}.eml`,
      subject: formatUnitSubject(summary, request),
      mail: formatUnitMessage(summary, request, { marked: nameFiles(copies), blank: nameFiles(blanks) }),
      text: formatUnitMessage(summary, request, { marked: [], blank: [] }),
    };
  });
  const byCounty = groupBy(drafts, ({ request }) => countyOf(request.unit));
  const pending = groupBy(
    listOwedForms(summary).filter(({ entry }) => entry.status === 'pending'),
    ({ unit }) => countyOf(unit),
  );
  const counties = [...new Set([...places.values()].map(({ unit }) => countyOf(unit)))];
  const [all, ...names] = fileNamesFor([
    `${summary.campaign.prefecture}催报文字`,
    ...counties.map((county) => `${county}催报退回清单`),
  ]);
  return [
    textFile(`${FOLDER}/${all}.txt`, formatCountyReminder(summary, null, requests)),
    ...counties.map((county, index) =>
      textFile(
        `${FOLDER}/${names[index]}.txt`,
        formatCountyList(summary, county, byCounty.get(county) ?? [], pending.get(county) ?? []),
      ),
    ),
    ...drafts.map(({ request, subject, mail, attachments, draft }) => ({
      path: `${FOLDER}/${draft}`,
      bytes: writeMailDraft({
        to: parseMailAddresses(request.unit.email),
        subject,
        text: mail,
        attachments,
      }),
    })),
  ];
}

function blankTemplate(dir: string, { folder, name }: UnitPlace): readonly MailAttachment[] {
  const fileName = `${name}.xlsx`;
  const path = join(dir, NAMES.templates, '分单位', folder, fileName);
  return existsSync(path) ? [{ fileName, bytes: readWhole(path) }] : [];
}
