/** The mathematics font with the signs that a book of this kind uses: a third of the whole font. */
import { readFile, writeFile } from "node:fs/promises";
import subsetFont from "subset-font";

const SIGNS = [
  [0x20, 0x7e], [0xa0, 0xff], // Latin
  [0x2c6, 0x2dd], [0x300, 0x30f], [0x20d0, 0x20ef], // accents
  [0x370, 0x3ff], // Greek
  [0x2000, 0x206f], // spaces, dashes, primes
  [0x2100, 0x214f], // letter-like signs
  [0x2190, 0x21d5], [0x27f5, 0x27fa], // arrows
  [0x2200, 0x22ff], [0x2a7d, 0x2a7e], // operators and relations
  [0x2308, 0x230b], [0x23b4, 0x23b5], [0x23dc, 0x23df], [0x27e6, 0x27eb], // brackets and braces
  [0x1d400, 0x1d4cf], // bold, italic, script letters
  [0x1d6a4, 0x1d755], [0x1d7ce, 0x1d7d7], // bold and italic Greek, bold digits
];

export async function writeFont(source, target) {
  const text = SIGNS.map(([first, last]) => {
    return Array.from({ length: last - first + 1 }, (_, step) => String.fromCodePoint(first + step)).join("");
  }).join("");
  await writeFile(target, await subsetFont(await readFile(source), text, { targetFormat: "woff2" }));
}
