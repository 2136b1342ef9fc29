import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const server = process.env.COLISTEN_URL ?? 'http://127.0.0.1:5080';
const routes =
  /^\/(pair|session|index|cover|file|snapshot|events|play|pause|seek|next|nudge|ack-download|sit-out|start-now|leave|in-step|qr)(\/|\?|$)|^\/host\//;

export default defineConfig({
  build: {
    outDir: here('../CoListen.Api/wwwroot'),
    emptyOutDir: true,
    target: 'es2022',
    // The server's CSP knows no inline script, style or data: asset.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html', 'host.html'].map(here) },
  },
  server: { proxy: { [routes.source]: { target: server, changeOrigin: true } } },
});
