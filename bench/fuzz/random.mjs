// Pseudo-random choices: the same seed makes the same files.

/** A source of choices (mulberry32). `seed` may be any integers, e.g. the run's and the file's number. */
export function randomFrom(...seed) {
  let state = seed.reduce((mixed, part) => Math.imul(mixed ^ part, 0x9e3779b1) ^ (mixed >>> 15), 0x2545f491);
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit) => Math.floor(fraction() * limit);
  return {
    fraction,
    /** An integer from 0 to `limit` - 1. */
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (share) => fraction() < share,
    pick: (list) => list[below(list.length)],
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
  };
}
