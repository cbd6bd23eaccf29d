import { hostname, uptime } from 'node:os';
import type { RunIdentity } from '../app/run-lock.js';
import { momentOfEpoch } from '../campaign/beijing-time.js';
import type { Moment } from '../campaign/campaign.js';
import { now } from './terminal.js';

/** This process, as other runs get to know of it. */
export function thisRun(): RunIdentity {
  return { pid: process.pid, host: hostname(), startedAt: now(), isRunning };
}

/**
 * Whether the process that had this id at that moment still runs. Ids are given again: what began before the computer
 * did, or under our own id before us, is over.
 */
function isRunning(pid: number, since: Moment): boolean {
  if (since < secondsAgo(uptime())) return false;
  if (pid === process.pid) return since >= secondsAgo(process.uptime());
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else may not be signalled, but is there.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function secondsAgo(seconds: number): Moment {
  return momentOfEpoch(Date.now() - seconds * 1000);
}
