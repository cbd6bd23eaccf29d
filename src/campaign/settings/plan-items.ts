import { type CellCheck, dateCheck, rangeCheck, wordsCheck } from '../../hand-kept/cell-checks.js';
import {
  HAND_KEPT_PRINT,
  HINT_STYLE,
  headerRow,
  LABEL_STYLE,
  NUMBER_STYLE,
  TEXT_STYLE,
} from '../../hand-kept/hand-kept-styles.js';
import type { StyledValue } from '../../hand-kept/hand-kept-table.js';
import { SUSPICIONS, type Suspicion } from '../../issue/suspicions.js';
import { textWidth } from '../../workbook/theme.js';
import type { CellStyle, PlannedRow, PlannedValue, SheetPlan } from '../../workbook/workbook-plan.js';
import type { SettingsContent } from '../settings-content.js';
import {
  ANSWERS,
  SETTINGS_COLUMNS,
  SETTINGS_ITEMS,
  SETTINGS_SHEETS,
  type SettingsItemKey,
  TARGET_BASES,
} from '../settings-layout.js';
import { DATE_STYLE, dateValue, momentValue } from './date-values.js';

const CHECKS: Readonly<Partial<Record<SettingsItemKey, CellCheck>>> = {
  periodStart: dateCheck('填日期，如 2020-10-01'),
  periodEnd: dateCheck('填日期，如 2020-10-31'),
  deadline: dateCheck('填日期和钟点，如 2020-10-18 18:00；不写钟点即当天24时'),
  targetPercent: rangeCheck(100, '填 0 到 100 之间的数，如 30'),
  targetBasis: wordsCheck(TARGET_BASES, '全部：已对接的都算；网上：只算在社会扶贫网对接的', 'stop'),
  wishAmountLimit: rangeCheck(100_000_000, '以元为单位的数，如 2000'),
};
const SWITCH = wordsCheck(ANSWERS, '是：照查；否：不查', 'stop');
const isSwitch = (key: SettingsItemKey): key is Suspicion =>
  SUSPICIONS.some((suspicion) => suspicion === key);
const CONTENT_COLUMN = 2;

/** 设置: an item a row, with what it is for. */
export function planItems(content: SettingsContent): SheetPlan {
  const values = itemValues(content);
  const keys = Object.keys(SETTINGS_ITEMS) as SettingsItemKey[];
  const { item, content: contentColumn, note } = SETTINGS_COLUMNS;
  return {
    name: SETTINGS_SHEETS.settings,
    columnWidths: [28, Math.min(60, Math.max(40, textWidth(content.name) + 2)), 56],
    rows: [
      headerRow([item.title, contentColumn.title, note.title]),
      ...keys.map((key, index): PlannedRow => {
        const { title, note: hint } = SETTINGS_ITEMS[key];
        const { value, style } = values[key];
        return {
          rowNumber: index + 2,
          height: 22,
          cells: [
            { columnNumber: 1, value: title, style: LABEL_STYLE },
            { columnNumber: CONTENT_COLUMN, value, style: { ...style, horizontal: 'left' } },
            { columnNumber: 3, value: hint, style: HINT_STYLE },
          ],
        };
      }),
    ],
    validations: keys.flatMap((key, index) => {
      const check = isSwitch(key) ? SWITCH : CHECKS[key];
      if (check === undefined) return [];
      const rowNumber = index + 2;
      const range = { top: rowNumber, left: CONTENT_COLUMN, bottom: rowNumber, right: CONTENT_COLUMN };
      return [{ ...check, range }];
    }),
    freeze: { rows: 1, columns: 0 },
    print: HAND_KEPT_PRINT,
  };
}

function itemValues(content: SettingsContent): Readonly<Record<SettingsItemKey, StyledValue>> {
  const styled = (style: CellStyle) => (value: PlannedValue) => ({ value, style });
  const [text, date, number] = [styled(TEXT_STYLE), styled(DATE_STYLE), styled(NUMBER_STYLE)];
  const { targetPercent } = content;
  return {
    name: text(content.name),
    prefecture: text(content.prefecture),
    periodStart: date(dateValue(content.periodStart)),
    periodEnd: date(dateValue(content.periodEnd)),
    deadline: momentValue(content.deadline),
    receiver: text(content.receiver),
    contact: text(content.contact),
    phone: text(content.phone),
    email: text(content.email),
    // Below 1 only the written sign says that it is meant so.
    targetPercent: number(targetPercent > 0 && targetPercent < 1 ? `${targetPercent}%` : targetPercent),
    targetBasis: text(content.targetBasis),
    wishAmountLimit: number(content.wishAmountLimit),
    passwords: text(content.passwords.length === 0 ? null : content.passwords.join(' ')),
    ...(Object.fromEntries(
      SUSPICIONS.map((suspicion) => [suspicion, text(content.suspicions.has(suspicion) ? '是' : '否')]),
    ) as Record<Suspicion, StyledValue>),
  };
}
