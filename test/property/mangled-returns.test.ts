import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { summarizeInbox } from '../../src/app/summarize-inbox.js';
import { indexRoster } from '../../src/campaign/roster-index.js';
import { ingestContext, ingestWorkbook } from '../../src/ingest/ingest-workbook.js';
import type { UnitIdentity } from '../../src/ingest/submission.js';
import { gridsOfPlan } from '../unit/merge/scenario.js';
import { MANGLING_NAMES, type MangledReturn, mangledReturns, placeOf } from './mangled/mangle.js';
import { CAMPAIGN, FORMS, workbookOf } from './mangled/workbook.js';

const roster = indexRoster(CAMPAIGN.units, CAMPAIGN.prefecture);
const context = ingestContext(CAMPAIGN, roster, FORMS);

interface Judged {
  readonly item: MangledReturn;
  readonly identity: UnitIdentity | null;
}

function judge(item: MangledReturn): Judged {
  const { sheets } = ingestWorkbook(placeOf(item), gridsOfPlan(workbookOf(item)), context);
  const submissions = sheets.flatMap((sheet) => sheet.submissions);
  return { item, identity: submissions.length === 1 ? submissions[0]!.identity : null };
}

it('report', () => {
  const all = mangledReturns(2000, process.env.SEED ?? '2020-10-17').map(judge);
  const lines: string[] = [];
  let wrong = 0,
    assignable = 0,
    assigned = 0;
  const per = new Map<string, number[]>();
  for (const { item, identity } of all) {
    const c = item.conclusion;
    const got = identity === null ? 'NONE' : identity.kind === 'known' ? identity.unit : '?';
    const want = c.kind === 'unit' ? c.unit.unit.code : '?';
    const bad = got !== '?' && got !== want;
    const missed = want !== '?' && got === '?';
    if (bad) wrong++;
    if (want !== '?') {
      assignable++;
      if (got === want) assigned++;
    }
    for (const name of item.manglings.length ? item.manglings : ['none']) {
      const p = per.get(name) ?? [0, 0, 0, 0];
      per.set(name, p);
      p[0]!++;
      if (want !== '?') p[1]!++;
      if (got === want && want !== '?') p[2]!++;
      if (bad) p[3]!++;
    }
    if (bad || missed)
      lines.push(
        JSON.stringify({
          what: bad ? 'WRONG' : 'missed',
          got,
          want,
          m: item.manglings,
          why: c.kind === 'nobody' ? c.why : '',
          cell: item.cell.text,
          cc: item.countyCell,
          t: item.template,
          mark: item.markOf.unit.name,
          place: Object.values(placeOf(item)).join(' | '),
          label: item.label,
          sender: item.sender.unit.name,
          reason: identity?.kind === 'unknown' ? identity.reason : '',
        }),
      );
  }
  writeFileSync(
    '/tmp/mangled.txt',
    `${wrong} wrong, ${assigned}/${assignable}\n` +
      [...per].map(([k, v]) => `${k}: ${v.join(' ')}`).join('\n') +
      '\n' +
      lines.join('\n'),
  );
});
