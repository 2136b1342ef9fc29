export function cutTexts(): string[];
export function textsOfNoCatalogue(): string[];
