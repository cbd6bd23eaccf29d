import { z } from 'zod';
import { DOCUMENT_FORMATS } from '../../campaign/campaign.js';
import { RECEIVED_BY } from '../../campaign/ledger.js';
import { DISPOSITIONS, LEVELS, STATUSES } from '../../issue/finding.js';
import type { ResultJson } from './result-json.js';

const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/);
const day = z.iso.date();
const count = z.int().min(0);
const rate = z.number().min(0).max(1).nullable();
const formKey = z.string().regex(/^[a-z][a-z0-9-]*$/);
const totals = z.record(z.string(), z.number());

const reportingRates = z.strictObject({
  owed: count,
  received: count,
  accepted: count,
  onTime: count,
  rate,
  acceptedRate: rate,
  onTimeRate: rate,
});
const rates = z.record(formKey, reportingRates);
const materialRates = z.record(z.string(), reportingRates);

const materials = z.strictObject({
  kinds: z.array(
    z.strictObject({
      material: z.string().min(1),
      owedBy: z.string().nullable(),
      deadline: moment,
      formats: z.array(z.enum(DOCUMENT_FORMATS)),
      leastFiles: count,
      leastPixels: count,
    }),
  ),
  completeness: z.array(
    z.strictObject({
      unit: z.string(),
      material: z.string(),
      owed: z.boolean(),
      status: z.enum(['accepted', 'queried', 'pending', 'missing', 'exempt']),
      late: z.boolean(),
      overdue: z.boolean(),
      receivedAt: moment.nullable(),
      paperReceived: z.boolean(),
      files: z.array(
        z.strictObject({
          path: z.string().min(1),
          entry: z.string().nullable(),
          receivedAt: moment,
          format: z.string(),
          width: count.nullable(),
          height: count.nullable(),
          small: z.boolean(),
        }),
      ),
      waiting: z.array(z.strictObject({ path: z.string().min(1), entry: z.string().nullable() })),
    }),
  ),
  rates: z.strictObject({ prefecture: materialRates, counties: z.record(z.string(), materialRates) }),
  papers: z.array(z.strictObject({ unit: z.string(), form: formKey, received: z.boolean() })),
});

const file = z.strictObject({
  path: z.string().min(1),
  entry: z.string().nullable(),
  /** Empty for a file that could not be read at all. */
  sha256: z.string().regex(/^(?:[0-9a-f]{64})?$/),
  size: count,
  receivedAt: moment,
  receivedBy: z.enum(RECEIVED_BY),
  disposition: z.enum(DISPOSITIONS),
  reason: z.string().nullable(),
  sheets: z.array(
    z.strictObject({
      sheet: z.string(),
      form: formKey.nullable(),
      units: z.array(z.string()),
      rows: count,
      disposition: z.enum(DISPOSITIONS),
    }),
  ),
});

const finding = z.strictObject({
  rule: z.string().min(1),
  level: z.enum(LEVELS),
  path: z.string().min(1),
  entry: z.string().nullable(),
  sheet: z.string().nullable(),
  cell: z
    .string()
    .regex(/^[A-Z]{1,3}[1-9]\d*$/)
    .nullable(),
  unit: z.string().nullable(),
  form: formKey.nullable(),
  field: z.string().nullable(),
  value: z.union([z.string(), z.number()]).nullable(),
  message: z.string(),
  fix: z.string(),
  open: z.boolean(),
  closedBy: z.enum(['explanation', 'decision', 'superseded']).nullable(),
});

/** The shape of result.json, for whoever reads one back: no key missing, none beyond the contract. */
export const resultSchema: z.ZodType<ResultJson> = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  asOf: moment,
  campaign: z.strictObject({
    name: z.string(),
    prefecture: z.string(),
    forms: z.array(
      z.strictObject({
        form: formKey,
        title: z.string(),
        periodStart: day,
        periodEnd: day,
        deadline: moment,
      }),
    ),
  }),
  units: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      county: z.string().nullable(),
      category: z.string(),
    }),
  ),
  files: z.array(file),
  findings: z.array(finding),
  completeness: z.array(
    z.strictObject({
      unit: z.string(),
      form: formKey,
      status: z.enum(STATUSES),
      late: z.boolean(),
      overdue: z.boolean(),
      receivedAt: moment.nullable(),
      path: z.string().nullable(),
      entry: z.string().nullable(),
    }),
  ),
  rates: z.strictObject({ prefecture: rates, counties: z.record(z.string(), rates) }),
  totals: z.record(
    formKey,
    z.strictObject({
      prefecture: totals,
      counties: z.record(z.string(), totals),
      units: z.record(z.string(), totals),
    }),
  ),
  materials,
  outputs: z.array(z.string()),
});

/** What a later run takes from result.json of an earlier one; more may stand there, whatever version wrote it. */
export const earlierResultSchema = z.object({
  schemaVersion: z.literal(1),
  asOf: moment,
  campaign: z.object({
    name: z.string(),
    prefecture: z.string(),
    forms: z.array(z.object({ form: formKey, title: z.string(), periodStart: day, periodEnd: day })),
  }),
  units: z.array(z.object({ code: z.string(), county: z.string().nullable() })),
  totals: z.record(
    formKey,
    z.object({
      prefecture: totals,
      counties: z.record(z.string(), totals),
      units: z.record(z.string(), totals),
    }),
  ),
});
export type EarlierResult = z.infer<typeof earlierResultSchema>;
