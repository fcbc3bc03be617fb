// Makes components/assets/site.min.js, frame.min.js and edition.min.js, the scripts of pages, of embeds and of what a static
// edition adds to a page, from components/scripts.
// Each begins with the SHA-256 of its sources, by which a test sees that it was made of them.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const components = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'components');
const scripts = join(components, 'scripts');

const hash = createHash('sha256');
readdirSync(scripts).sort().forEach((name) => hash.update(readFileSync(join(scripts, name))));

await build({
    entryPoints: { site: join(scripts, 'page.js'), frame: join(scripts, 'frame.js'), edition: join(scripts, 'static_edition.js') },
    outdir: process.argv[2] ?? join(components, 'assets'),
    outExtension: { '.js': '.min.js' },
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    banner: { js: `/* sources: ${hash.digest('hex')} */` },
    logLevel: 'warning'
});
