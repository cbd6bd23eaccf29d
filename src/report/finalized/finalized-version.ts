import type { Moment } from '../../campaign/campaign.js';
import type { ResultJson, ToolName } from '../result/result-json.js';
import type { Basis } from './basis.js';

/** One file of a 定稿. */
export interface FinalizedFile {
  /** Below the folder of the 定稿, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** 定稿清单.json: what a 定稿 holds, when and by whom it was made, and what its figures rest on. */
export interface FinalizedManifest {
  readonly schemaVersion: 1;
  readonly tool: ToolName;
  readonly finalizedAt: Moment;
  /** The time for which the figures hold. */
  readonly asOf: Moment;
  readonly by: string | null;
  readonly note: string | null;
  readonly campaign: { readonly name: string; readonly prefecture: string };
  /** The 定稿 before, so that none can be changed without changing all later ones; null: this is the first. */
  readonly previous: { readonly name: string; readonly sha256: string } | null;
  readonly basis: Basis;
  readonly files: readonly FinalizedFile[];
}

/** A 定稿 as far as later runs are compared with it. */
export interface FinalizedVersion {
  /** Its folder in 定稿/. */
  readonly name: string;
  readonly manifest: FinalizedManifest;
  readonly result: ResultJson;
}
