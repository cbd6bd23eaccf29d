import type { Summary } from '../merge/summary.js';
import type { SheetPlan, WorkbookPlan } from '../workbook/workbook-plan.js';
import { planBreakdownSheets } from './breakdown/breakdown-sheets.js';
import { chartSize } from './chart-spec.js';
import { planFormCharts } from './charts-plan.js';
import { planComparisonSheet } from './summary-comparison.js';
import { planExplanationsSheet } from './summary-explanations.js';
import { planMaterialsSheet } from './summary-materials.js';
import { planMatrixSheet } from './summary-matrix.js';
import { planMissingSheet } from './summary-missing.js';
import { planOverviewSheet } from './summary-overview.js';
import { PICTURES_PER_SHEET, type Picture, planChartSheets } from './summary-pictures.js';
import { type Scope, scopeOf } from './summary-scope.js';
import { planBelowTargetSheet, targetOf } from './summary-targets.js';
import { planUnitsSheet } from './summary-units.js';

/**
 * <地区名称>汇总表.xlsx: what leaders open. Holds no personal records. Its pictures are the charts of `planCharts`,
 * by file name.
 */
export function planPrefectureSummary(summary: Summary): WorkbookPlan {
  const charts = planFormCharts(summary).map(({ form, spec }) => ({
    form,
    picture: { image: spec.fileName, ...chartSize(spec), description: spec.title } satisfies Picture,
  }));
  const pictures = charts.map((chart) => chart.picture);
  const scope = scopeOf(summary, null, Math.ceil(pictures.length / PICTURES_PER_SHEET));
  const picturesOf = (form: string) =>
    charts.filter((chart) => chart.form === form).map((chart) => chart.picture);
  return planWorkbook(scope, `${scope.area}汇总表`, [
    planOverviewSheet(scope),
    ...planChartSheets(scope, pictures),
    ...summary.forms.flatMap((form) => [
      planComparisonSheet(scope, form, picturesOf(form.key)),
      planUnitsSheet(scope, form),
      ...planBreakdownSheets(scope, form),
    ]),
  ]);
}

/** <县>汇总表.xlsx: the same for one county or the 地直单位, with units where the other has counties. */
export function planCountySummary(summary: Summary, county: string): WorkbookPlan {
  const scope = scopeOf(summary, county);
  return planWorkbook(scope, `${scope.area}汇总表`, [
    planOverviewSheet(scope),
    ...summary.forms.flatMap((form) => [planUnitsSheet(scope, form), ...planBreakdownSheets(scope, form)]),
  ]);
}

/** Figures first, then the sheets that say who has to do something. */
function planWorkbook(scope: Scope, title: string, figures: readonly SheetPlan[]): WorkbookPlan {
  const belowTarget = scope.summary.forms.flatMap((form) => {
    const target = targetOf(scope, form);
    return target === null ? [] : [planBelowTargetSheet(scope, form, target)];
  });
  const { materials: ofMaterials, explanations: ofReasons } = scope.names;
  const materials = ofMaterials === null ? [] : [planMaterialsSheet(scope, ofMaterials)];
  const explanations = ofReasons === null ? [] : [planExplanationsSheet(scope, ofReasons)];
  return {
    title,
    sheets: [
      ...figures,
      ...belowTarget,
      planMatrixSheet(scope),
      planMissingSheet(scope),
      ...materials,
      ...explanations,
    ],
    activeSheetIndex: 0,
    writtenAt: scope.summary.asOf,
  };
}
