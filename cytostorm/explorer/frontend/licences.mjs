/** The licences of everything that a bundle contains, as its authors ask. */
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

function packagesOf(metafile) {
  const names = Object.keys(metafile.inputs).map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))];
}

async function licenceOf(folder, name) {
  const about = JSON.parse(await readFile(join(folder, name, "package.json"), "utf8"));
  const file = (await readdir(join(folder, name))).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(join(folder, name, file), "utf8") : `Licence: ${about.license}\n`;
  return `${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
}

export async function writeLicences(folder, metafiles, others, target) {
  const names = [...new Set([...metafiles.flatMap(packagesOf), ...others])].sort();
  const texts = await Promise.all(names.map((name) => licenceOf(folder, name)));
  await writeFile(target, texts.join(`\n${"-".repeat(78)}\n\n`));
}
