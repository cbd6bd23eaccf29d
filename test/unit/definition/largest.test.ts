import { describe, expect, it } from 'vitest';
import { exampleCampaign } from '../../../src/campaign/example-campaign.js';
import { planBlankWorkbook } from '../../../src/template/template-workbook.js';
import { writeWorkbook } from '../../../src/workbook/write/write-workbook.js';
import { FIELD, fieldRow, formIn, RULE } from './defined.js';

// What a definition takes, Excel takes too.

describe('the largest forms that a definition takes', () => {
  it.each([
    [
      'long texts everywhere',
      {
        字段: [
          ['分组', '标题', '单位', '类型', '选项', '提示', '别名'],
          [
            '组'.repeat(20),
            '题'.repeat(30),
            '单'.repeat(8),
            '文字',
            null,
            '示'.repeat(2000),
            '别'.repeat(300),
          ],
          [null, '户', null, '整数', null, null, null],
        ],
        审核关系: [
          RULE,
          [null, null, '户 > 5', null, null, '规'.repeat(3000), '示'.repeat(3000), '办'.repeat(3000)],
        ],
      },
    ],
    [
      'many options',
      {
        字段: [
          ['标题', '类型', '选项'],
          ['村', '选项', Array.from({ length: 200 }, (_, index) => `第${index}号村民委员会`).join('、')],
        ],
      },
    ],
    [
      'many fields and relations',
      {
        字段: [
          FIELD,
          ...Array.from({ length: 190 }, (_, index) =>
            fieldRow({ 标题: `数${index}号`, 类型: '整数', 计量: '累计' }),
          ),
        ],
        审核关系: [
          ['关系'],
          ...Array.from({ length: 180 }, (_, index) => [
            `数${index}号 + 数${index + 1}号 + 数${index + 2}号 >= 数${index + 3}号 / 3`,
          ]),
        ],
      },
    ],
  ])('%s', async (_, sheets) => {
    const form = formIn(sheets);
    const campaign = exampleCampaign([form]);
    const bytes = await writeWorkbook(planBlankWorkbook(campaign, form, campaign.tasks[0]!));
    expect(bytes.length).toBeGreaterThan(1000);
  });
});
