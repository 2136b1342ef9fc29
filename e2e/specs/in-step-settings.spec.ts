import { play } from '../fixtures/expectations.ts';
import type { Phone } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['frontiers.mp3', 'machine_wars.mp3'] });

const openSheet = (phone: Phone) => phone.page.locator('.pill').tap();

async function comesLateBy(phone: Phone, ms: number): Promise<void> {
  await phone.page.getByRole('spinbutton').fill(String(ms));
  await phone.page.getByRole('spinbutton').press('Enter');
}

/** When the song would have begun to be where its element is now, in ms of the page's own timer. */
const beganMs = (phone: Phone) =>
  phone.read<number>(
    "(() => { const [song] = [...document.querySelectorAll('audio')].filter((one) => !one.paused); return song ? performance.now() - song.currentTime * 1000 : NaN })()",
  );

test('a phone shows how well it is in step, tells the server, and moves when its person says how late it sounds', async ({ phone }) => {
  const ana = await phone('Ana');
  await ana.joinByLink();
  await ana.press('Play');
  await play([ana]);
  await openSheet(ana);
  await ana.page.getByText('In step', { exact: true }).tap();
  const value = (name: string) => ana.page.getByText(name, { exact: true }).locator('xpath=../dd');
  await expect.poll(async () => Number(await value('Beats heard').textContent()), { message: 'beats are heard' }).toBeGreaterThan(0);
  await expect(value('Off by')).toContainText('ms');
  const told = () => ana.answers.filter(({ command }) => command === 'in-step');
  await expect.poll(told, { message: 'the server is told once' }).toEqual([{ command: 'in-step', status: 204 }]);

  // In its first seconds the song is heard elsewhere.
  await expect(value('Sounds through')).toHaveText('element');
  const before = await beganMs(ana);
  await comesLateBy(ana, 500);
  const aheadMs = async () => Math.round((before - (await beganMs(ana))) / 100) * 100;
  await expect.poll(aheadMs, { message: 'it is half a second ahead of where it was' }).toBe(500);
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
  await openSheet(ana);
  await ana.press('Set by ear');
  await expect.poll(() => ana.sounds(), { message: 'the song is not heard' }).toBe(false);

  const clicks = () => ana.read<number[]>('window.clicks');
  const more = async (many: number) => {
    const from = (await clicks()).length;
    await expect.poll(async () => (await clicks()).length, { message: 'it goes on clicking' }).toBeGreaterThanOrEqual(from + many);
    return (await clicks()).slice(from);
  };
  const [first = Number.NaN, ...others] = await more(4);
  /** How far from the first one's whole seconds, in tenths of a second: 0 to 9. */
  const tenthsOff = (atMs = Number.NaN) => Math.round(((((atMs - first) % 1000) + 1000) % 1000) / 100) % 10;
  expect(others.map(tenthsOff)).toEqual(others.map(() => 0));
  await comesLateBy(ana, 300);
  await expect.poll(async () => tenthsOff((await more(1))[0]), { message: 'its clicks come 300 ms earlier' }).toBe(7);

  await ana.press('Close');
  await play([ana]);
});
