import { Buffer } from 'node:buffer';

// Damage that knows nothing of the format: what a bad disk, a broken download or a hostile editor leaves.

/** Values at which readers go wrong. */
export const EDGE_VALUES = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe,
  0xffffffff,
];

/** Writes an edge value in `width` bytes, little-endian. */
export function writeEdge(buffer, at, width, random) {
  if (at < 0 || at + width > buffer.length) return;
  const value = random.chance(0.8) ? random.pick(EDGE_VALUES) : random.below(4294967296);
  buffer.writeUIntLE(value % 2 ** (8 * width), at, width);
}

const MUTATIONS = {
  flip(buffer, random) {
    for (let i = random.between(1, 20); i > 0; i--)
      buffer[random.below(buffer.length)] ^= 1 << random.below(8);
    return buffer;
  },
  edge(buffer, random) {
    for (let i = random.between(1, 6); i > 0; i--) {
      writeEdge(buffer, random.below(buffer.length), random.pick([1, 2, 4]), random);
    }
    return buffer;
  },
  zero(buffer, random) {
    const at = random.below(buffer.length);
    buffer.subarray(at, at + random.between(1, 2048)).fill(random.pick([0, 0, 0xff, 0x20]));
    return buffer;
  },
  truncate: (buffer, random) => buffer.subarray(0, random.below(buffer.length)),
  delete(buffer, random) {
    const at = random.below(buffer.length);
    return Buffer.concat([buffer.subarray(0, at), buffer.subarray(at + random.between(1, 1000))]);
  },
  insert(buffer, random) {
    const at = random.below(buffer.length);
    const added = random.bytes(random.between(1, 1000));
    return Buffer.concat([buffer.subarray(0, at), added, buffer.subarray(at)]);
  },
  repeat(buffer, random) {
    const at = random.below(buffer.length);
    const part = buffer.subarray(at, at + random.between(1, 3000));
    const parts = Array(random.between(1, 20)).fill(part);
    return Buffer.concat([buffer.subarray(0, at), ...parts, buffer.subarray(at)]);
  },
  splice(buffer, random, other) {
    return Buffer.concat([
      buffer.subarray(0, random.below(buffer.length)),
      other.subarray(random.below(other.length)),
    ]);
  },
};

/** The bytes with one kind of damage; `other` is another file to splice with. */
export function mutateBytes(bytes, random, other = bytes) {
  if (bytes.length === 0) return random.bytes(10);
  const name = random.pick(Object.keys(MUTATIONS));
  return MUTATIONS[name](Buffer.from(bytes), random, Buffer.from(other));
}
