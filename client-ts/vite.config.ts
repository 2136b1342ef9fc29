import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const server = process.env.COLISTEN_URL ?? 'http://127.0.0.1:5080';
const routes =
  /^\/(pair|session|index|cover|file|snapshot|events|play|pause|seek|next|previous|nudge|wish|unwish|move|not-tonight|bring-back|shuffle|undo|ack-download|sit-out|start-now|rejoin|asleep|leave|in-step|copies|rename|qr)(\/|\?|$)|^\/host\//;

/** What a phone fetches before it can join, gzipped. */
const mostBytes = 40 * 1024;

/** Fails the build where the scripts and styles that `index.html` names weigh more than `mostBytes`. */
const firstLoad = (): Plugin => ({
  name: 'first-load',
  // The gallery's pages share scripts with this one, in other pieces.
  apply: (_, { mode }) => mode === 'production',
  enforce: 'post',
  generateBundle(_, bundle) {
    const page = bundle['index.html'];
    if (page?.type !== 'asset') return;
    const names = [...String(page.source).matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name]) => name ?? '');
    const weights = names.map((name) => {
      const file = bundle[name];
      return file ? gzipSync(file.type === 'chunk' ? file.code : file.source).length : 0;
    });
    const bytes = weights.reduce((sum, weight) => sum + weight, 0);
    if (bytes > mostBytes) this.error(`The first load is ${bytes} bytes of at most ${mostBytes}: ${names.join(', ')}`);
    this.info(`The first load is ${bytes} bytes of at most ${mostBytes}.`);
  },
});

/** Imports what comes later as it is: Vite's own way preloads its styles and chunks, and there are none. */
const plainImports = (): Plugin => ({
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null),
});

/** Each page is a build of its own, the big screen's in mode `host`: what both share would be further chunks, which weigh more. */
export default defineConfig(({ mode }) => ({
  plugins: [plainImports(), firstLoad()],
  build: {
    outDir: here('../CoListen.Api/wwwroot'),
    emptyOutDir: mode !== 'host',
    target: 'es2022',
    // The server's CSP knows no inline script, style or data: asset.
    assetsInlineLimit: 0,
    // The page names what it starts with; what comes later comes alone.
    modulePreload: { polyfill: false, resolveDependencies: (_, names, { hostType }) => (hostType === 'html' ? names : []) },
    rolldownOptions: { input: here(mode === 'host' ? 'host.html' : 'index.html') },
  },
  server: { proxy: { [routes.source]: { target: server, changeOrigin: true } } },
}));
