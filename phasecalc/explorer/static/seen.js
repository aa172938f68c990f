// What an experiment sees: local exponents of exact curves against the budget, with their limits.
// The page carries them on a grid of points; a host that runs Python sends them for the point itself.

/** Row of the grid that is nearest to a point, in doubles: a place to look at, not an answer. */
function nearest(rows, numbers) {
  const far = ([a, b]) => Math.hypot(...[a, b].map((t, i) => Exact.read(t).number() - numbers[i]));
  return rows.reduce((best, row) => (far(row) < far(best) ? row : best));
}

/** What a correction comes from, in words, without its formula. */
const sourceText = (name) => name.split(":")[0].replace("_pp", "pp").replace("_ac", "ac").replace("F_0", "F₀");

function seenPanel(data, point, found, live) {
  const inner = correctionsAt(found, point);
  const speed = inner
    ? make("p", {}, "As the budget grows they near the limits like ", math("\\mathfrak{f}^{-\\delta}"), " at the slowest, up to logarithms: ",
      math(`\\delta = ${texNumber(inner.delta)} ${equalsNumber(inner.delta)}`), `, from: ${[...new Set(inner.sources.map(sourceText))].join(", ")}. At `,
      math("\\mathfrak{f} = 10^{20}"), " that is ", math((10 ** (-20 * inner.delta.number())).toPrecision(2).replace(/e(.*)/, (_, k) => `\\cdot 10^{${Number(k)}}`)), ", times a constant that is not known here.")
    : make("p", {}, "Where phases meet, or a term carries a logarithm, the approach is slower than any power, or not one power; no rate is given.");
  const row = live ?? nearest(data.seen.rows, point.coordinates.map((x) => x.number()));
  const at = pointAt(row[0], row[1]), there = answer(data.diagrams.SGD, at);
  const where = live ? "at this point" : `at α = ${row[0]}, β = ${row[1]}, the nearest of ${data.seen.rows.length} points that this page carries`;
  const note = make("p", { class: "small" }, `Slopes of the least loss and of the best size in log f, from exact curves (v = ${data.curves.ratio} d, B = 1), ${where}; dashed: their limits there.`);
  return [speed, note, make("div", { class: "pair" }), { row, there }];
}

function drawSeen(place, data, { row, there }) {
  const { budgets } = data.seen;
  if (row[2].filter((x) => x).length < 2) {
    place.append(make("p", {}, "No two of these budgets have a best size that could be computed."));
    return;
  }
  for (const [i, name, limit] of [[0, "loss", there.eta], [1, "size", there.xi[0]]]) {
    const spot = place.appendChild(make("div", { class: "plot" }));
    const values = row[2].map((x) => (x ? x[i] : null));
    plot(spot, `exponent of the ${name}`, "flops f", i ? "d log d / d log f" : "-d log P / d log f",
      [budgets, values, budgets.map(() => limit.number())],
      [{ label: "seen", width: 3, stroke: data.colours.terms.F_pp, points: { show: true } }, { label: `limit ${digits(limit)}`, dash: [5, 3] }], { decades: true });
  }
}
