import type { Problem } from '../protocol/messages';
import { words } from '../words/phone';

/** What a person is told of a refusal. Its words are no part of the first load. */
export const refusal = ({ type, retryAfterSec }: Problem): Promise<string> =>
  import('../words/refusals').then(
    ({ refusalText }) => refusalText(type, retryAfterSec),
    () => words().tryAgain,
  );
