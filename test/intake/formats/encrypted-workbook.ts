import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { compoundFile } from './compound-file.js';

// Workbooks with a password to open ([MS-OFFCRYPTO] 2.3.4): the package, encrypted, in a compound file. Nothing is
// random, so that the same password gives the same bytes.

/** ECMA-376 standard encryption (2.3.4.5–2.3.4.9): AES-128 in ECB, SHA-1 50 000 times, as Excel 2007. */
export function encryptStandard(workbook: Uint8Array, password: string): Uint8Array {
  const salt = fixedBytes('standard salt', 16);
  let hash = sha('sha1', salt, Buffer.from(password, 'utf16le'));
  for (let round = 0; round < 50_000; round++) hash = sha('sha1', u32(round), hash);
  hash = sha('sha1', hash, u32(0));
  const pad = Buffer.alloc(64, 0x36);
  for (const [index, byte] of hash.entries()) pad[index]! ^= byte;
  const key = sha('sha1', pad).subarray(0, 16);
  const encrypt = (content: Uint8Array) => aes('aes-128-ecb', key, null, content);

  const verifier = fixedBytes('verifier', 16);
  const provider = Buffer.from('Microsoft Enhanced RSA and AES Cryptographic Provider\0', 'utf16le');
  // fCryptoAPI and fAES; AES-128, SHA-1, PROV_RSA_AES.
  const header = Buffer.concat([...[0x24, 0, 0x660e, 0x8004, 128, 0x18, 0, 0].map(u32), provider]);
  const info = Buffer.concat([
    u16(4),
    u16(2),
    u32(0x24),
    u32(header.length),
    header,
    u32(salt.length),
    salt,
    encrypt(verifier),
    u32(20),
    encrypt(sha('sha1', verifier)),
  ]);
  return compoundFile({
    EncryptionInfo: info,
    EncryptedPackage: Buffer.concat([u64(workbook.length), encrypt(workbook)]),
  });
}

/** Agile encryption (2.3.4.10–2.3.4.15): AES-256 in CBC, SHA-512 100 000 times, as Excel since 2010. */
export function encryptAgile(workbook: Uint8Array, password: string): Uint8Array {
  const passwordSalt = fixedBytes('password salt', 16);
  const dataSalt = fixedBytes('data salt', 16);
  const secret = fixedBytes('secret key', 32);
  let hash = sha('sha512', passwordSalt, Buffer.from(password, 'utf16le'));
  for (let round = 0; round < 100_000; round++) hash = sha('sha512', u32(round), hash);
  const wrap = (block: string, content: Uint8Array) => {
    const key = sha('sha512', hash, Buffer.from(block, 'hex')).subarray(0, 32);
    return aes('aes-256-cbc', key, passwordSalt, content).toString('base64');
  };
  const withSecret = (vector: Uint8Array, content: Uint8Array) =>
    aes('aes-256-cbc', secret, sha('sha512', dataSalt, vector).subarray(0, 16), content);

  const segments: Buffer[] = [];
  for (let index = 0; index * 4096 < workbook.length; index++)
    segments.push(withSecret(u32(index), workbook.subarray(index * 4096, (index + 1) * 4096)));
  const encrypted = Buffer.concat([u64(workbook.length), ...segments]);
  const integrityKey = fixedBytes('integrity', 64);
  const integrity = createHmac('sha512', integrityKey).update(encrypted).digest();
  const verifier = fixedBytes('verifier', 16);
  const ciphers =
    'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"';
  const info = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyData ${ciphers} saltValue="${dataSalt.toString('base64')}"/><dataIntegrity encryptedHmacKey="${withSecret(Buffer.from('5fb2ad010cb9e1f6', 'hex'), integrityKey).toString('base64')}" encryptedHmacValue="${withSecret(Buffer.from('a0677f02b22c8433', 'hex'), integrity).toString('base64')}"/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="100000" ${ciphers} saltValue="${passwordSalt.toString('base64')}" encryptedVerifierHashInput="${wrap('fea7d2763b4b9e79', verifier)}" encryptedVerifierHashValue="${wrap('d7aa0f6d3061344e', sha('sha512', verifier))}" encryptedKeyValue="${wrap('146e0be7abacd0d6', secret)}"/></keyEncryptor></keyEncryptors></encryption>`;
  return compoundFile({
    EncryptionInfo: Buffer.concat([u16(4), u16(4), u32(0x40), Buffer.from(info)]),
    EncryptedPackage: encrypted,
  });
}

function fixedBytes(name: string, length: number): Buffer {
  return sha('sha512', Buffer.from(name)).subarray(0, length);
}

function sha(algorithm: 'sha1' | 'sha512', ...content: readonly Uint8Array[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of content) hash.update(part);
  return hash.digest();
}

/** Filled up with zeros to whole blocks. */
function aes(
  algorithm: 'aes-128-ecb' | 'aes-256-cbc',
  key: Uint8Array,
  vector: Uint8Array | null,
  content: Uint8Array,
): Buffer {
  const cipher = createCipheriv(algorithm, key, vector);
  cipher.setAutoPadding(false);
  const filler = Buffer.alloc((16 - (content.length % 16)) % 16);
  return Buffer.concat([cipher.update(content), cipher.update(filler), cipher.final()]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
