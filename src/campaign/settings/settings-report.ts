import { ProblemReport, type SheetReport as ReportOfSheet } from '../../hand-kept/problem-report.js';
import { SETTINGS_SHEETS } from '../settings-layout.js';
import type { SettingsProblemCode } from '../settings-problem.js';

/** Collects what is wrong in 活动设置.xlsx. */
export class SettingsReport extends ProblemReport<SettingsProblemCode> {
  constructor() {
    super(Object.values(SETTINGS_SHEETS));
  }
}

/** The part of the report that is about one sheet. */
export type SheetReport = ReportOfSheet<SettingsProblemCode>;
