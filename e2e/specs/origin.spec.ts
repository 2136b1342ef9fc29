import { expect, test } from '../fixtures/test.ts';

test('the origin is of the kind its project says, and songs are kept where it allows', async ({ phone, hostName }) => {
  const ana = await phone('Ana');
  await ana.joinByLink();
  const trusted = hostName === '127.0.0.1';
  expect(await ana.read('isSecureContext')).toBe(trusted);
  expect(await ana.read("'caches' in window")).toBe(trusted);
  const [current] = await ana.queue();
  await expect.poll(() => ana.stored()).toContain(current);
});
