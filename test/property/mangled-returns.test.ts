import { describe, expect, it } from 'vitest';
import { summarizeInbox } from '../../src/app/summarize-inbox.js';
import { indexRoster } from '../../src/campaign/roster-index.js';
import { ingestContext, ingestWorkbook } from '../../src/ingest/ingest-workbook.js';
import type { UnitIdentity } from '../../src/ingest/submission.js';
import type { ReceivedFile } from '../../src/merge/summarize.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { gridsOfPlan } from '../unit/merge/scenario.js';
import { MANGLING_NAMES, type MangledReturn, mangledReturns, placeOf } from './mangled/mangle.js';
import { KNOWN_UNITS } from './mangled/roster.js';
import { CAMPAIGN, FORMS, formOf, workbookOf } from './mangled/workbook.js';

// Returns that were renamed, stripped of their marks, emptied, misspelt, copied from next door …, three things at once.
// What a careful person would conclude is known from how each was made (mangled/person.ts). Nothing may be given to
// another unit, nor to any where a person would have to ask; what a person would assign is assigned.

const RETURNS = mangledReturns(2000, '2020-10-17');
const LEAST_ASSIGNED = 0.98;
const FILES_WITH_BYTES = 60;

const context = ingestContext(CAMPAIGN, indexRoster(CAMPAIGN.units, CAMPAIGN.prefecture), FORMS);

type Read = Pick<Extract<ReceivedFile['outcome'], { kind: 'read' }>, 'sheets' | 'statuses' | 'isWorkpaper'>;

function read(item: MangledReturn): Read {
  return ingestWorkbook(placeOf(item), gridsOfPlan(workbookOf(item)), context);
}

/** The one submission of a return. */
function identityOf(item: MangledReturn, { sheets }: Read): UnitIdentity {
  const submissions = sheets.flatMap((sheet) => sheet.submissions);
  expect(submissions.map(({ form, records }) => [form, records.length])).toEqual([[formOf(item).key, 4]]);
  return submissions[0]!.identity;
}

const concluded = ({ conclusion }: MangledReturn) =>
  conclusion.kind === 'unit' ? conclusion.unit.unit.code : null;
const assigned = (identity: UnitIdentity) => (identity.kind === 'known' ? identity.unit : null);

/** What a message must show of a return to be understood. */
const shown = (item: MangledReturn, identity: UnitIdentity) => ({
  place: Object.values(placeOf(item)),
  cell: item.cell.text,
  county: item.countyCell,
  mark: item.template === 'unit' ? item.markOf.unit.name : null,
  manglings: item.manglings,
  concluded: item.conclusion.kind === 'unit' ? item.conclusion.unit.unit.code : item.conclusion.why,
  assigned: assigned(identity),
});

describe('2 000 mangled returns', () => {
  const judged = RETURNS.map((item) => ({ item, identity: identityOf(item, read(item)) }));
  const assignable = judged.filter(({ item }) => concluded(item) !== null);

  it('none is given to a wrong unit, nor to any where a person would have to ask', () => {
    const wrong = judged.filter(({ item, identity }) => {
      const unit = assigned(identity);
      return unit !== null && unit !== concluded(item);
    });
    expect(wrong.map(({ item, identity }) => shown(item, identity))).toEqual([]);
  });

  it('98 % of those that a person could assign are assigned', () => {
    const missed = assignable.filter(({ identity }) => assigned(identity) === null);
    expect(assignable.length).toBeGreaterThan(1500);
    expect(1 - missed.length / assignable.length).toBeGreaterThanOrEqual(LEAST_ASSIGNED);
  });

  it.each(MANGLING_NAMES)('“%s” is among them, and is not the one that they fail at', (name) => {
    const done = judged.filter(({ item }) => item.manglings.includes(name));
    expect(done.length).toBeGreaterThanOrEqual(10);
    const own = done.filter(({ item }) => concluded(item) !== null);
    const missed = own.filter(({ identity }) => assigned(identity) === null);
    expect(missed.length).toBeLessThanOrEqual(Math.max(1, own.length * 0.1));
  });

  it('who is not assigned is told why, with candidates of the roster', () => {
    const codes = new Set(CAMPAIGN.units.map((unit) => unit.code));
    for (const { identity } of judged) {
      if (identity.kind === 'known') continue;
      expect(identity.reason.length).toBeGreaterThan(10);
      expect(identity.candidates.length).toBeLessThanOrEqual(3);
      expect(identity.candidates.every((code) => codes.has(code))).toBe(true);
    }
  });

  it('where several units fit or two are named, the right one is among the candidates', () => {
    const asked = judged.flatMap(({ item, identity }) =>
      item.conclusion.kind === 'nobody' && item.cell.kind === 'two' && identity.kind === 'unknown'
        ? [{ names: item.cell.names.map(({ unit }) => unit.code), candidates: identity.candidates }]
        : [],
    );
    expect(asked.length).toBeGreaterThan(20);
    // Bare names may fit more units than the three that are named.
    const named = asked.filter(({ names, candidates }) => names.some((code) => candidates.includes(code)));
    expect(named.length / asked.length).toBeGreaterThan(0.9);
  });
});

describe('a neighbour’s file under one’s own name', () => {
  /** Files as received one after the other. */
  function summarize(items: readonly MangledReturn[]) {
    const files = items.map(
      (item, index): ReceivedFile => ({
        ...placeOf(item),
        sha256: '',
        size: 0,
        receivedAt: `2020-10-1${index}T10:00:00+08:00`,
        receivedBy: '文件创建时间',
        outcome: { kind: 'read', ...read(item) },
      }),
    );
    return summarizeInbox(
      { files, pending: [], ledger: [], campaign: CAMPAIGN },
      FORMS,
      '2020-10-26T09:00:00+08:00',
    );
  }

  /** The neighbour's own return: nothing wrong with it. */
  const genuineOf = (copy: MangledReturn): MangledReturn => ({
    ...copy,
    sender: copy.rowsOf,
    markOf: copy.rowsOf,
    template: 'unit',
    countyCell: null,
    label: 'own cell',
    cell: { text: copy.rowsOf.unit.name, names: [copy.rowsOf], kind: 'plain', county: null },
    file: {
      text: `${copy.rowsOf.unit.county ?? '地直单位'}-${copy.rowsOf.unit.name}`,
      names: [],
      kind: 'plain',
      county: null,
    },
    folder: { text: '', names: [], kind: 'plain', county: null },
  });

  const copies = RETURNS.filter((item) => item.rowsOf !== item.sender);

  it('with its mark is not counted, and does not take the neighbour’s place', () => {
    const marked = copies.filter((item) => item.template === 'unit');
    expect(marked.length).toBeGreaterThan(30);
    for (const copy of marked) {
      const summary = summarize([genuineOf(copy), copy]);
      expect(summary.files.map((file) => file.disposition)).toEqual([
        expect.stringMatching(/accepted|queried/),
        'unrecognized',
      ]);
      expect(summary.counted.map((item) => item.unit)).toEqual([copy.rowsOf.unit.code]);
    }
  });

  it('without a mark is counted as what it says, with copied-rows asked about', () => {
    const unmarked = copies.filter((item) => item.template !== 'unit' && concluded(item) !== null);
    expect(unmarked.length).toBeGreaterThan(50);
    let asked = 0;
    for (const copy of unmarked) {
      if (assigned(identityOf(copy, read(copy))) === null) continue;
      const summary = summarize([genuineOf(copy), copy]);
      const rules = summary.findings.filter(
        (finding) => finding.unit === copy.sender.unit.code && finding.open,
      );
      expect(rules.map((finding) => finding.rule)).toContain('copied-rows');
      asked++;
    }
    expect(asked / unmarked.length).toBeGreaterThanOrEqual(LEAST_ASSIGNED);
  });

  it('with the neighbour’s name left in it does not replace the neighbour’s own numbers', () => {
    const misnamed = RETURNS.filter((item) => item.manglings.includes('neighbour’s name in the cell'));
    expect(misnamed.length).toBeGreaterThan(30);
    for (const item of misnamed) {
      const [neighbour] = item.cell.names;
      const genuine = genuineOf({ ...item, rowsOf: neighbour! });
      const own = summarize([genuine]);
      const both = summarize([genuine, item]);
      const form = formOf(item).key;
      expect(both.totals.get(form)!.units.get(neighbour!.unit.code)).toEqual(
        own.totals.get(form)!.units.get(neighbour!.unit.code),
      );
      expect(both.files[1]!.disposition).toBe('unrecognized');
    }
  });
});

it(`written to xlsx and read again, ${FILES_WITH_BYTES} of them are identified alike`, async () => {
  const step = Math.floor(RETURNS.length / FILES_WITH_BYTES);
  for (const item of RETURNS.filter((_, index) => index % step === 0)) {
    const result = await readWorkbook(await writeWorkbook(workbookOf(item)));
    if (result.kind !== 'workbook') throw new Error('not a workbook');
    const ingested = ingestWorkbook(placeOf(item), result.workbook, context);
    expect(shown(item, identityOf(item, ingested))).toEqual(shown(item, identityOf(item, read(item))));
  }
});

it('the roster of these returns is one that offices have', () => {
  expect(KNOWN_UNITS.length).toBeGreaterThan(200);
  expect(new Set(KNOWN_UNITS.map(({ unit }) => unit.county ?? '')).size).toBe(8);
  expect(new Set(KNOWN_UNITS.map(({ unit }) => unit.code)).size).toBe(KNOWN_UNITS.length);
});
