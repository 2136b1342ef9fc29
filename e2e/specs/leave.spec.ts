import { areAll, areStill, goesOn, play } from '../fixtures/expectations.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ songs: ['machine_wars.mp3', 'time_to_strike.mp3'] });

/** Runs in the page before its own scripts: keeps its outputs. */
function noteOutputs(): void {
  const outputs: AudioContext[] = [];
  const Own = AudioContext;
  window.AudioContext = class extends Own {
    constructor(options?: AudioContextOptions) {
      super(options);
      outputs.push(this);
    }
  };
  Object.assign(window, { outputs });
}

test('who leaves is silent and gives the output of the phone back; one tap leads back in, and sounds', async ({ phone }) => {
  const ana = await phone('Ana', 'iPhone SE');
  const ben = await phone('Ben', 'Pixel 7');
  await ben.context.addInitScript(noteOutputs);
  const output = (state: AudioContextState) => expect.poll(() => ben.read('outputs.map(({ state }) => state).join()')).toBe(state);
  await Promise.all([ana, ben].map((one) => one.joinByLink()));
  await ana.press('Play');
  await play([ana, ben]);
  await output('running');

  await ben.press('2 listening');
  await ben.press('Leave');
  await areAll('joining', [ben]);
  await areStill([ben]);
  await output('suspended');
  await expect.poll(async () => (await ben.me()).active).toBe(false);
  await goesOn(ana, 1);

  await ben.press('Join');
  await ben.isInTheRoom();
  await output('running');
  await ana.press('Next');
  await play([ana, ben]);
});
