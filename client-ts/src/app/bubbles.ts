import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { BubbleView } from '../ui/view';

const lastsMs = { info: 5000, warn: 8000 };

export interface Bubbles {
  readonly list: ReadonlySignal<BubbleView[]>;
  /**
   * Shows a sentence for a while; one that is shown already starts anew. Warnings go to the console too. Only the last one has its action:
   * what can be undone is what was done last.
   */
  tell(tone: 'info' | 'warn', text: string, action?: { label: string; run: () => void }): void;
  dismiss(id: number): void;
}

export function createBubbles(): Bubbles {
  const list = signal<BubbleView[]>([]);
  let ids = 0;
  const dismiss = (id: number) => {
    list.value = list.value.filter((bubble) => bubble.id !== id);
  };
  return {
    list,
    dismiss,
    tell(tone, text, action) {
      if (tone === 'warn') console.warn(text);
      const id = ++ids;
      const run = () => {
        dismiss(id);
        action?.run();
      };
      const bubble: BubbleView = { id, text, tone, action: action ? { label: action.label, run } : null };
      list.value = [...list.value.filter((other) => other.text !== text && !(action && other.action)), bubble];
      setTimeout(() => dismiss(id), lastsMs[tone]);
    },
  };
}
