import { z } from 'zod';
import { DECISION_ACTIONS } from '../../campaign/campaign.js';
import type { FinalizedManifest } from './finalized-version.js';

const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().min(1);
const ofPair = { unit: text, form: text };

/** The shape of 定稿清单.json, for whoever reads one back. */
export const manifestSchema: z.ZodType<FinalizedManifest> = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('bangfu'), version: z.string() }),
  finalizedAt: moment,
  asOf: moment,
  by: z.string().nullable(),
  note: z.string().nullable(),
  campaign: z.strictObject({ name: z.string(), prefecture: z.string() }),
  previous: z.strictObject({ name: text, sha256 }).nullable(),
  basis: z.strictObject({
    settings: sha256,
    units: z.array(z.strictObject({ unit: text, digest: sha256 })),
    forms: z.array(z.strictObject({ form: text, digest: sha256 })),
    decisions: z.array(
      z.strictObject({
        file: z.string(),
        sheet: z.string().nullable(),
        unit: z.string().nullable(),
        form: z.string().nullable(),
        action: z.enum(DECISION_ACTIONS),
        reason: z.string().nullable(),
        decidedBy: z.string().nullable(),
        decidedOn: z.string().nullable(),
      }),
    ),
    receipts: z.array(
      z.strictObject({
        unit: text,
        form: z.string().nullable(),
        receivedAt: moment.nullable(),
        paperReceived: z.boolean(),
        extendedTo: moment.nullable(),
        exemptReason: z.string().nullable(),
      }),
    ),
    counted: z.array(z.strictObject({ ...ofPair, digest: text })),
  }),
  // A path that leads out of the folder is nobody's 定稿.
  files: z.array(
    z.strictObject({
      path: text.refine(
        (path) => !path.split('/').some((part) => part === '' || part === '.' || part === '..'),
      ),
      size: z.int().min(0),
      sha256,
    }),
  ),
});
