import { refusals } from './en/refusals';
import { translation } from './translation';

/** What a person is told of a refusal, by its `type`. */
export function refusalText(type: string, retryAfterSec?: number): string {
  const words = translation.value.refusals ?? refusals;
  if (type === 'too-many-guesses' && retryAfterSec) return words.tooManyGuesses(retryAfterSec);
  return words.byType[type] ?? words.other;
}
