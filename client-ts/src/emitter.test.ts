import { describe, expect, it } from 'vitest';
import { createEmitter } from './emitter';

interface Told {
  ended(anchorEvent: number): void;
  failed(trackId: string, why: string): void;
}

describe('an emitter', () => {
  it('calls everybody who listens for it, in order, with all that was told', () => {
    const { on, emit } = createEmitter<Told>();
    const heard: string[] = [];
    on({ failed: (trackId, why) => heard.push(`first ${trackId} ${why}`) });
    on({ failed: (trackId) => heard.push(`second ${trackId}`), ended: (anchorEvent) => heard.push(`ended ${anchorEvent}`) });
    emit.failed('t1', 'stuck');
    emit.ended(7);
    expect(heard).toEqual(['first t1 stuck', 'second t1', 'ended 7']);
  });

  it('says nothing to nobody', () => {
    expect(() => createEmitter<Told>().emit.ended(7)).not.toThrow();
  });
});
