import { describe, expect, it } from 'vitest';
import { fileNameFor, fileNamesFor } from '../../../src/workbook/file-name.js';

describe('file names', () => {
  it.each([
    ['塔城市', '塔城市'],
    ['甲/乙\\丙:丁*戊?', '甲_乙_丙_丁_戊_'],
    ['第一行\n第二行', '第一行_第二行'],
    ['末尾. . ', '末尾'],
    ['', '_'],
    ['..', '_'],
    ['CON', '_CON'],
    ['com1.txt', '_com1.txt'],
    ['console', 'console'],
    ['~$表', '_~$表'],
    ['半个\ud83d', '半个_'],
  ])('%j → %j', (text, name) => {
    expect(fileNameFor(text)).toBe(name);
  });

  it('stay within 255 bytes and cut no character in two', () => {
    const name = fileNameFor('😀'.repeat(200));
    expect(new TextEncoder().encode(name).length).toBeLessThan(230);
    expect(name).not.toMatch(/[\ud800-\udbff]$/);
  });

  it('are told apart without regard to capitals', () => {
    expect(fileNamesFor(['A县', 'a县', 'A县', '甲/乙', '甲:乙'])).toEqual([
      'A县',
      'a县(2)',
      'A县(3)',
      '甲_乙',
      '甲_乙(2)',
    ]);
  });
});
