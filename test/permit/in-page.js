// What a browser is asked about the page that it shows; runs there, not here.

/** What is wider than the screen, or cut off by it. */
export function tooWide() {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const cut = [...document.querySelectorAll('body *')].filter((element) => {
    const box = element.getBoundingClientRect();
    const shown = box.width > 0 && !element.closest('thead');
    return shown && (box.right > window.innerWidth + 0.5 || box.left < -0.5);
  });
  return [...(wide > 0 ? [`${wide} px`] : []), ...cut.map((e) => e.outerHTML.slice(0, 80))];
}

/** What has the focus, and whether that is to be seen. */
export function focused() {
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const ring = outlineStyle !== 'none' && outlineWidth !== '0px';
  return { tag: at.tagName, name: at.getAttribute('name'), ring };
}

/** Texts whose contrast to what lies under them is less than 4.5 (WCAG 2.2, 1.4.3). */
export function faint() {
  const read = (text) => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, a];
  };
  const over = ([r, g, b, a], under) => [
    r * a + under[0] * (1 - a),
    g * a + under[1] * (1 - a),
    b * a + under[2] * (1 - a),
    1,
  ];
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((c) => {
      const s = c / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  // Of a page that sets none: what the browser's own canvas has.
  const canvas = dark ? [18, 18, 18, 1] : [255, 255, 255, 1];
  const found = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || element.closest('thead')) continue;
    const chain = [];
    for (let at = element; at; at = at.parentElement) chain.unshift(at);
    const ground = chain.reduce(
      (under, e) => over(read(getComputedStyle(e).backgroundColor), under),
      canvas,
    );
    const opacity = chain.reduce((o, e) => o * Number(getComputedStyle(e).opacity), 1);
    const [r, g, b, a] = read(getComputedStyle(element).color);
    const [x, y] = [light(over([r, g, b, a * opacity], ground)), light(ground)];
    const contrast = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${element.outerHTML.slice(0, 80)}`);
  }
  return found;
}
