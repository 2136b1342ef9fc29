import { test as base, expect } from '@playwright/test';
import { AppHost } from '../fixtures/appHost.ts';
import { code } from '../fixtures/server.ts';

const test = base.extend<{ appHost: AppHost }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures that this one needs.
  appHost: async ({}, use, info) => {
    const host = await AppHost.open(['frontiers.mp3', 'machine_wars.mp3']);
    await use(host);
    await host.close();
    if (info.status !== info.expectedStatus) await info.attach('apphost.log', { body: host.log, contentType: 'text/plain' });
  },
});

test.slow();

test('the dashboard shows the server healthy, the way of a tap to the disk and to the phones, what is counted, and its commands', async ({
  appHost,
  browser,
}) => {
  const loginUrl = await appHost.loginUrl();
  const dashboard = await browser.newPage({ viewport: { width: 1180, height: 760 } });
  const open = (path: string) => dashboard.goto(new URL(path, loginUrl).href);

  await open('/traces');
  await expect(dashboard, 'without the token nobody sees anything').toHaveURL(/\/login/);
  await dashboard.goto(loginUrl);
  const server = dashboard.getByRole('row').filter({ has: dashboard.getByText('server', { exact: true }) });
  await expect(server.getByText('Running', { exact: true })).toBeVisible();
  await server.getByRole('button', { name: 'Show the code' }).click();
  await expect(dashboard.getByText(code, { exact: true })).toBeVisible();

  const phone = await browser.newPage();
  await phone.goto(`${appHost.origin}/#code=${code}`);
  await phone.getByRole('textbox', { name: 'Your name' }).fill('Ana');
  await phone.getByRole('button', { name: 'Join', exact: true }).click();
  // Several, so that the last one is not the first time that any of this runs.
  for (let song = 1; song <= 4; song++) {
    await phone.getByRole('button', { name: 'Next', exact: true }).click();
    await expect(phone.locator('html')).toHaveAttribute('data-event-count', String(song * 3 + 1));
    await expect(phone.locator('html')).toHaveAttribute('data-state', 'playing');
  }

  await open('/traces');
  await dashboard.getByText('POST /next').nth(3).click();
  const span = (name: string) => dashboard.getByRole('row').filter({ hasText: name }).first();
  for (const name of ['POST /next', 'session.decide', 'storage.write', 'storage.fsync', 'session.fanout'])
    await expect(span(name)).toBeVisible();
  // The phone's own answer, which made it start, is in the same trace.
  await expect(span('POST /ack-download')).toBeVisible();
  // A picture for the README, of this very run: DASHBOARD_PICTURE=../docs/dashboard.png
  if (process.env.DASHBOARD_PICTURE) {
    await dashboard.mouse.move(0, 0);
    await dashboard.screenshot({ path: process.env.DASHBOARD_PICTURE });
  }

  await open('/structuredlogs');
  await expect(dashboard.getByText(/^next by \w+: accepted/).first()).toBeVisible();

  await open('/metrics/resource/server');
  for (const name of ['colisten.commands', 'colisten.barrier.wait', 'colisten.storage.fsync.duration', 'colisten.clients.active'])
    await expect(dashboard.getByText(name, { exact: true }).first()).toBeVisible();

  await phone.close();
  await appHost.close();
  // The orchestrator ends what it has started after the AppHost itself.
  for (const left of [appHost.origin, new URL(loginUrl).origin]) {
    const answers = () =>
      fetch(left).then(
        () => true,
        () => false,
      );
    await expect.poll(answers, { message: `nothing is left at ${left}` }).toBe(false);
  }
});
