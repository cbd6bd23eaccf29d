const SEPARATOR = /[\s,;，；、|/]+/;
/** A dot-atom before the @ and a domain with a dot behind it (RFC 5321, 4.1.2), ASCII alone. */
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+=?^_`{}~-]+(?:\.[A-Za-z0-9!#$%&'*+=?^_`{}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*$/;
const MOST_CHARACTERS = 254;

/**
 * The mail addresses in what a roster says under 邮箱: one, or several with any usual separator. What is no address
 * (a QQ number, a name) is left out: a draft is never addressed to a guess.
 */
export function parseMailAddresses(text: string | null): readonly string[] {
  const addresses = (text ?? '')
    .normalize('NFKC')
    .split(SEPARATOR)
    .filter((part) => part.length <= MOST_CHARACTERS && ADDRESS.test(part));
  return [...new Set(addresses)];
}
