// What is asked of the texts of a page. Each function runs in the page.

/**
 * The texts that cannot be read to their end: what clips them ends before, or the screen does. Names and titles may be as long as they are.
 */
export function cutTexts() {
  const cut = [];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = nodes.nextNode(); text; text = nodes.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || element.closest('bdi, [dir=auto], option, noscript') || !element.checkVisibility({ visibilityProperty: true }))
      continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    let [isCut, isSeen, x, y] = [false, right > left, true, true];
    // What a dialog stands in does not clip it.
    for (let box = element; box && isSeen; box = box.matches('dialog') ? null : box.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(box);
      const rect = box.getBoundingClientRect();
      if (rect.width <= 1 || rect.height <= 1) isSeen = false;
      if (/auto|scroll/.test(overflowX)) x = false;
      if (/auto|scroll/.test(overflowY)) y = false;
      if (x && /hidden|clip/.test(overflowX) && (right > rect.right + 1 || left < rect.left - 1)) isCut = true;
      if (y && /hidden|clip/.test(overflowY) && bottom > rect.bottom + 3 && top < rect.bottom) isCut = true;
    }
    if (x && (right > innerWidth + 1 || left < -1)) isCut = true;
    if (isSeen && isCut) cut.push(text.data.trim());
  }
  const canvas = document.createElement('canvas').getContext('2d');
  for (const field of document.querySelectorAll('input[placeholder]')) {
    const { font, paddingLeft, paddingRight } = getComputedStyle(field);
    canvas.font = font;
    const room = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    if (field.checkVisibility() && canvas.measureText(field.placeholder).width > room + 1) cut.push(field.placeholder);
  }
  return cut;
}

/** In the language `brackets`: the texts that are in no catalogue, seen or told to ears. What comes from people and files is in `bdi`s. */
export function textsOfNoCatalogue() {
  const outside = [];
  const spoken = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder'];
  const isOurs = (text) => /\p{L}/u.test(text) && !/^(CoListen|[\d.,]* ?ms|English|Deutsch)$/.test(text.trim());
  let depth = 0;
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (node instanceof Element) {
      for (const name of spoken) {
        const text = node.getAttribute(name);
        if (text && isOurs(text) && !text.startsWith('⟦')) outside.push(`${name}: ${text}`);
      }
      continue;
    }
    const isData = node.parentElement.closest('bdi, [dir=auto], .code, .url, noscript, script, style');
    const bare = [];
    for (const piece of node.data.split(/(?=[⟦⟧])/)) {
      if (piece.startsWith('⟦')) depth++;
      if (piece.startsWith('⟧')) depth--;
      if (depth === 0) bare.push(piece);
    }
    if (!isData && isOurs(bare.join(''))) outside.push(node.data.trim());
  }
  return outside;
}
