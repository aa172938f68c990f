// What a reader of any page cannot use. Each function lists what it finds; tests/glance.py calls them.

// WCAG 2: 4.5 to 1, and 3 to 1 for large letters.
function faded() {
  const channels = (text) => {
    const found = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    const scale = text.startsWith("color(") ? 255 : 1;
    return [...found.slice(0, 3).map((x) => x * scale), found[3] ?? 1];
  };
  const over = (top, below) => below.map((x, i) => top[3] * top[i] + (1 - top[3]) * x);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((x) => x / 255)
      .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  // What a page without a background of its own is painted on.
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  const ground = dark && scheme.includes("dark") ? [18, 18, 18] : [255, 255, 255];
  const behind = (element) => {
    const chain = [];
    for (let e = element; e; e = e.parentElement) chain.push(channels(getComputedStyle(e).backgroundColor));
    return chain.reverse().reduce((below, top) => over(top, below), ground);
  };
  const seen = (element, style) => style.visibility === "visible" && element.getClientRects().length
    && !element.closest("script, style, noscript, .hidden, .quiet, .visually-hidden")
    && element.getBoundingClientRect().width > 1;
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement, style = getComputedStyle(element);
    if (!node.textContent.trim() || !seen(element, style)) continue;
    let faded = 1;
    for (let e = element; e; e = e.parentElement) faded *= Number(getComputedStyle(e).opacity);
    if (faded < 0.05) continue; // shown on pointing, as buttons to copy are
    const below = behind(element), ink = channels(element instanceof SVGElement ? style.fill : style.color);
    const pair = [light(over([...ink.slice(0, 3), ink[3] * faded], below)), light(below)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < (large ? 3 : 4.5) - 0.005)
      found.push(`${element.tagName.toLowerCase()} ${ratio.toFixed(2)}: ${node.textContent.trim().slice(0, 60)}`);
  }
  return [...new Set(found)];
}

// Outside of the window, where no box of its own scrolls.
function cutOff() {
  const wide = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > wide)
    found.push(`the page is ${document.documentElement.scrollWidth} wide in ${wide}`);
  const scrolls = (e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
  for (const e of document.body.querySelectorAll("p, li, td, th, dt, dd, h1, h2, h3, button, label, figure, img, svg, canvas, pre, table")) {
    const box = e.getBoundingClientRect();
    if (!box.width || box.height <= 1 || e.closest("[aria-hidden=true], .sidebar-drawer, .toc-drawer, .hidden, .quiet")) continue;
    let held = false;
    for (let up = e; up && up !== document.body; up = up.parentElement) held ||= scrolls(up);
    if (!held && (box.right > wide + 1 || box.left < -1))
      found.push(`${e.tagName.toLowerCase()} from ${Math.round(box.left)} to ${Math.round(box.right)} in ${wide}: ${e.textContent.trim().slice(0, 60)}`);
  }
  // The number of a formula, with the formula under it.
  for (const number of document.querySelectorAll(".eqno")) {
    const own = number.getBoundingClientRect();
    for (const part of number.parentElement.querySelectorAll("mjx-math")) {
      const box = part.getBoundingClientRect();
      let right = box.right;
      for (let up = part; up !== number.parentElement; up = up.parentElement)
        if (scrolls(up)) right = Math.min(right, up.getBoundingClientRect().right);
      if (right > own.left + 1 && box.top < own.bottom && box.bottom > own.top)
        found.push(`a formula lies under its number ${number.textContent.trim().slice(0, 8)}`);
    }
  }
  return found;
}

// Pictures and controls without words.
function wordless() {
  const found = [...document.images].filter((i) => !(i.alt ?? "").trim() && i.getAttribute("role") !== "presentation")
    .map((i) => `picture without words: ${i.outerHTML.slice(0, 90)}`);
  found.push(...[...document.images].filter((i) => /^[\w./-]+\.(svg|png)$/.test(i.alt)).map((i) => `a picture's words are a file's name: ${i.alt}`));
  for (const s of document.querySelectorAll("main svg[role=img], article svg[role=img]"))
    if (!s.getAttribute("aria-label") && !s.querySelector("title")) found.push("drawing without words");
  for (const c of document.querySelectorAll("button, input:not([type=hidden]), [role=button], select"))
    if (!(c.innerText?.trim() || c.getAttribute("aria-label") || c.getAttribute("title") || c.labels?.[0]?.textContent.trim() || c.placeholder || c.type === "checkbox"))
      found.push(`control without a name: ${c.outerHTML.slice(0, 90)}`);
  return found;
}
