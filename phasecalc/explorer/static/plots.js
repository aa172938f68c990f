// Plots by uPlot, both axes logarithmic; or the one across alone, which then may span any decades.

const POWERS = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹", "-": "⁻" };
/** 10 to a power, as text for an axis. */
const power = (k) => `10${String(k).replace(/[-\d]/g, (c) => POWERS[c])}`;
const tenTo = (x) => (Math.abs(Math.log10(x) - Math.round(Math.log10(x))) < 1e-9 ? power(Math.round(Math.log10(x))) : x.toPrecision(3));

/** At most seven whole powers of ten between two numbers. */
function splits(low, high) {
  const first = Math.ceil(Math.log10(low) - 1e-9), last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first) / 6)), found = [];
  for (let k = first; k <= last; k += step) found.push(10 ** k);
  return found;
}

/** At most seven of the whole numbers between two. */
function wholes(low, high) {
  const step = Math.max(1, Math.ceil((high - low) / 6)), found = [];
  for (let k = Math.ceil(low); k <= high; k += step) found.push(k);
  return found;
}

/** Draw rows against the first. Where decades, that holds exponents of 10 and the scale upwards is linear. */
function plot(place, title, across, up, rows, series, { decades = false } = {}) {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const style = (label) => ({ label, stroke: colour("--ink"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") }, size: label === up ? 62 : 44 });
  const axis = (label) => ({
    ...style(label), splits: (_, __, low, high) => splits(low, high), filter: (_, marks) => marks, values: (_, marks) => marks.map(tenTo),
  });
  return new uPlot({
    title, width: Math.max(260, place.clientWidth), height: 330,
    scales: decades ? { x: { time: false } } : { x: { time: false, distr: 3 }, y: { distr: 3 } },
    axes: decades ? [{ ...style(across), splits: (_, __, low, high) => wholes(low, high), values: (_, marks) => marks.map(power) }, style(up)] : [axis(across), axis(up)], cursor: { show: false }, legend: { live: false },
    series: [{}, ...series.map((s) => ({ points: { show: false }, width: 2, spanGaps: false, ...s, stroke: s.stroke ?? colour("--ink") }))],
  }, rows, place);
}

// Each term has a dash pattern of its own as well as its colour.
const DASHES = { F_0: [2, 4], F_pp: [10, 4], F_ac: [10, 4, 2, 4], K_pp: [6, 3, 2, 3, 2, 3] };
const PLAIN_NAMES = { F_0: "F₀", F_pp: "Fpp", F_ac: "Fac", K_pp: "Kpp/(γB)" };

function drawCurves(place, data, forms, d, exact) {
  place.replaceChildren();
  const spot = () => place.appendChild(make("div", { class: "plot" }));
  const sum = { label: "sum", width: 3 };
  const terms = forms.terms.map(([n]) => ({ label: PLAIN_NAMES[n], stroke: data.colours.terms[n], dash: DASHES[n] }));
  const one = lossRows(forms, d), enough = (rows) => rows.slice(1).some((r) => r.filter((x) => x !== null).length > 1);
  if (enough(one)) plot(spot(), `d = ${tenTo(d)}`, "steps r", "leading forms", one, [sum, ...terms]);
  if (exact) plot(spot(), `d = ${tenTo(d)}`, "steps r", "loss", [exact.r, exact.loss, exact.r.map((r) => (forms.tau(d, r) >= 1 ? fit(forms.loss(d, r)) : null))],
    [{ label: "exact, from Python", width: 3, stroke: data.colours.terms.F_ac }, { label: "sum of leading forms", dash: [5, 3] }]);
  const sizes = [d / 100, d / 10, d, d * 10, d * 100].filter((x) => x >= 2 && x <= 1e14);
  const shades = sizes.map((x) => ({ label: `d = ${tenTo(x)}`, stroke: data.colours.terms.F_pp, width: x === d ? 2.5 : 1, dash: x === d ? [] : [5, 3] }));
  const two = frontierRows(forms, sizes);
  if (enough(two)) plot(spot(), "against the budget", "flops f = d r", "sum of leading forms", two, [{ label: "least over d", width: 3, stroke: data.colours.terms.F_0 }, ...shades]);
  if (!place.children.length) place.append(make("p", {}, "The numbers at this point are too large or too small to be drawn."));
}
