import { defineConfig } from '@playwright/test';

/** Measures on recorded sound how far apart two phones are: `npm run skew`. */
export default defineConfig({ testDir: 'skew', workers: 1, retries: 0, timeout: 3_600_000, reporter: [['list']] });
