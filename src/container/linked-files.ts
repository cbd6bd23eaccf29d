// Files too large for a mail lie with the sender's provider; the mail holds a block of links (超大附件, 云附件, 文件中转站).

/** Where providers of Chinese mailboxes keep them: host and path of the download page, in lower case. */
const PROVIDER_LINKS: readonly RegExp[] = [
  // QQ and 腾讯企业邮.
  /\b(?:ex)?mail\.qq\.com\/(?:cgi-bin\/ftnexs_|ftn\/download)/,
  /\bftn\.(?:ex)?(?:mail\.)?qq\.com\/ftn_handler/,
  // 网易: 163, 126, yeah, 企业邮.
  /\/large-attachment-download\b/,
  /\bdashi\.163\.com\/(?:html\/cloud-attachment-download|filehub)/,
  /\bfs(?:\.qiye)?\.163\.com\/\w/,
  /\bedisk\.qiye\.163\.com\/api\/biz\/attachment/,
  /\bx-netease-huge-attachment\b/,
  // 139, 189, 新浪.
  /\bmail\.10086\.cn\/[^\s"'<>]{0,200}large-?attach/,
  /\bdownload\.cloud\.189\.cn\/\w/,
  /\bmail\.sina\.com\.cn\/filecenter\/download/,
  /\bvdisk\.(?:sina\.com\.cn|weibo\.com)\/\w/,
  // Coremail, which many offices run themselves.
  /\/coremail\/common\/nffile\.jsp\?/,
];

/** Folders that people share by hand; also found under mails that have their files with them. */
const SHARE_LINKS: readonly RegExp[] = [
  /\b(?:pan|yun)\.baidu\.com\/(?:s\/|share\/)/,
  /\bshare\.weiyun\.com\/\w/,
  /\b(?:www\.|365\.)?kdocs\.cn\/(?:l|p|view)\//,
  /\bdocs\.qq\.com\/(?:sheet|doc|form|smartsheet)\//,
  /\bcloud\.189\.cn\/(?:t\/|web\/share)/,
  /\b(?:caiyun\.139\.com|yun\.139\.com)\/\w/,
  /\b(?:aliyundrive|alipan)\.com\/s\//,
  /\bjianguoyun\.com\/p\//,
  /\b123pan\.(?:com|cn)\/s\//,
  /\blanzou[a-z]?\.com\/\w/,
];

/** Blocks of other providers: one of these words, an address, and what the mailer writes behind every file. */
const BLOCK_WORD = /超大附件|云附件|大附件|文件中转站/g;
const ADDRESS = /https?:\/\/[^\s"'<>]{4}/;
/** `(80.96M, 2020年11月27日 21:59 到期)`, `12.5 MB 有效期至 2020-11-27`, `(3M, 无限期)`. */
const SIZE = /\d\s?[KMG]B?(?![A-Za-z])/gi;
const EXPIRY = /到期|过期|失效|有效/;
const DATE = /\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}/;
const MAX_WORDS = 200;
const NEAR = 2000;
const BESIDE = 60;

/** What a mail's text, plain or HTML, says of files kept elsewhere. */
export interface LinkedFiles {
  /** A mailer's block of large attachments. */
  readonly byMailer: boolean;
  /** A link to a shared folder or an online document. */
  readonly byHand: boolean;
}

/**
 * Looks for links to files that are not in the mail. The words alone (请不要用超大附件发送) are none: there must be an
 * address of a provider, or a block with an address, size and expiry.
 */
export function findLinkedFiles(text: string): LinkedFiles {
  const plain = text.replaceAll('&amp;', '&').replaceAll('&nbsp;', ' ');
  const lowerCase = plain.toLowerCase();
  return {
    byMailer: PROVIDER_LINKS.some((link) => link.test(lowerCase)) || hasBlock(plain),
    byHand: SHARE_LINKS.some((link) => link.test(lowerCase)),
  };
}

function hasBlock(text: string): boolean {
  let words = 0;
  for (const word of text.matchAll(BLOCK_WORD)) {
    if (++words > MAX_WORDS) break;
    const near = text.slice(word.index, word.index + NEAR);
    if (ADDRESS.test(near) && hasSizeAndExpiry(near.replace(/<[^>]*(?:>|$)/g, ''))) return true;
  }
  return false;
}

function hasSizeAndExpiry(text: string): boolean {
  return [...text.matchAll(SIZE)].some((size) => {
    const beside = text.slice(size.index, size.index + BESIDE);
    return beside.includes('无限期') || (EXPIRY.test(beside) && DATE.test(beside));
  });
}
