// The page of a law: its point, and who redraws what.

const law = data, names = law.parameters.map(([name]) => name), state = Object.create(null);
let plane, host, drawing;

const pointAt = (texts, called = names) => new Point(Object.fromEntries(names.map((n, i) => [n, number(called[i], texts[i])])));

/** Answer at a point as plain text; what tests read. */
function plain(...texts) {
  const found = lawAnswer(law, pointAt(texts));
  if (found.outside) return { outside: found.outside };
  const first = found.sides[0];
  const texts_ = (known) => each(known, (x) => x.value.text());
  return {
    regions: found.sides.map((s) => s.case.name),
    loss_exponent: spanText(found.eta),
    exponents: found.sides.map((s) => texts_(s.exponents)),
    tradeoff: found.sides.map((s) => s.case.tradeoff),
    bound_by: found.sides.map((s) => s.case.bound_by),
    weights: each(first.proof.weights, (w) => w.text()),
    reasons: found.sides.map((s) => whyText(law, s)),
    others: first.others.map(texts_),
    open: first.case.open,
  };
}

const show = (next, how) => guarded(() => shown_(next, how));

function shown_(next, { keepFields = false } = {}) {
  const asked = attempt(() => {
    const point = pointAt(names.map((n) => next[n]), law.parameters.map(([, , letter]) => letter));
    return { point, found: lawAnswer(law, point) };
  });
  if (!asked) return;
  const { point, found } = asked;
  Object.assign(state, next);
  if (!keepFields) for (const n of names) part(`at-${n}`).value = state[n];
  toAddress(state);
  host.tell(state);
  plane.show(...point.coordinates);
  const where = names.map((n) => `${n} ${state[n]}`).join(", ");
  if (found.outside) {
    const text = `Outside the domain of this law: it needs ${found.outside}.`;
    part("answer").replaceChildren(make("div", { class: "card", id: "outside" }, make("h3", {}, "Outside the domain"), make("p", {}, text)));
    part("more").hidden = true;
    speak(text);
    return;
  }
  part("more").hidden = false;
  part("answer").replaceChildren(lawPanel(law, point, found));
  speak(spoken(where, found));
  clearTimeout(drawing);
  drawing = setTimeout(() => guarded(() => fill(found)), 80); // while one drags, only the last
}

/** The answer as it is said aloud. */
function spoken(where, found) {
  const regions = found.sides.map((s) => s.case.name);
  const place = regions.length > 1 ? `boundary of regions ${regions.join(" and ")}` : law.cases.length > 1 ? `region ${regions[0]}` : "the optimum";
  const known = law.unknowns.filter(([n]) => found.sides.every((s) => !s.case.open.includes(n)));
  const sizes = known.map(([n]) => `exponent of ${n} ${aloud(span(found.sides.map((s) => s.exponents[n].value)))}`);
  return `${where}: ${place}. ${[`Loss exponent ${aloud(found.eta)}`, ...sizes].join(", ")}.`;
}

function fill(found) {
  const first = found.sides[0];
  const named = found.sides.length > 1 ? make("p", { class: "small" }, `As region ${first.case.name} has it${law.sums ? ", up to powers of log C" : ""}:`) : "";
  part("proof").replaceChildren(named, lawProof(law, first), branchesPanel(law, found) ?? "");
  part("rows").replaceChildren(lawRows(law, first));
}

/** The plane, or the line with the exponent over it. */
function planeOf() {
  const { view, cases } = law, one = names.length === 1;
  const curves = cases.map((c) => c.curve.map(inDoubles)), steps = view.steps.map(Exact.read);
  const config = {
    views: view.ranges, steps, letters: law.parameters.map(([, , letter]) => letter), domain: law.domain, outside: "outside",
    areas: cases.map((c, i) => ({ name: c.name, cells: c.cells, colour: colourOf(law, i + 1) })),
  };
  if (!one) return config;
  const which = sampled(config), [low, high] = view.ranges[0];
  const curve = (a) => {
    const k = which(a);
    return k < 0 ? NaN : curves[k][0](a) / curves[k][1](a);
  };
  const seen = Array.from({ length: SAMPLES }, (_, k) => curve(low + ((high - low) * (k + 0.5)) / SAMPLES)).filter(Number.isFinite);
  const least = Math.min(0, ...seen), most = Math.max(0, ...seen);
  return { ...config, curve, views: [view.ranges[0], [least, most + 0.08 * ((most - least) || 1)]], letters: [config.letters[0], "η"] };
}

const planeColour = (label) => colourOf(law, Number(label.split(" ")[1]));

function start() {
  declare(law.parameters);
  for (const n of names) state[n] = ""; // in the order of the law
  host = new Host((kind, message) => {
    if (kind !== "show") return;
    const given = fromMessage(state, message);
    if (Object.keys(given).some((n) => given[n] !== state[n])) show({ ...state, ...given });
    else host.tell(state);
  });
  const line = names.length === 1;
  part("plane").setAttribute("aria-label", `${line ? "Line" : "Plane"} of ${names.join(" (across) and ")}${line ? "" : " (up)"}. Arrow keys move the point by ${law.view.steps[0]}, with Shift, page up and page down by ten times as much; home leads back.`);
  const form = part("point");
  law.parameters.forEach(([name, tex]) => form.insertBefore(make("label", {}, math(tex), " ",
    make("input", { id: `at-${name}`, name, maxlength: 300, spellcheck: "false", "aria-label": name, "aria-describedby": "fault" })), form.lastElementChild));
  plane = new Plane(part("plane"), planeOf(), (...point) => show(Object.fromEntries(names.map((n, i) => [n, point[i].text()]))));
  part("step").textContent = law.view.steps.filter((s, i, all) => all.indexOf(s) === i).join(" and ");
  for (const [label, kind, point] of law.places) {
    const colour = kind === "region" ? planeColour(label) : "var(--soft)";
    const button = make("button", { type: "button", style: `border-left-color: ${colour}` }, label);
    button.addEventListener("click", () => show(Object.fromEntries(names.map((n, i) => [n, point[i]]))));
    part("places").append(button);
  }
  part("statement").replaceChildren(...statement(law));
  names.forEach((n, i) => { state[n] = law.places[0][2][i]; });
  listen(state, show, { point: () => names.map((n) => part(`at-${n}`)) });
  host.ready();
}

window.phasecalc = { answer: plain, state };
guarded(start);
