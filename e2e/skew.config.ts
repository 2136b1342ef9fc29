import { defineConfig, type ReporterDescription } from '@playwright/test';

const report = process.env.E2E_REPORT;
const reporters: ReporterDescription[] = [['list']];
if (report) reporters.push(['json', { outputFile: report }]);

/** Recorded sound: that two phones sound alike, and, with `npm run skew`, how far apart they are. */
export default defineConfig({ testDir: 'skew', workers: 1, retries: 0, timeout: 3_600_000, reporter: reporters });
