/**
 * A drawing function that draws the same picture once. Runs in the process of a test write the same charts over and
 * over, which takes more than half of their time; the binary, with whose outputs theirs are compared, draws them all.
 */
export function drawnOnce<T>(draw: (what: T) => Uint8Array): (what: T) => Uint8Array {
  const drawn = new Map<string, Uint8Array>();
  return (what) => {
    const key = JSON.stringify(what);
    const bytes = drawn.get(key) ?? draw(what);
    drawn.set(key, bytes);
    return bytes;
  };
}
