import { formatColumn, quoteSheetName } from '../reference.js';
import { COLORS, inkOn } from '../theme.js';
import type {
  ChartCells,
  ChartLabels,
  PlannedAxis,
  PlannedBarChart,
  PlannedBars,
  PlannedChart,
  PlannedDoughnut,
  PlannedLine,
  PlannedSeries,
} from '../workbook-plan.js';
import { encodeXstring, xmlAttributes, xmlContent } from '../xml-text.js';

// A chart part (ECMA-376 part 1, 21.2). The order of elements is that of the schema: Excel repairs anything else away.

const NAMESPACES =
  'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** Ids of a chart's axes; they only have to differ within the chart. */
const AXES = { category: 1, value: 2, secondCategory: 3, secondValue: 4 } as const;
/** A title's size as a multiple of the text's. */
const TITLE_SCALE = 4 / 3;
const TITLE_FONT = '黑体';
const FONT = '宋体';
const GRID = 'E3E7EC';
/** Turned to the left, in 60 000ths of a degree. */
const UPRIGHT = -5_400_000;
const MOST_LEVEL_NAMES = 14;

/** The chart part of a plan. */
export function formatChart(chart: PlannedChart): string {
  const size = hundredths(chart.textPoints);
  const plot = chart.kind === 'bars' ? formatBarPlot(chart) : formatDoughnut(chart);
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    `<c:chartSpace ${NAMESPACES}>`,
    '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>',
    '<c:chart>',
    formatTitle(chart.title, hundredths(chart.textPoints * TITLE_SCALE), true),
    '<c:autoTitleDeleted val="0"/>',
    `<c:plotArea><c:layout/>${plot}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>`,
    formatLegend(chart),
    // Hiding the rows of the numbers must not empty the chart; a blank cell is no zero.
    '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/>',
    '</c:chart>',
    `<c:spPr>${solid('FFFFFF')}${line(COLORS.line, 9_525)}</c:spPr>`,
    textProperties(size, COLORS.ink),
    '</c:chartSpace>',
  ].join('');
}

/** A size of text as DrawingML wants it (20.1.10.72): whole hundredths of a point. */
function hundredths(points: number): number {
  return Math.round(points * 100);
}

function solid(color: string): string {
  return `<a:solidFill><a:srgbClr val="${color}"/></a:solidFill>`;
}

/** An outline; `width` in EMU, 12 700 a point. */
function line(color: string, width: number, dash = ''): string {
  return `<a:ln w="${width}" cap="flat">${solid(color)}${dash}<a:round/></a:ln>`;
}

function runProperties(tag: string, size: number, color: string, bold = false): string {
  const font = bold ? TITLE_FONT : FONT;
  return `<a:${tag} sz="${size}" b="${bold ? 1 : 0}">${solid(color)}<a:latin typeface="${font}"/><a:ea typeface="${font}"/></a:${tag}>`;
}

function textProperties(size: number, color: string, rotation?: number): string {
  const body =
    rotation === undefined ? '<a:bodyPr/>' : `<a:bodyPr${xmlAttributes({ rot: rotation, vert: 'horz' })}/>`;
  return `<c:txPr>${body}<a:lstStyle/><a:p><a:pPr>${runProperties('defRPr', size, color)}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>`;
}

function formatTitle(text: string, size: number, bold: boolean, rotation = 0): string {
  const color = bold ? COLORS.ink : COLORS.muted;
  const run = runProperties('rPr', size, color, bold).replace('<a:rPr ', '<a:rPr lang="zh-CN" ');
  return `<c:title><c:tx><c:rich><a:bodyPr${xmlAttributes({ rot: rotation, vert: 'horz' })}/><a:lstStyle/><a:p><a:pPr>${runProperties('defRPr', size, color, bold)}</a:pPr><a:r>${run}<a:t>${xmlContent(text)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`;
}

/** Lines on the axis of the bars, then those on the second: the order in which programs list them in the legend. */
function inDrawnOrder(lines: readonly PlannedLine[]): readonly PlannedLine[] {
  return [...lines.filter(({ kind }) => kind !== 'rate'), ...lines.filter(({ kind }) => kind === 'rate')];
}

/** The lines' values above stacked bars have no colour that a legend could explain. */
function formatLegend(chart: PlannedChart): string {
  const series = chart.kind === 'bars' ? [...chart.bars, ...inDrawnOrder(chart.lines)] : [];
  const named = chart.kind === 'doughnut' || series.length > 1;
  if (!named) return '';
  const hidden = series.flatMap((item, index) =>
    'kind' in item && item.kind === 'sums'
      ? [`<c:legendEntry><c:idx val="${index}"/><c:delete val="1"/></c:legendEntry>`]
      : [],
  );
  const place = chart.kind === 'doughnut' ? 'r' : 'b';
  return `<c:legend><c:legendPos val="${place}"/>${hidden.join('')}<c:overlay val="0"/>${textProperties(hundredths(chart.textPoints), COLORS.ink)}</c:legend>`;
}

function formatReference({ sheet, range }: ChartCells<unknown>): string {
  const first = `$${formatColumn(range.left)}$${range.top}`;
  const last = `$${formatColumn(range.right)}$${range.bottom}`;
  return xmlContent(`${quoteSheetName(sheet)}!${first === last ? first : `${first}:${last}`}`);
}

function formatTexts(cells: ChartCells<string>): string {
  const points = cells.values.map(
    (text, index) => `<c:pt idx="${index}"><c:v>${xmlContent(encodeXstring(text))}</c:v></c:pt>`,
  );
  return `<c:strRef><c:f>${formatReference(cells)}</c:f><c:strCache><c:ptCount val="${cells.values.length}"/>${points.join('')}</c:strCache></c:strRef>`;
}

function formatNumbers({ values, numberFormat }: PlannedSeries): string {
  const points = values.values.flatMap((value, index) =>
    value === null ? [] : [`<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`],
  );
  return `<c:numRef><c:f>${formatReference(values)}</c:f><c:numCache><c:formatCode>${xmlContent(numberFormat)}</c:formatCode><c:ptCount val="${values.values.length}"/>${points.join('')}</c:numCache></c:numRef>`;
}

/** What all series begin with; `index` counts over all series of the chart. */
function beginSeries(series: PlannedSeries, index: number): string {
  return `<c:idx val="${index}"/><c:order val="${index}"/><c:tx>${formatTexts(series.name)}</c:tx>`;
}

function endSeries(series: PlannedSeries, categories: ChartCells<string>): string {
  return `<c:cat>${formatTexts(categories)}</c:cat><c:val>${formatNumbers(series)}</c:val>`;
}

function formatNumberFormat(formatCode: string): string {
  return `<c:numFmt${xmlAttributes({ formatCode, sourceLinked: 0 })}/>`;
}

interface LabelLook {
  /** Hundredths of a point. */
  readonly size: number;
  readonly position: 'ctr' | 'outEnd' | 'inBase' | 't' | null;
  readonly color: string;
  readonly numberFormat: string;
  readonly shows: 'value' | 'seriesName' | 'categoryAndShare';
  /** Covers what lies under the label. */
  readonly isFilled?: boolean;
}

/** Labels of a series; those of `own` look otherwise. */
function formatLabels(
  labels: ChartLabels,
  look: LabelLook,
  own: ReadonlyMap<number, LabelLook> = new Map(),
): string {
  if (labels === null) return '<c:dLbls><c:delete val="1"/></c:dLbls>';
  const points = new Map<number, string>(labels.except.map((index) => [index, '<c:delete val="1"/>']));
  for (const [index, other] of own)
    if (!points.has(index)) points.set(index, labelContent(other, labels.upright));
  const single = [...points]
    .sort(([a], [b]) => a - b)
    .map(([index, content]) => `<c:dLbl><c:idx val="${index}"/>${content}</c:dLbl>`);
  return `<c:dLbls>${single.join('')}${labelContent(look, labels.upright)}</c:dLbls>`;
}

function labelContent(look: LabelLook, isUpright: boolean): string {
  const shown = (key: string, on: boolean) => `<c:${key} val="${on ? 1 : 0}"/>`;
  return [
    formatNumberFormat(look.numberFormat),
    `<c:spPr>${look.isFilled ? solid('FFFFFF') : '<a:noFill/>'}<a:ln><a:noFill/></a:ln></c:spPr>`,
    textProperties(look.size, look.color, isUpright ? UPRIGHT : 0),
    look.position === null ? '' : `<c:dLblPos val="${look.position}"/>`,
    shown('showLegendKey', false),
    shown('showVal', look.shows === 'value'),
    shown('showCatName', look.shows === 'categoryAndShare'),
    shown('showSerName', look.shows === 'seriesName'),
    shown('showPercent', look.shows === 'categoryAndShare'),
    shown('showBubbleSize', false),
    look.shows === 'categoryAndShare' ? '<c:separator>\n</c:separator>' : '',
  ].join('');
}

function formatBarPlot(chart: PlannedBarChart): string {
  const onSecond = chart.lines.filter(({ kind }) => kind === 'rate');
  const onFirst = chart.lines.filter(({ kind }) => kind !== 'rate');
  const inOrder = inDrawnOrder(chart.lines);
  const indexOf = (item: PlannedLine) => chart.bars.length + inOrder.indexOf(item);
  const isAcross = chart.direction === 'across';
  return [
    formatBars(chart),
    formatLines(chart, onFirst, indexOf, [AXES.category, AXES.value]),
    formatLines(chart, onSecond, indexOf, [AXES.secondCategory, AXES.secondValue]),
    formatCategoryAxis(chart, { id: AXES.category, crossing: AXES.value, isHidden: false }),
    formatValueAxis(chart, chart.axis, {
      id: AXES.value,
      crossing: AXES.category,
      side: isAcross ? 'across' : 'left',
    }),
    onSecond.length === 0 || chart.secondAxis === null
      ? ''
      : // The second pair of axes shares the categories, so only its values are shown, on the right.
        formatValueAxis(chart, chart.secondAxis, {
          id: AXES.secondValue,
          crossing: AXES.secondCategory,
          side: 'right',
        }) +
        formatCategoryAxis(chart, { id: AXES.secondCategory, crossing: AXES.secondValue, isHidden: true }),
  ].join('');
}

function formatBars(chart: PlannedBarChart): string {
  const series = chart.bars.map(
    (item, index) =>
      `<c:ser>${beginSeries(item, index)}${barLook(item)}<c:invertIfNegative val="0"/>${barLabels(item, hundredths(chart.textPoints))}${endSeries(item, chart.categories)}</c:ser>`,
  );
  return [
    `<c:barChart><c:barDir val="${chart.direction === 'across' ? 'bar' : 'col'}"/>`,
    `<c:grouping val="${chart.stacked ? 'stacked' : 'clustered'}"/><c:varyColors val="0"/>`,
    series.join(''),
    `<c:gapWidth val="${chart.categories.values.length < 4 ? 160 : 60}"/>${chart.stacked ? '<c:overlap val="100"/>' : ''}`,
    `<c:axId val="${AXES.category}"/><c:axId val="${AXES.value}"/></c:barChart>`,
  ].join('');
}

/** A white edge parts what is stacked, also where colours are not printed. */
function barLook({ color }: PlannedBars): string {
  return `<c:spPr>${solid(color)}${line('FFFFFF', 6_350)}</c:spPr>`;
}

function barLabels({ color, labels, numberFormat }: PlannedBars, size: number): string {
  const atEnd: LabelLook = { size, position: 'outEnd', color: COLORS.ink, numberFormat, shows: 'value' };
  if (labels === null || labels.place === 'end') return formatLabels(labels, atEnd);
  const inside: LabelLook = { ...atEnd, color: inkOn(color) };
  if (labels.place === 'middle') return formatLabels(labels, { ...inside, position: 'ctr' });
  const short = new Map(labels.short.map((index) => [index, atEnd]));
  return formatLabels(labels, { ...inside, position: 'inBase' }, short);
}

function formatLines(
  chart: PlannedBarChart,
  lines: readonly PlannedLine[],
  indexOf: (item: PlannedLine) => number,
  axes: readonly [number, number],
): string {
  if (lines.length === 0) return '';
  const series = lines.map(
    (item) =>
      `<c:ser>${beginSeries(item, indexOf(item))}${lineLook(item, chart.categories.values.length)}${lineLabels(item, hundredths(chart.textPoints))}${endSeries(item, chart.categories)}<c:smooth val="0"/></c:ser>`,
  );
  return `<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${series.join('')}<c:marker val="1"/><c:axId val="${axes[0]}"/><c:axId val="${axes[1]}"/></c:lineChart>`;
}

/** Over a single category a line has no length: there a target is a dash. */
function lineLook({ kind, color }: PlannedLine, points: number): string {
  const marker = (symbol: string, size: number, fill: string) =>
    `<c:marker><c:symbol val="${symbol}"/><c:size val="${size}"/><c:spPr>${solid(fill)}${line(color, 15_875)}</c:spPr></c:marker>`;
  const noMarker = '<c:marker><c:symbol val="none"/></c:marker>';
  switch (kind) {
    case 'rate':
      return `<c:spPr>${line(color, 25_400)}</c:spPr>${marker('circle', points <= MOST_LEVEL_NAMES ? 7 : 4, 'FFFFFF')}`;
    case 'target':
      return `<c:spPr>${line(color, 22_225, '<a:prstDash val="dash"/>')}</c:spPr>${points > 1 ? noMarker : marker('dash', 30, color)}`;
    case 'sums':
      return `<c:spPr><a:ln w="9525"><a:noFill/></a:ln></c:spPr>${noMarker}`;
  }
}

function lineLabels({ kind, numberFormat, labels, color }: PlannedLine, size: number): string {
  return formatLabels(labels, {
    size,
    position: 't',
    color,
    numberFormat,
    shows: kind === 'target' ? 'seriesName' : 'value',
    // Readable wherever the line crosses a bar.
    isFilled: kind !== 'sums',
  });
}

interface AxisPlace {
  readonly id: number;
  /** The axis that it crosses. */
  readonly crossing: number;
}

function formatCategoryAxis(
  { direction, textPoints, categories }: PlannedBarChart,
  { id, crossing, isHidden }: AxisPlace & { readonly isHidden: boolean },
): string {
  const isAcross = direction === 'across';
  // Level names break into lines; of many upright ones only turned names find room.
  const rotation = isAcross || categories.values.length <= MOST_LEVEL_NAMES ? 0 : UPRIGHT;
  return [
    `<c:catAx><c:axId val="${id}"/><c:scaling><c:orientation val="${isAcross ? 'maxMin' : 'minMax'}"/></c:scaling>`,
    `<c:delete val="${isHidden ? 1 : 0}"/><c:axPos val="${isAcross ? 'l' : 'b'}"/>`,
    '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>',
    // Names stay beside the axis's low end where bars go below zero.
    `<c:tickLblPos val="low"/><c:spPr>${line(COLORS.line, 9_525)}</c:spPr>`,
    textProperties(hundredths(textPoints), COLORS.ink, rotation),
    `<c:crossAx val="${crossing}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>`,
    '<c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>',
  ].join('');
}

function formatValueAxis(
  { textPoints }: PlannedBarChart,
  axis: PlannedAxis,
  { id, crossing, side }: AxisPlace & { readonly side: 'left' | 'right' | 'across' },
): string {
  const bound = (tag: string, value: number | null) => (value === null ? '' : `<c:${tag} val="${value}"/>`);
  // Categories that run from the top put the axis there; crossing at their end brings it to the bottom.
  const crosses = side === 'left' ? 'autoZero' : 'max';
  const size = hundredths(textPoints);
  return [
    `<c:valAx><c:axId val="${id}"/><c:scaling><c:orientation val="minMax"/>${bound('max', axis.maximum)}${bound('min', axis.minimum)}</c:scaling>`,
    `<c:delete val="0"/><c:axPos val="${side === 'across' ? 'b' : side === 'left' ? 'l' : 'r'}"/>`,
    side === 'right' ? '' : `<c:majorGridlines><c:spPr>${line(GRID, 6_350)}</c:spPr></c:majorGridlines>`,
    axis.title === null ? '' : formatTitle(axis.title, size, false, side === 'right' ? UPRIGHT : 0),
    formatNumberFormat(axis.numberFormat),
    '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>',
    `<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>${textProperties(size, COLORS.muted)}`,
    `<c:crossAx val="${crossing}"/><c:crosses val="${crosses}"/><c:crossBetween val="between"/>${bound('majorUnit', axis.step)}</c:valAx>`,
  ].join('');
}

function formatDoughnut(chart: PlannedDoughnut): string {
  const { slices, categories, colors } = chart;
  const points = colors.map(
    (color, index) =>
      `<c:dPt><c:idx val="${index}"/><c:bubble3D val="0"/><c:spPr>${solid(color)}${line('FFFFFF', 12_700)}</c:spPr></c:dPt>`,
  );
  return `<c:doughnutChart><c:varyColors val="1"/><c:ser>${beginSeries(slices, 0)}${points.join('')}${sliceLabels(chart)}${endSeries(slices, categories)}</c:ser><c:firstSliceAng val="0"/><c:holeSize val="50"/></c:doughnutChart>`;
}

/** One colour for all labels of a ring would be lost on some slices, so each has its own. */
function sliceLabels({ colors, unlabelled, textPoints }: PlannedDoughnut): string {
  const look: LabelLook = {
    size: hundredths(textPoints),
    position: null,
    color: COLORS.ink,
    numberFormat: '0.0%',
    shows: 'categoryAndShare',
  };
  const own = colors.map((color, index) => [index, { ...look, color: inkOn(color) }] as const);
  return formatLabels({ upright: false, except: unlabelled }, look, new Map(own));
}
