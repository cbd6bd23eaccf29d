import { countiesOf, PREFECTURE_UNITS } from '../../campaign/campaign.js';
import type { SheetPlan, WorkbookPlan } from '../../workbook/workbook-plan.js';
import type { ResultJson } from '../result/result-json.js';

/** SHA-256 of a text in hexadecimal; handed in, since stages run in a browser too. */
export type Digest = (text: string) => string;

/** What a check code is computed from: everything of a result but who wrote it and where to. */
export type CheckedResult = Omit<ResultJson, 'tool' | 'outputs'>;

/** Without letters that are taken for digits or for one another on paper (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 8;
const BITS_PER_SYMBOL = 5;
/** Of 64 hexadecimal digits, those that give the code. */
const HEX_DIGITS = (CODE_LENGTH * BITS_PER_SYMBOL) / 4;

/**
 * 校验码 of one summary workbook: of the campaign, the as-of time, and of every unit of its area the status and the
 * totals. `county` null: the prefecture's. Of forty bits, so that a printed page can be told from any other version,
 * and typed.
 */
export function checkCodeOf(result: CheckedResult, county: string | null, digest: Digest): string {
  const symbols = BigInt(`0x${digest(checkedText(result, county)).slice(0, HEX_DIGITS)}`);
  const code = Array.from({ length: CODE_LENGTH }, (_, index) => {
    const shift = BigInt((CODE_LENGTH - 1 - index) * BITS_PER_SYMBOL);
    return ALPHABET[Number((symbols >> shift) & 31n)];
  }).join('');
  return groupCode(code);
}

/** The areas of a result's summary workbooks: the prefecture (null), then its counties. */
export function checkedAreas(result: Pick<ResultJson, 'units'>): readonly (string | null)[] {
  return [null, ...countiesOf(result)];
}

/** What somebody typed from a printed page → the code as it is printed; null when it can be none. */
export function parseCheckCode(text: string): string | null {
  const symbols = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/校验码/g, '')
    .replace(/[\s:：\-‐-―_]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const isCode = symbols.length === CODE_LENGTH && [...symbols].every((symbol) => ALPHABET.includes(symbol));
  return isCode ? groupCode(symbols) : null;
}

/** The same workbook with the code at the foot of every printed page. */
export function stampCheckCode(plan: WorkbookPlan, code: string): WorkbookPlan {
  return { ...plan, sheets: plan.sheets.map((sheet) => stampSheet(sheet, code)) };
}

function stampSheet(sheet: SheetPlan, code: string): SheetPlan {
  const print = sheet.print ?? { orientation: 'landscape', pagesTall: 0 };
  const footer = print.footer ?? '';
  const stamped = `${footer}${footer.includes('&R') ? '　' : '&R'}校验码 ${code}`;
  return { ...sheet, print: { ...print, footer: stamped } };
}

function groupCode(symbols: string): string {
  return `${symbols.slice(0, CODE_LENGTH / 2)}-${symbols.slice(CODE_LENGTH / 2)}`;
}

/** Lists, not objects: the same text for a result that was planned and for one that was read back. */
function checkedText(result: CheckedResult, county: string | null): string {
  const units = result.units.filter(
    (unit) => county === null || (unit.county ?? PREFECTURE_UNITS) === county,
  );
  const codes = new Set(units.map(({ code }) => code));
  const isHere = (item: { readonly unit: string }) => codes.has(item.unit);
  return JSON.stringify([
    county,
    result.asOf,
    result.campaign.name,
    result.campaign.prefecture,
    result.campaign.forms.map((form) => Object.values(form)),
    units.map(({ code, name, county: of }) => [code, name, of]),
    result.completeness.filter(isHere).map(({ unit, form, status, late }) => [unit, form, status, late]),
    result.materials.completeness
      .filter(isHere)
      .map(({ unit, material, status, late }) => [unit, material, status, late]),
    result.campaign.forms.map(({ form }) => {
      const totals = result.totals[form];
      return [
        form,
        sortedEntries(county === null ? totals?.prefecture : totals?.counties[county]),
        units.flatMap(({ code }) => {
          const ofUnit =
            totals !== undefined && Object.hasOwn(totals.units, code) ? totals.units[code] : undefined;
          return ofUnit === undefined ? [] : [[code, sortedEntries(ofUnit)]];
        }),
      ];
    }),
  ]);
}

function sortedEntries(totals: Readonly<Record<string, number>> | undefined) {
  return Object.entries(totals ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}
