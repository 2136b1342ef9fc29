/** Sentences for the numbers that a language tells apart, each with `#` for the number. */
type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Puts a number into the sentence that its language has for it. */
export function counter(lang: string): (count: number, forms: Forms) => string {
  // Made when used first: it takes a while.
  let rules: Intl.PluralRules | undefined;
  return (count, forms) => {
    rules ??= new Intl.PluralRules(lang);
    return (forms[rules.select(count)] ?? forms.other).replace('#', count.toLocaleString(lang));
  };
}
