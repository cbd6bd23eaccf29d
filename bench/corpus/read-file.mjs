// The process that reads files for ReadingProcess: a path in, what became of it out.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readLocked } from '../../dist/app/read-file.js';
import { indexRoster } from '../../dist/campaign/roster-index.js';
import { loadBuiltInForms } from '../../dist/index.js';
import { ingestContext, ingestWorkbook } from '../../dist/ingest/ingest-workbook.js';
import { describeUnreadable } from '../../dist/workbook/read/read-workbook.js';
import { countTruthCells, findDifferences, truthPathOf } from './compare-values.mjs';

/** Dates of a file say nothing here: every one lies in the period. */
const ALWAYS = { periodStart: '1900-01-01', periodEnd: '9999-12-31', paperDeadline: null };

const forms = await loadBuiltInForms();
const tasks = forms.map(({ key, title, attachment }) => ({
  form: key,
  title,
  attachment: String(attachment),
  deadline: '9999-12-31T23:59:59+08:00',
  ...ALWAYS,
}));
const context = ingestContext({ tasks, decisions: [] }, indexRoster([], ''), forms);

process.on('message', async (path) => {
  process.send(
    await read(path).catch((error) => ({ kind: 'crashed', error: String(error?.stack ?? error) })),
  );
});

async function read(path) {
  const truthPath = truthPathOf(path);
  const truth = existsSync(truthPath) ? JSON.parse(readFileSync(truthPath, 'utf8')) : {};
  const truthCells = countTruthCells(truth);
  const result = await readLocked(readFileSync(path), []);
  if (result.kind === 'unreadable') {
    const text = describeUnreadable(result.reason);
    // A reason outside the closed list has no description.
    const isListed = typeof text === 'string' && text !== '' && !/undefined|NaN/.test(text);
    return { kind: 'refused', reason: nameOf(result.reason), isListed, truthCells };
  }
  const { sheets } = ingestWorkbook({ path, entry: null }, result.workbook, context);
  return {
    kind: 'read',
    forms: sheets.reduce((count, sheet) => count + sheet.submissions.length, 0),
    truthCells,
    differences: findDifferences(basename(path), result.workbook, truth),
  };
}

function nameOf({ code, detail }) {
  return code === 'unsupported-format' ? `${code} ${detail}` : code;
}
