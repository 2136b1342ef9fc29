/** How many letters of a typed word may be wrong. */
export const typosIn = (word: string): number => (word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0);

/**
 * Whether `word` begins with what somebody meant to type: a letter too many, too few or another, and two letters that changed places, count
 * as one typo each (Damerau and Levenshtein's distance, to the nearest beginning of `word`).
 */
export function isMeant(typed: string, word: string, typos = typosIn(typed)): boolean {
  if (word.length < typed.length - typos) return false;
  const width = Math.min(word.length, typed.length + typos) + 1;
  let [before, above, row]: [number[], number[], number[]] = [[], Array.from({ length: width }, (_, x) => x), []];
  for (let y = 1; y <= typed.length; y++) {
    row = [y];
    for (let x = 1; x < width; x++) {
      const same = typed[y - 1] === word[x - 1];
      const steps = [(above[x] as number) + 1, (row[x - 1] as number) + 1, (above[x - 1] as number) + (same ? 0 : 1)];
      if (y > 1 && x > 1 && typed[y - 1] === word[x - 2] && typed[y - 2] === word[x - 1]) steps.push((before[x - 2] as number) + 1);
      row[x] = Math.min(...steps);
    }
    if (Math.min(...row) > typos) return false;
    [before, above] = [above, row];
  }
  return Math.min(...row) <= typos;
}
