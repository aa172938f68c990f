// State of the page: alpha, beta and d as text, in the address after "#"; and who redraws what.

const data = JSON.parse(document.getElementById("data").textContent);
const part = (id) => document.getElementById(id);
const SIZES = { low: 10, high: 1e12 };
const state = { alpha: "7/10", beta: "9/10", d: "1000" };
let plane, host, drawing, speaking, exact;

/** Exact number of a text, or a refusal that says what was asked and what to try. */
function number(name, text) {
  try {
    return valueOf(parse(text), {}, LONGEST);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    const quoted = text.length > 40 ? `${text.slice(0, 37)}...` : text;
    throw new Refused(`${name} = “${quoted}”: ${problem.message}. Write 7/10, 0.7 or 1 - 1/sqrt(2).`);
  }
}

/** Answer of one diagram as plain text, as the JSON of pc.exponents writes it; what tests read. */
function plain(alpha, beta, name = "SGD") {
  const found = answer(data.diagrams[name], new Point(number("alpha", alpha), number("beta", beta)));
  if (found.outside) return { outside: found.outside };
  const sgd = name === "SGD";
  return {
    phase: found.sides.map((s) => s.phase.name).join("/"),
    loss_exponent: found.eta.text(),
    model_size_exponent: spanText(found.xi),
    learning_rate_exponent: found.g ? spanText(found.g) : null,
    tradeoff: found.tradeoff,
    status: found.proved ? "proved" : "open",
    bound: boundText(found.sides[0].weights),
    reasons: sgd ? found.sides.map((s) => balance(s).text) : [],
    sectors: sgd ? sectors(found.sides[0].terms).map((s) => [s.terms, s.low.text(), s.high.text()]) : [],
    logarithms: found.logarithms.map((c) => c.term),
  };
}

/** Values of the leading forms at a point, in doubles. */
function leading(alpha, beta, d, r) {
  const point = new Point(number("alpha", alpha), number("beta", beta));
  const forms = new Forms(data.curves, point, point.coordinates.map((x) => x.number()));
  return { gamma: forms.gamma(d), ...Object.fromEntries(forms.at(d, r).map((x, i) => [forms.terms[i][0], x])) };
}

/** Delta at a point inside a phase as text, or null; what tests read. */
function correction(alpha, beta) {
  const point = new Point(number("alpha", alpha), number("beta", beta));
  return correctionsAt(answer(data.diagrams.SGD, point), point)?.delta.text() ?? null;
}

function show(next, { keepFields = false } = {}) {
  let point, found;
  try {
    point = new Point(number("α", next.alpha), number("β", next.beta));
    found = answer(data.diagrams.SGD, point);
  } catch (problem) {
    if (!(problem instanceof Refused || problem instanceof Changed)) throw problem;
    part("fault").textContent = problem.message;
    if (problem instanceof Changed) blank(problem.message);
    return;
  }
  Object.assign(state, next);
  part("fault").textContent = "";
  if (!keepFields) for (const name of ["alpha", "beta", "d"]) part(name).value = state[name];
  remember();
  host.tell(state);
  plane.show(...point.coordinates);
  if (found.outside) outside(point, found.outside);
  else inside_(point, found);
}

function remember() {
  const words = Object.entries(state).map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join("&");
  try { history.replaceState(null, "", `#${words}`); } catch { /* too often in a moment, for some browsers */ }
  part("python").textContent = `pc.exponents("${state.alpha}", "${state.beta}")`.replace(/\s+/g, " ");
}

function blank(message) {
  part("answer").replaceChildren(make("p", { class: "fault" }, message));
  part("more").hidden = true;
}

function outside(point, condition) {
  const slope = point.coordinates[0];
  const hint = slope.sign() < 0
    ? make("p", {}, `Eigenvalues fall like j^(−2α): a spectrum measured with slope ${slope.text()} has α = ${slope.over(Exact.of(-2)).text()}.`) : null;
  const text = `No power law here: it needs ${condition.replace("alpha", "α").replace("beta", "β")}.`;
  part("answer").replaceChildren(make("div", { class: "card", id: "outside" }, make("h3", {}, "Outside the domain"), make("p", {}, text), hint));
  part("more").hidden = true;
  speak(text);
}

function inside_(point, found) {
  part("more").hidden = false;
  part("answer").replaceChildren(answerPanel(data, point, found));
  const names = found.sides.map((s) => s.phase.name);
  speak(`alpha ${state.alpha}, beta ${state.beta}: ${names.length > 1 ? "boundary of phases" : "phase"} ${names.join(" and ")}. `
    + `Loss exponent ${found.eta.text()}, model size exponent ${spanText(found.xi).replace("[", "from ").replace(", ", " to ").replace("]", "")}.`);
  clearTimeout(drawing);
  drawing = setTimeout(() => below(point, found), 80); // while one drags, only the last
}

function below(point, found) {
  try {
    fill(point, found);
  } catch (problem) {
    if (!(problem instanceof Changed)) throw problem;
    blank(problem.message);
  }
}

/** What Python sent for the point that is shown. */
const sent = (names) => (exact && names.every((n) => exact[n] === state[n]) ? exact : undefined);

function fill(point, found) {
  const first = found.sides[0];
  const named = found.sides.length > 1 ? [make("p", { class: "small" }, `As phase ${first.phase.name} has it:`)] : [];
  part("proof").replaceChildren(...named, proofPanel(data, first));
  part("sectors").replaceChildren(...sectorPanel(data, first));
  part("others").replaceChildren(...othersPanel(data, point, found));
  const [speed, note, pair, shape] = seenPanel(data, point, found, sent(["alpha", "beta"])?.local);
  part("seen").replaceChildren(speed, note, pair);
  drawSeen(pair, data, shape);
  curves(point);
}

/** What a screen reader says once the point rests. */
function speak(text) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { part("spoken").textContent = text; }, 250);
}

function curves(point) {
  let d;
  try {
    d = number("d", state.d).number();
    if (!(d >= SIZES.low && d <= SIZES.high)) throw new Refused(`d = ${state.d.slice(0, 20)}: draws sizes from 10 to 10^12`);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    part("curves-note").textContent = problem.message;
    part("curves").replaceChildren();
    return;
  }
  const forms = new Forms(data.curves, point, point.coordinates.map((x) => x.number()));
  part("curves-note").textContent = "Leading forms of the four terms with their constants, B = 1, v = "
    + `${data.curves.ratio} d, γ = ${forms.gamma(d).toPrecision(3)} (half of what the trace allows), from τ = γr = 1 on. `
    + "Their sum is the loss only up to a constant factor, and they hold for τ well below d^(2α); exact curves: pc.PLRF(α, β, d).loss(r).";
  drawCurves(part("curves"), data, forms, d, sent(["alpha", "beta", "d"])?.curve);
}

/** State in the address; what cannot be read is left out. */
function fromAddress() {
  const found = {};
  for (const pair of location.hash.slice(1, 2000).split("&")) {
    const [name, value = ""] = pair.split("=");
    if (!Object.hasOwn(state, name)) continue;
    try { found[name] = decodeURIComponent(value).slice(0, MOST_TEXT); } catch { /* not an encoding */ }
  }
  return found;
}

/** A host gives another point, or values for the one that is shown. */
function fromHost(kind, message) {
  if (kind === "show") {
    const given = {};
    for (const name of Object.keys(state)) if (typeof message[name] === "string") given[name] = message[name].slice(0, MOST_TEXT);
    if (Object.keys(given).some((name) => given[name] !== state[name])) show({ ...state, ...given });
    else host.tell(state);
  }
  if (kind === "exact") {
    exact = exactValues(message, data.seen.budgets.length);
    if (sent(["alpha", "beta", "d"])) show({ ...state }, { keepFields: true });
  }
}

function start() {
  host = new Host(fromHost);
  for (const element of document.querySelectorAll(".tex"))
    katex.render(element.textContent, element, { throwOnError: true, trust: false });
  plane = new Plane(part("plane"), data, (a, b) => show({ ...state, alpha: a.text(), beta: b.text() }));
  for (const [name, [alpha, beta]] of Object.entries(data.points)) {
    const button = make("button", { type: "button", style: `border-left-color: ${data.colours.phases[name]}`, "aria-label": `A point of phase ${name}` }, name);
    button.addEventListener("click", () => show({ ...state, alpha, beta }));
    part("places").append(button);
  }
  for (const id of ["point", "size"])
    part(id).addEventListener("submit", (e) => {
      e.preventDefault();
      show({ alpha: part("alpha").value, beta: part("beta").value, d: part("d").value });
    });
  addEventListener("hashchange", () => show({ ...state, ...fromAddress() }));
  const redraw = () => show({ ...state }, { keepFields: true });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; redraw(); } });
  // Where the address cannot be read, the fault is said and the first point stands.
  const given = fromAddress();
  show({ ...state });
  show({ ...state, ...given });
  host.ready();
}

window.phasecalc = { answer: plain, correction, leading, state };
try {
  start();
} catch (problem) {
  if (!(problem instanceof Changed)) throw problem;
  blank(problem.message);
}
