import { defineForm, type FormDefinition } from '../../../src/form/form-definition.js';

/** A form with one field; settings look only at key, title and 附件号. */
export function sampleForm(key: string, title: string, attachment: number): FormDefinition {
  return defineForm({
    key,
    title,
    version: 1,
    attachment,
    rowMeaning: '每村填一行',
    subject: 'village',
    fields: [{ key: 'village', title: '帮扶村', kind: 'text' }],
    rules: [],
    derivedMeasures: [],
    rates: [],
    target: null,
    explanation: 'village',
    instructions: [],
    keyMeasures: [],
    amountAtStake: null,
    templateRows: 10,
  });
}

export const PAIRED = sampleForm('paired-assistance', '结对帮扶活动月统计表', 1);
export const DONATIONS = sampleForm('donations', '捐赠款物统计表', 2);
export const WISHES = sampleForm('wishes', '微心愿对接表', 3);
export const FORMS = [PAIRED, DONATIONS, WISHES];
