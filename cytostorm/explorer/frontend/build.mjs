/** Builds the committed bundles, into ../static or the folder named: figure.js and form.js (JupyterLab), loader.js (the site), the style sheets, the font. */
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { join, resolve } from "node:path";
import { writeFont } from "./font.mjs";
import { writeLicences } from "./licences.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../static"));

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  target: ["chrome111", "firefox113", "safari16.4"],
  logLevel: "warning",
};

const FONT = "@fontsource/stix-two-math";

const figure = await build({ ...common, entryPoints: ["src/figure.js"], format: "esm", outfile: join(out, "figure.js") });
const form = await build({ ...common, entryPoints: ["src/form.js"], format: "esm", outfile: join(out, "form.js") });
const loader = await build({
  ...common,
  entryPoints: ["src/loader.js"],
  format: "iife",
  outfile: join(out, "loader.js"),
  banner: { js: "/* cytostorm, BSD-3-Clause; what it contains: LICENCES.txt */" },
  alias: {
    "sanitize-html": "./src/sanitize.js",
    // ipywidgets needs jQuery's element wrappers only: the slim build leaves out its network and script loading.
    jquery: "jquery/dist/jquery.slim.js",
  },
});
await build({ ...common, entryPoints: ["src/cytostorm.css"], outfile: join(out, "cytostorm.css"), external: ["*.woff2"] });
for (const name of ["figure.css", "form.css"]) await build({ ...common, entryPoints: [`src/${name}`], outfile: join(out, name) });

const modules = resolve(here, "node_modules");
await writeFont(join(modules, FONT, "files/stix-two-math-latin-400-normal.woff2"), join(out, "stix-two-math.woff2"));
await writeLicences(modules, [figure.metafile, form.metafile, loader.metafile], [FONT], join(out, "LICENCES.txt"));

for (const name of ["figure.js", "form.js", "loader.js", "cytostorm.css", "figure.css", "form.css"]) {
  const bytes = await readFile(join(out, name));
  console.log(`${name.padEnd(14)} ${(gzipSync(bytes, { level: 9 }).length / 1000).toFixed(1)} kB gzipped`);
}
