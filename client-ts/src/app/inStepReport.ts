import type { Player } from '../player/player';
import { reportInStep } from '../protocol/api';
import { createScope } from '../scope';

/** By then a start has settled, and its first seconds through the graph are over. */
const afterMs = 6000;

/**
 * Tells the server, once for each start, how far off this phone finds its own sound; nothing, when it does not know by then or something
 * else plays. Lost reports are not missed.
 * @returns to be called at each start with the event that made it
 */
export function createInStepReport(player: Pick<Player, 'sounding' | 'reading'>): (anchorEvent: number) => void {
  const scope = createScope();
  return (anchorEvent) => {
    scope.end();
    scope.after(afterMs, () => {
      const reading = player.reading();
      if (player.sounding()?.anchorEvent !== anchorEvent || !reading || reading.errorMs === null) return;
      const { errorMs, zeroMovedMs, beats } = reading;
      void reportInStep({ errorMs, zeroMovedMs, beats });
    });
  };
}
