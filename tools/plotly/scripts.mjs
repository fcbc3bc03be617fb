// Makes components/assets/site.min.js, frame.min.js and edition.min.js, the scripts of pages, of embeds and of what a static
// edition adds to a page, from components/scripts and the npm package minisearch.
// Each begins with the SHA-256 of its sources, by which a test sees that it was made of them.

import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const components = join(here, '..', '..', 'components');
const scripts = join(components, 'scripts');
const assets = process.argv[2] ?? join(components, 'assets');
const { version } = JSON.parse(readFileSync(join(modules, 'minisearch', 'package.json'), 'utf8'));

const hash = createHash('sha256');
readdirSync(scripts).sort().forEach((name) => hash.update(readFileSync(join(scripts, name))));

await build({
    entryPoints: { site: join(scripts, 'page.js'), frame: join(scripts, 'frame.js'), edition: join(scripts, 'static_edition.js') },
    outdir: assets,
    outExtension: { '.js': '.min.js' },
    bundle: true,
    nodePaths: [modules],
    minify: true,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    banner: { js: `/* sources: ${hash.digest('hex')} */` },
    logLevel: 'warning'
});
copyFileSync(join(modules, 'minisearch', 'LICENSE.txt'), join(assets, `minisearch-${version}.LICENSE.txt`));
