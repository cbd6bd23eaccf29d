import { momentOfEpoch } from '../campaign/beijing-time.js';
import type { SeenFile } from '../campaign/ledger.js';
import {
  type ContainedFile,
  describeContainerProblem,
  type OpenedContainer,
  openContainer,
} from '../container/open-container.js';
import {
  type FileProblem,
  type InboxFile,
  ignored,
  leftoverProblem,
  sha256Of,
  unreadable,
} from './find-files.js';

/** What one file of 收件/ may hold when it is a zip or a mail; all levels together. */
export interface NestingLimits {
  /** Containers within one another that are opened: 1 opens a zip, 2 also a zip in it. */
  readonly levels: number;
  /** Files that are looked at. */
  readonly files: number;
  /** Bytes of all of them. */
  readonly inflatedBytes: number;
  /** Bytes that inflate from one packed byte; judged only above `ratioFloorBytes`. */
  readonly ratio: number;
  readonly ratioFloorBytes: number;
}

export const DEFAULT_NESTING_LIMITS: NestingLimits = {
  levels: 3,
  files: 5000,
  inflatedBytes: 1024 * 1024 * 1024,
  ratio: 1000,
  ratioFloorBytes: 10 * 1024 * 1024,
};

/** What is left of the limits while a file is opened. */
interface Budget {
  files: number;
  bytes: number;
}

/**
 * The file itself, or what is in it when it is a zip or a mail, level by level and one at a time. A container is
 * among its files only when it holds none, holds only links to files, or could not be opened to its end.
 */
export function openInboxFile(
  file: InboxFile,
  limits: NestingLimits = DEFAULT_NESTING_LIMITS,
): Generator<InboxFile> {
  return openLevel(file, limits.levels, limits, { files: limits.files, bytes: limits.inflatedBytes });
}

function* openLevel(
  file: InboxFile,
  levels: number,
  limits: NestingLimits,
  budget: Budget,
): Generator<InboxFile> {
  if (file.bytes === null) {
    yield file;
    return;
  }
  const opened = openContainer(file.bytes, {
    entries: limits.files,
    inflatedBytes: budget.bytes,
    ratio: limits.ratio,
    ratioFloorBytes: limits.ratioFloorBytes,
  });
  if (opened.kind === 'none') {
    yield file;
    return;
  }
  if (opened.kind === 'refused') {
    yield withProblem(file, unreadable(describeContainerProblem(opened.problem)));
    return;
  }
  const container = { ...file, ...timeOf(file, opened), namedAs: nameWithSubject(file, opened.subject) };
  if (levels === 0) {
    yield withProblem(
      container,
      unreadable(`压缩包或邮件套了 ${limits.levels} 层以上，请解压后放入收件文件夹`),
    );
    return;
  }
  for (const inner of opened.files) {
    if (budget.files === 0 || budget.bytes <= 0) {
      yield withProblem(container, unreadable(overrun(limits, budget)));
      return;
    }
    budget.files--;
    const innerFile = readContained(container, inner);
    budget.bytes -= innerFile.size;
    yield* openLevel(innerFile, levels - 1, limits, budget);
  }
  const problem = problemOfContainer(opened);
  if (problem !== null) yield withProblem(container, problem);
}

/** A mail was received when it was sent, by its Date (RFC 5322, 3.6.1); a mail in a mail came with the outer one. */
function timeOf(
  file: InboxFile,
  opened: Extract<OpenedContainer, { kind: 'files' }>,
): Pick<SeenFile, 'time' | 'timeBy'> {
  if (opened.sentAt === null || file.timeBy === '邮件时间') return file;
  return { time: momentOfEpoch(opened.sentAt), timeBy: '邮件时间' };
}

function nameWithSubject({ namedAs }: InboxFile, subject: string | null): string {
  return subject === null ? namedAs : `${namedAs}/${subject.replace(/[\\/]/g, ' ')}`;
}

function readContained(container: InboxFile, inner: ContainedFile): InboxFile {
  const facts = {
    path: container.path,
    entry: container.entry === null ? inner.name : `${container.entry}/${inner.name}`,
    time: container.time,
    timeBy: container.timeBy,
    head: null,
    namedAs: `${container.namedAs}/${inner.name}`,
  };
  const content = inner.read();
  if (content.kind === 'problem') {
    const problem =
      content.problem === 'link'
        ? ignored(describeContainerProblem(content.problem))
        : unreadable(describeContainerProblem(content.problem));
    // What cannot be read has no fingerprint of its own; that of the container tells it from other receipts.
    return { ...facts, sha256: sha256Of(`${container.sha256}/${inner.name}`), size: 0, bytes: null, problem };
  }
  const problem = inner.isInline ? ignored('邮件正文里的图片') : leftoverProblem(inner.name);
  return {
    ...facts,
    sha256: sha256Of(content.bytes),
    size: content.bytes.length,
    bytes: problem === null ? content.bytes : null,
    problem,
  };
}

/** What is to be said of a container beside its files. */
function problemOfContainer(opened: Extract<OpenedContainer, { kind: 'files' }>): FileProblem | null {
  const attached = opened.files.filter((file) => !file.isInline).length;
  if (opened.hasLinkedFiles) {
    return unreadable(
      attached === 0
        ? '邮件里只有下载链接，没有文件，请下载后放入收件文件夹'
        : '邮件里除附件外还有下载链接，请把链接里的文件下载后放入收件文件夹',
    );
  }
  if (attached > 0) return null;
  return unreadable(opened.container === 'mail' ? '邮件里没有附件' : '压缩包里没有文件');
}

function overrun(limits: NestingLimits, budget: Budget): string {
  const limit =
    budget.files === 0
      ? `文件超过 ${limits.files} 个`
      : `展开后超过 ${Math.round(limits.inflatedBytes / (1024 * 1024))} MB`;
  return `压缩包或邮件里的${limit}，其余没有读取，请解压后放入收件文件夹`;
}

function withProblem(file: InboxFile, problem: FileProblem): InboxFile {
  return { ...file, bytes: null, problem };
}
