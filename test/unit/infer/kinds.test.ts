import { describe, expect, it } from 'vitest';
import { formatNotes } from '../../../src/infer/inferred-form.js';
import {
  fieldLines,
  fieldNamed,
  inferAll,
  inferTable,
  type SurveyTableOptions,
  sheetSurvey,
} from './survey-table.js';

const kindsOf = (header: string, options: SurveyTableOptions = {}) =>
  fieldLines(inferTable(`统计表\n村名 | ${header}`, options)).slice(1);

describe('kinds', () => {
  it('come from data validations before all else', () => {
    const lines = kindsOf('户数 | 金额（元） | 时长 | 完成 | 联系方式', {
      validations: {
        'B3:B9': { type: 'whole', formulas: ['0', '120'] },
        'C3:C9': { type: 'decimal', formulas: ['0'], operator: 'greaterThanOrEqual' },
        'D3:D9': { type: 'decimal' },
        'E3:E9': { type: 'list', formulas: ['"是,否"'] },
        'F3:F9': { type: 'textLength', formulas: ['500'] },
      },
    });
    expect(lines).toEqual([
      '户数 integer',
      '金额(元) amount',
      '时长 decimal',
      '完成 option',
      '联系方式 phone',
    ]);
  });

  it('are options with the words of a range or a name', () => {
    const sheet = sheetSurvey('统计表\n村名 | 类型 | 状态', {
      validations: {
        'B3:B9': { type: 'list', formulas: ["'名 单'!$A$1:$A$3"] },
        'C3:C9': { type: 'list', formulas: ['状态表'] },
      },
    });
    const list = sheetSurvey('甲 | 已办\n乙 | 未办\n甲 |', { sheetName: '名 单', visibility: 'hidden' });
    const [inferred] = inferAll([sheet, list], new Map([['状态表', "'名 单'!$B$1:$B$2"]]));
    expect(fieldNamed(inferred!, '类型').options).toEqual([['甲'], ['乙']]);
    expect(fieldNamed(inferred!, '状态').options).toEqual([['已办'], ['未办']]);
  });

  it('are no options where the list cannot be found', () => {
    const lines = kindsOf('类型', {
      validations: { 'B3:B9': { type: 'list', formulas: ['OFFSET(A1,0,0)'] } },
    });
    expect(lines).toEqual(['类型 text']);
  });

  it('come from units, formats and words', () => {
    expect(kindsOf('走访（户次） | 面积（亩） | 完成率% | 是否公开 | 捐赠日期 | 项目名称')).toEqual([
      '走访(户次) integer',
      '面积(亩) decimal',
      '完成率(%) decimal',
      '是否公开 option',
      '捐赠日期 date',
      '项目名称 text',
    ]);
    expect(kindsOf('甲 | 乙 | 丙', { formats: { B3: 'yyyy-mm-dd', C3: '0.00', D3: '#,##0' } })).toEqual([
      '甲 date',
      '乙 decimal',
      '丙 integer',
    ]);
  });

  it('of money are 小数 to be confirmed where no unit says 元', () => {
    const inferred = inferTable('统计表\n村名 | 慰问金 | 专项经费（万元） | 捐款（元）');
    expect(fieldLines(inferred).slice(1)).toEqual([
      '慰问金 decimal',
      '专项经费(万元) decimal',
      '捐款(元) amount',
    ]);
    expect(formatNotes(inferred.fieldNotes.get('f2')!)).toContain('没有写单位');
    expect(formatNotes(inferred.fieldNotes.get('f3')!)).toContain('万元');
  });

  it('take the unit that stands above the table', () => {
    const inferred = inferTable('统计表\n | | 单位：元\n村名 | 慰问金 | 走访户数（户）');
    expect(fieldLines(inferred).slice(1)).toEqual(['慰问金(元) amount', '走访户数(户) integer']);
    const thousands = inferTable('统计表\n | | 单位：万元\n村名 | 慰问金 | 走访户数（户）');
    expect(fieldLines(thousands).slice(1)).toEqual(['慰问金(万元) decimal', '走访户数(户) integer']);
    const several = inferTable('统计表\n | | 单位：人、万元\n村名 | 慰问金 | 走访户数（户）');
    expect(fieldLines(several).slice(1)).toEqual(['慰问金 decimal', '走访户数(户) integer']);
  });

  it('of nothing known are 文字, among numbers 小数', () => {
    expect(kindsOf('甲乙 | 丙丁')).toEqual(['甲乙 text', '丙丁 text']);
    expect(kindsOf('户数 | 次数 | 人数 | 甲乙')).toEqual([
      '户数 integer',
      '次数 integer',
      '人数 integer',
      '甲乙 decimal',
    ]);
  });

  it('do not take a person in brackets for a unit', () => {
    expect(kindsOf('捐款单位（人） | 低保对象（人）')).toEqual([
      '捐款单位（人） text',
      '低保对象(人) integer',
    ]);
  });
});

describe('marks', () => {
  it('say that a field must be filled in', () => {
    const inferred = inferTable('统计表\n*村名 | 走访户数（户）★ | 走访次数（必填）');
    expect(inferred.form.fields.map(({ required = false }) => required)).toEqual([true, true, true, false]);
    expect(inferred.form.subject).toBe('f1');
    expect(fieldNamed(inferred, '走访次数').kind).toBe('integer');
  });
});

describe('measures', () => {
  it('do not add up what stands on one day, and no rates', () => {
    const inferred = inferTable('统计表\n村名 | 年末人数（人） | 走访次数（次） | 完成率%');
    expect(inferred.form.fields.map(({ measure = null }) => measure)).toEqual([
      null,
      'stock',
      'flow',
      null,
      null,
    ]);
  });

  it('follow the row 合计', () => {
    const inferred = inferTable('统计表\n村名 | 走访次数（次） | 编组数（个）\n | |\n合计 | =0 | ', {
      formulas: { B4: 'SUM(B3:B3)' },
    });
    expect(inferred.form.fields.map(({ measure = null }) => measure)).toEqual([null, 'flow', null, null]);
  });
});
