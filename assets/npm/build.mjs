// Builds the vendored half of the embedded files from node_modules. Run by
// ../vendor.sh; the same lock file gives the same bytes.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import * as sass from 'sass';
import { compactOutlines } from './outlines.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const modules = join(here, 'node_modules');
const produced = [];

function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  produced.push(path);
}

function copy(from, to) {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  copyFileSync(join(modules, from), join(root, to));
  produced.push(to);
}

function buildStyles() {
  const stylesheets = join(modules, 'dkfds/src/stylesheets');
  const { css } = sass.compile(join(here, 'theme.scss'), {
    loadPaths: [stylesheets],
    style: 'compressed',
    quietDeps: true,
    logger: sass.Logger.silent,
  });
  write('css/fds.css', css.replace(/^\uFEFF/, '') + '\n');
  return css;
}

async function bundle(entry, name, path) {
  const result = await esbuild.build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: name,
    target: 'es2020',
    legalComments: 'none',
    absWorkingDir: here,
    write: false,
  });
  write(path, result.outputFiles[0].contents);
}

function copyFonts() {
  for (const face of ['Regular', 'Medium', 'SemiBold', 'Bold', 'Italic']) {
    const file = `IBMPlexSans-${face}-Latin1.woff2`;
    copy(`dkfds/dist/fonts/IBMPlexSans/split/woff2/${file}`, `fonts/${file}`);
  }
}

function cutSprite() {
  const all = readFileSync(join(modules, 'dkfds/dist/img/all-svg-icons.svg'), 'utf8');
  const wanted = readFileSync(join(here, 'icons.txt'), 'utf8').split('\n').filter(Boolean);
  const symbols = wanted.map((id) => {
    const found = all.match(new RegExp(`<symbol id="${id}" .*?</symbol>`, 's'));
    if (!found) throw new Error(`icons.txt: no symbol ${id} in dkfds`);
    return found[0];
  });
  write('img/icons.svg', `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
}

// The style sheet's own background images; logo.svg is ours.
function copyStyleImages(css) {
  const names = new Set([...css.matchAll(/url\(["']?\.\.\/img\/([^"')]+)/g)].map((m) => m[1]));
  names.delete('logo.svg');
  for (const name of [...names].sort()) copy(`dkfds/dist/img/svg-icons/${name}`, `img/${name}`);
}

function writeOutlines() {
  const source = readFileSync(join(modules, 'react-denmark-map/dist/cjs/index.js'), 'utf8');
  write('map/outlines.json', compactOutlines(source));
}

function copyLicences() {
  const licences = {
    'dkfds.md': 'dkfds/LICENSE.md',
    'ibm-plex.txt': 'dkfds/dist/fonts/IBMPlexSans/split/woff2/license.txt',
    'array-foreach.txt': 'array-foreach/MIT-LICENSE',
    'htmx.txt': 'htmx.org/LICENSE',
    'echarts.txt': 'echarts/LICENSE',
    'echarts-notice.txt': 'echarts/NOTICE',
    'echarts-d3.txt': 'echarts/licenses/LICENSE-d3',
    'zrender.txt': 'zrender/LICENSE',
    'tslib.txt': 'tslib/LICENSE.txt',
    'react-denmark-map.md': 'react-denmark-map/LICENSE.md',
    'axe-core.txt': 'axe-core/LICENSE',
    'axe-core-third-party.txt': 'axe-core/LICENSE-3RD-PARTY.txt',
  };
  for (const [to, from] of Object.entries(licences)) copy(from, `licences/${to}`);
}

function writeSums() {
  const lines = [...produced].sort().map((path) => {
    const sum = createHash('sha256').update(readFileSync(join(root, path))).digest('hex');
    return `${sum}  ${path}\n`;
  });
  writeFileSync(join(root, 'SHA256SUMS'), lines.join(''));
}

for (const dir of ['fonts', 'map', 'testdata/axe']) rmSync(join(root, dir), { recursive: true, force: true });
const css = buildStyles();
await bundle('fds.entry.js', 'DKFDS', 'js/fds.js');
await bundle('echarts.entry.js', 'echarts', 'js/echarts.js');
copy('htmx.org/dist/htmx.min.js', 'js/htmx.js');
copyFonts();
cutSprite();
copyStyleImages(css);
writeOutlines();
copy('axe-core/axe.min.js', 'testdata/axe/axe.min.js');
copyLicences();
writeSums();
