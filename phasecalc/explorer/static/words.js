// What the four terms say, in words and in TeX.

/** Ratio of the two terms that balance, and where it is of order 1. */
function balance(found) {
  const powers = powersOf(found.terms), [first, second] = inReadingOrder(found.phase.tradeoff);
  const [size, time] = powers[first].map((x, i) => x.minus(powers[second][i]));
  const place = time.negative().over(size);
  const text = `${first}/${second} is of the order ${powerText("d", size)} ${powerText("r", time)}, so they balance at d = ${powerText("r", place)}`;
  return { first, second, size, time, place, text };
}

/** The bound that the weights give, as Python writes it. */
function boundText(weights) {
  const present = Object.entries(weights).filter(([, w]) => w.sign());
  const named = present.filter(([n]) => /^\w+$/.test(n)), limits = present.filter(([n]) => !/^\w+$/.test(n));
  const factors = named.map(([n, w]) => (w.equals(ONE) ? n : `${n}^(${w.text()})`)).join(" ");
  return `P >= ${factors} up to constants, for every choice` + (limits.length ? ` with ${limits.map(([n]) => n).join(" and ")}` : "");
}

/** Order in words such as log(d)/d**(2*alpha), as TeX. */
const orderTex = (text) =>
  text.replace(/\*\*\(([^()]*)\)/g, "^{$1}").replace(/\*\*(\w+)/g, "^{$1}").replace(/\*/g, " ")
    .replace(/log\(/g, "\\log(").replace(/\b(alpha|beta|gamma)\b/g, "\\$1");
