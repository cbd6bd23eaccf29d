// Mails as mailers write them (RFC 5322, RFC 2045–2047, RFC 2231).

export interface Attachment {
  /** The parameters of Content-Type and Content-Disposition that name it, as they stand in the header. */
  readonly typeName?: string;
  readonly dispositionName: string;
  readonly content: Uint8Array;
}

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments: readonly Attachment[];
}

/** multipart/mixed of a text, perhaps also as HTML, and attachments in base64. */
export function mailOf({ subject, text, html, attachments }: Mail): string {
  const textPart = (type: string, content: string) =>
    `Content-Type: text/${type}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(Buffer.from(content))}`;
  const body =
    html === undefined
      ? textPart('plain', text)
      : `Content-Type: multipart/alternative;\r\n\tboundary="----=_NextPart_text"\r\n\r\n------=_NextPart_text\r\n${textPart('plain', text)}\r\n------=_NextPart_text\r\n${textPart('html', html)}\r\n------=_NextPart_text--\r\n`;
  const parts = [
    body,
    ...attachments.map(
      ({ typeName, dispositionName, content }) =>
        `Content-Type: application/octet-stream${typeName === undefined ? '' : `;\r\n\t${typeName}`}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n\t${dispositionName}\r\n\r\n${base64(content)}`,
    ),
  ];
  return [
    'Received: from example.invalid (unknown [192.0.2.1])\r\n\tby mx.example.invalid; Sun, 18 Oct 2020 09:30:05 +0800 (CST)',
    'From: =?utf-8?B?5byg5LiJ?= <zhangsan@example.invalid>',
    'To: <office@example.invalid>',
    `Subject: ${encodedWord(subject)}`,
    'Date: Sun, 18 Oct 2020 09:30:00 +0800',
    'Message-ID: <1@example.invalid>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed;\r\n\tboundary="----=_NextPart_000"',
    '',
    'This is a multi-part message in MIME format.',
    ...parts.map((part) => `------=_NextPart_000\r\n${part}`),
    '------=_NextPart_000--',
    '',
  ].join('\r\n');
}

/** In UTF-8 and base64 (RFC 2047). */
export function encodedWord(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** In Q encoding; `bytes` in that character set. */
export function encodedWordQ(charset: string, bytes: Uint8Array): string {
  const content = [...bytes].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
  return `=?${charset}?Q?${content.join('')}?=`;
}

function base64(content: Uint8Array): string {
  return Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n');
}
