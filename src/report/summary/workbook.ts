import type { Summary } from '../../merge/summary.js';
import type { SheetPlan, WorkbookPlan } from '../../workbook/workbook-plan.js';
import { chartSize } from '../charts/chart-spec.js';
import { planFormCharts, planPictureSpecs, planTrendCharts } from '../charts/charts-plan.js';
import { planChartData } from '../charts/native/chart-data-sheet.js';
import { planTrendSheet } from '../trend/trend-sheet.js';
import { planBreakdownSheets } from './breakdown/breakdown-sheets.js';
import { planComparisonSheet } from './comparison.js';
import { planExplanationsSheet } from './explanations.js';
import { planMaterialsSheet } from './materials.js';
import { planMatrixSheet } from './matrix.js';
import { planMissingSheet } from './missing.js';
import { planDefinedNames } from './names.js';
import { addWayBack } from './navigation.js';
import { planOverviewSheet } from './overview.js';
import { PICTURES_PER_SHEET, type Picture, planChartSheets } from './pictures.js';
import { type Comparisons, NO_COMPARISONS, type Scope, scopeOf } from './scope.js';
import { planBelowTargetSheet, targetOf } from './targets.js';
import { planUnitsSheet } from './units.js';

/**
 * <地区名称>汇总表.xlsx: what leaders open. Holds no personal records. Its pictures are the charts of `planCharts`,
 * by file name; beside them stand the same charts bound to cells.
 */
export function planPrefectureSummary(
  summary: Summary,
  comparisons: Comparisons = NO_COMPARISONS,
): WorkbookPlan {
  const drawn = planFormCharts(scopeOf(summary, null));
  const pictures = planPictureSpecs(drawn).map(
    ({ spec }): Picture => ({ image: spec.fileName, ...chartSize(spec), description: spec.title }),
  );
  const pictureSheets = Math.ceil(pictures.length / PICTURES_PER_SHEET);
  const plain = { pictureSheets: 0, hasCharts: false };
  const ofMonths = planTrendCharts(scopeOf(summary, null, plain, comparisons));
  const hasCharts = drawn.length + ofMonths.length > 0;
  const scope = scopeOf(summary, null, { pictureSheets, hasCharts }, comparisons);
  const data = planChartData(scope, [...drawn, ...ofMonths]);
  const native = data?.charts ?? [];
  const chartsOf = (form: string) =>
    native
      .slice(0, drawn.length)
      .filter((chart) => chart.form === form)
      .map((chart) => chart.place);
  return planWorkbook(scope, `${scope.area}汇总表`, [
    planOverviewSheet(scope),
    ...planChartSheets(scope, pictures),
    ...(data === null ? [] : [data.sheet]),
    ...(scope.trend === null || scope.names.trend === null
      ? []
      : [
          planTrendSheet(
            scope,
            scope.trend,
            scope.names.trend,
            native.slice(drawn.length).map(({ place }) => place),
          ),
        ]),
    ...summary.forms.flatMap((form) => [
      planComparisonSheet(scope, form, chartsOf(form.key)),
      planUnitsSheet(scope, form),
      ...planBreakdownSheets(scope, form),
    ]),
  ]);
}

/** <县>汇总表.xlsx: the same for one county or the 地直单位, with units where the other has counties; no pictures. */
export function planCountySummary(
  summary: Summary,
  county: string,
  changes: Comparisons['changes'] = null,
): WorkbookPlan {
  const drawn = planFormCharts(scopeOf(summary, county));
  const scope = scopeOf(
    summary,
    county,
    { pictureSheets: 0, hasCharts: drawn.length > 0 },
    { ...NO_COMPARISONS, changes },
  );
  const data = planChartData(scope, drawn);
  return planWorkbook(scope, `${scope.area}汇总表`, [
    planOverviewSheet(scope),
    ...(data === null ? [] : [data.sheet]),
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
  const [overview, ...others] = [
    ...figures,
    ...belowTarget,
    planMatrixSheet(scope),
    planMissingSheet(scope),
    ...materials,
    ...explanations,
  ];
  return {
    title,
    sheets: [overview!, ...others.map((sheet) => addWayBack(sheet, scope.names.overview))],
    definedNames: planDefinedNames(scope),
    activeSheetIndex: 0,
    writtenAt: scope.summary.asOf,
  };
}
