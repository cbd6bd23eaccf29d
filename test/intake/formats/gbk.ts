// Text in the encoding of Chinese Windows. Node only decodes it, so that the table is turned round.

let encoded: Map<string, number> | null = null;

/** GBK; throws for a character that it does not have. */
export function gbk(text: string): Uint8Array {
  encoded ??= turnedRound();
  const bytes: number[] = [];
  for (const character of text) {
    if (character.charCodeAt(0) < 0x80) {
      bytes.push(character.charCodeAt(0));
      continue;
    }
    const code = encoded.get(character);
    if (code === undefined) throw new Error(`${character} is not in GBK`);
    bytes.push(code >> 8, code & 0xff);
  }
  return Uint8Array.from(bytes);
}

function turnedRound(): Map<string, number> {
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if ([...character].length !== 1 || character === '\ufffd' || table.has(character)) continue;
      table.set(character, (lead << 8) | trail);
    }
  }
  // 0x80 stands for the euro sign in some tables; no two bytes do.
  return table;
}
