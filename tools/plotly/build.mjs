// Makes components/assets/plotly-<version>.min.js from the npm package plotly.js, and the runtime of generators.
//
// plotly.js' own "basic" bundle holds pie traces, calendars, a map library's style sheet and components that no
// figure here uses. This one registers scatter and bar traces and the components below; what is missing is asked
// for by name in the registry and answered with a function that does nothing.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const { environmentPlugin } = require('esbuild-plugin-environment');
const { glsl } = require('esbuild-plugin-glsl');

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const source = join(modules, 'plotly.js', 'src');
const { version } = JSON.parse(readFileSync(join(modules, 'plotly.js', 'package.json'), 'utf8'));

const TRACES = ['bar'];
const COMPONENTS_LEFT_OUT = [
    'annotations3d', 'colorbar', 'images', 'rangeselector', 'rangeslider', 'selections', 'sliders', 'updatemenus'
];

const ENTRY = `
    const Plotly = require('plotly.js/src/core');
    Plotly.register([${TRACES.map((name) => `require('plotly.js/src/traces/${name}')`).join(', ')}]);
    module.exports = Plotly;
`;

// An attribute's description is read by plotly.js' documentation, not by plotly.js (its own bundles drop it too).
const JOINED = /(\s)description:\s*\[(?:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\+|,|\/\/[^\n]*|[A-Za-z_.]+(?:\([^()]*\))?(?:\[[^\]]*\])?))*\s*\]\s*\.join\([^)]*\)/g;
const QUOTED = /(\s)description:\s*'(?:[^'\\\n]|\\.)*'(?=\s*[,}\n])/g;

const lean = {
    name: 'lean',
    setup(builder) {
        builder.onLoad({ filter: /plotly\.js[\\/]src[\\/].*\.js$/ }, ({ path }) => {
            let contents = readFileSync(path, 'utf8');
            if (path === join(source, 'core.js')) {
                for (const name of COMPONENTS_LEFT_OUT) {
                    const line = new RegExp(`\\n\\s*require\\('\\./components/${name}'\\),`);
                    if (!line.test(contents)) throw new Error(`plotly.js ${version} does not register ${name}`);
                    contents = contents.replace(line, '');
                }
            }
            return { contents: contents.replace(JOINED, '$1description: ""').replace(QUOTED, '$1description: ""') };
        });
        builder.onLoad({ filter: /maplibre-gl.*\.css$/ }, () => ({ contents: '', loader: 'js' }));
    }
};

const banner = `/* plotly.js ${version} with scatter and bar traces. MIT; licences of all parts: plotly-${version}.LICENSE.txt */`;

const { metafile, outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: here },
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'Plotly',
    target: 'es2018',
    write: false,
    outfile: 'bundle.js',
    metafile: true,
    legalComments: 'none',
    banner: { js: banner },
    // The file is loaded as a plain script, where "var Plotly" is window.Plotly; this says so in as many words.
    footer: { js: 'window.Plotly = Plotly;' },
    plugins: [lean, glsl({ minify: true }), environmentPlugin({ NODE_DEBUG: false })],
    alias: { regl: '@plotly/regl', stream: 'stream-browserify' },
    define: { global: 'window', 'define.amd': 'false' },
    logLevel: 'warning'
});

const packages = new Set(
    Object.entries(Object.values(metafile.outputs)[0].inputs)
        .filter(([path, { bytesInOutput }]) => path.startsWith('node_modules/') && bytesInOutput > 99)
        .map(([path]) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)[1])
);
const licences = [...packages].sort().map((name) => {
    const folder = join(modules, name);
    const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
    return `${name} ${about.version} (${about.license ?? 'see below'})\n\n${text}\n`;
});

const target = process.argv[2] ?? join(here, '..', '..', 'components', 'assets');
if (!existsSync(target)) mkdirSync(target, { recursive: true });
const bundle = `plotly-${version}.min.js`;
writeFileSync(join(target, bundle), outputFiles[0].contents);
writeFileSync(join(target, `plotly-${version}.LICENSE.txt`), licences.join('\n' + '-'.repeat(80) + '\n\n'));

// Dash was translated for browsers that lack generators, and expects this in the page. Its own file of polyfills has it
// too, in thirty times the size, with what every browser has had for years.
const runtime = JSON.parse(readFileSync(join(modules, 'regenerator-runtime', 'package.json'), 'utf8'));
const generators = `regenerator-${runtime.version}.min.js`;
await build({
    entryPoints: [join(modules, 'regenerator-runtime', 'runtime.js')],
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'regeneratorRuntime',
    target: 'es2018',
    outfile: join(target, generators),
    banner: { js: `/* regenerator-runtime ${runtime.version}. ${runtime.license}, Copyright (c) 2014-present, Facebook, Inc. */` },
    footer: { js: 'window.regeneratorRuntime = regeneratorRuntime;' },
    logLevel: 'warning'
});

const hash = (file) => createHash('sha256').update(readFileSync(join(target, file))).digest('hex');
const sums = [bundle, generators].map((file) => `${hash(file)}  ${file}\n`).join('');
if (process.argv[2] === undefined) writeFileSync(join(here, 'SHA256SUMS'), sums);
console.log(sums);
