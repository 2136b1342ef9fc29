import { defineConfig, type ReporterDescription } from '@playwright/test';
import type { Options } from './fixtures/test.ts';

// E2E_REPORT names a file for the JSON report that sums up a run.
const report = process.env.E2E_REPORT;
/** What does not depend on the origin, and runs once: words, layout, and what the server alone decides. */
const once = new RegExp(
  '(accessibility|copies|damaged-state|dashboard|hostile-names|hosted-room|host-room|host-screen|languages|long-queue|loudness|nudge|' +
    'queue-order|rename|sessions|sole-listener|songs-in-mp4|stale-command|unsupported-file|wide-screen|wishes|wrong-code)\\.spec\\.ts',
);
/** Firefox and WebKitGTK beside Chromium, once, on the plain-HTTP origin; run by `./test engines`. */
const engines = /(engines|large-library)\.spec\.ts/;
const reporters: ReporterDescription[] = [['list']];
if (report) reporters.push(['json', { outputFile: report }]);

/**
 * Every behaviour is shown on two kinds of origin: 127.0.0.1, which browsers trust, and a plain-HTTP name as a LAN
 * address is, where Cache Storage and its kin do not exist. Both reach the same loopback server.
 */
export default defineConfig<Options>({
  testDir: 'specs',
  outputDir: 'test-results',
  globalSetup: './fixtures/music.ts',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // More than cores: a test waits for songs and for what is to come as long as it works.
  workers: 3,
  // Generous, for machines that have other things to do: what is asserted is what is seen, not how soon.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  reporter: reporters,
  use: {
    browserName: 'chromium',
    launchOptions: {
      // The engine without a browser's own windows, tabs and start page, which would cost more than the page that is tested.
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      // Playwright itself mutes it and leaves out the sandbox. No autoplay switch: a phone's browser wants its tap, and so does this one.
      args: ['--host-resolver-rules=MAP colisten.lan 127.0.0.1'],
    },
    actionTimeout: 60_000,
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'localhost', testIgnore: [once, engines], use: { hostName: '127.0.0.1' } },
    { name: 'lan', testIgnore: [once, engines], use: { hostName: 'colisten.lan' } },
    { name: 'once', testMatch: once, use: { hostName: 'colisten.lan' } },
    ...(process.env.E2E_ENGINES ? [{ name: 'engines', testMatch: engines, use: { hostName: 'colisten.lan' } }] : []),
  ],
});
