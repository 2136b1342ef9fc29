import { areStill } from '../fixtures/expectations.ts';
import { code } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

test('a link brings the code along: name, one tap, in the room', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone 15 Pro Max');
  await ana.openByLink();
  expect(await ana.state()).toBe('joining');
  await expect(ana.page.getByRole('textbox', { name: 'Code' })).toHaveValue(code);
  await ana.page.getByRole('textbox', { name: 'Your name' }).fill('Ana');
  await ana.press('Join');
  await ana.isInTheRoom();
  expect(await ana.state()).toBe('paused');
  expect(await ana.eventCount()).toBe((await ana.snapshot()).eventCount);
  await areStill([ana]);
});

test('the code leaves the address, of a phone that is paired too', async ({ phone }) => {
  const ana = await phone('Ana');
  await ana.joinByLink();
  expect(await ana.read('location.hash')).toBe('');
  const again = await ana.openTab();
  await again.openByLink();
  await again.joinByTap();
  expect(await again.read('location.hash')).toBe('');
});

test('the token is a cookie that no script can read, and the code never goes to the server in an address', async ({ phone }) => {
  const ana = await phone('Ana');
  await ana.joinByLink();
  const cookies = await ana.context.cookies(ana.server.origin);
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect(await ana.read('document.cookie')).toBe('');
  expect(ana.requests.filter((path) => path.includes(code) && !path.includes('#'))).toEqual([]);
});
