import { areTogether, isAhead, play } from '../fixtures/expectations.ts';
import type { Phone } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

async function openSettings(phone: Phone): Promise<void> {
  await phone.page.locator('.pill').tap();
  await phone.page.getByText('This phone', { exact: true }).tap();
}

async function comesLateBy(phone: Phone, ms: number): Promise<void> {
  await phone.page.getByRole('spinbutton').fill(String(ms));
  await phone.page.getByRole('spinbutton').press('Enter');
}

test('a phone shows how well it is in step, tells the server, and moves when its person says how late it sounds', async ({ phone }) => {
  const ana = await phone('Ana');
  const ben = await phone('Ben', 'iPhone SE');
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);
  await openSettings(ana);
  const value = (name: string) => ana.page.getByText(name, { exact: true }).locator('xpath=../dd');
  await expect.poll(async () => Number(await value('Beats heard').textContent()), { message: 'beats are heard' }).toBeGreaterThan(0);
  await expect(value('Off by')).toContainText('ms');
  const told = () => ana.answers.filter(({ command }) => command === 'in-step');
  await expect.poll(told, { message: 'the server is told once' }).toEqual([{ command: 'in-step', status: 204 }]);

  // In its first seconds the song is heard elsewhere.
  await expect(value('Sounds through')).toHaveText('element');
  await areTogether([ben, ana]);
  await comesLateBy(ana, 2000);
  await isAhead(ana, ben, 2);
});

test('by ear, a phone clicks at each whole second in place of the song, earlier the later it sounds', async ({ phone }) => {
  const ana = await phone('Ana');
  await ana.context.addInitScript(() => {
    const clicks: number[] = [];
    Object.assign(window, { clicks });
    const { start } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function (whenSec = 0) {
      const { contextTime = 0, performanceTime = 0 } = (this.context as AudioContext).getOutputTimestamp();
      clicks.push(performanceTime + (whenSec - contextTime) * 1000);
      start.call(this, whenSec);
    };
  });
  await ana.joinByLink();
  await ana.press('Play');
  await play([ana]);
  await openSettings(ana);
  await ana.press('Set by ear');
  await expect.poll(() => ana.sounds(), { message: 'the song is not heard' }).toBe(false);

  const clicks = () => ana.read<number[]>('window.clicks');
  const more = async (many: number) => {
    const from = (await clicks()).length;
    await expect.poll(async () => (await clicks()).length, { message: 'it goes on clicking' }).toBeGreaterThanOrEqual(from + many);
    return (await clicks()).slice(from);
  };
  let first = Number.NaN;
  /** How far from the first one's whole seconds, in quarters of a second: 0 to 3. */
  const quartersOff = (atMs: number) => Math.round(((((atMs - first) % 1000) + 1000) % 1000) / 250) % 4;
  // The machine may hold up single ones, but not for ever.
  const wholeSeconds = async () => {
    const some = await more(4);
    first = some[0] as number;
    return some.slice(0, 4).map(quartersOff);
  };
  await expect.poll(wholeSeconds, { message: 'they are whole seconds apart' }).toEqual([0, 0, 0, 0]);
  await comesLateBy(ana, 500);
  await expect.poll(async () => (await more(1)).map(quartersOff)[0], { message: 'its clicks come half a second earlier' }).toBe(2);

  await ana.press('Close');
  await play([ana]);
});
