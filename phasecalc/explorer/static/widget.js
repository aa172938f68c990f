// The explorer in a notebook (anywidget). The page runs in a frame of its own, which shares nothing
// with the notebook; both sides exchange messages, and each reads those of the other alone.

// The plane of SGD has a trait for each coordinate; a law has one, point, for all of its own.
const NAMES = ["alpha", "beta", "d"];
const PAUSE = 400; // ms at rest before Python is asked

function render({ model, el }) {
  const law = Boolean(model.get("point")), names = law ? Object.keys(model.get("point")) : NAMES;
  const traits = law ? ["point"] : NAMES;
  const value = (n) => (law ? model.get("point")[n] : model.get(n));
  const frame = document.createElement("iframe");
  // Forms: a typed point is submitted, and the policy of the page lets it go nowhere else.
  frame.setAttribute("sandbox", "allow-scripts allow-forms allow-popups");
  frame.title = law ? "Optimum of a scaling law: explorer" : "Phases of compute-optimal SGD: explorer";
  frame.style.cssText = `width: 100%; height: ${model.get("height")}px; border: 1px solid #8885; border-radius: 4px;`;
  const known = Object.create(null); // what the page shows
  let waiting, ready = false;
  const own = () => Object.fromEntries(names.map((n) => [n, value(n)]));
  const post = (kind, message) => frame.contentWindow?.postMessage({ phasecalc: kind, ...message }, "*");
  const ask = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => model.send({ kind: "ask", ...known }), PAUSE);
  };
  const heard = ({ source, data }) => {
    if (source !== frame.contentWindow || !data?.phasecalc) return;
    if (data.phasecalc === "ready") {
      ready = true; // what the page showed before was its own first point
      for (const n of names) known[n] = undefined;
      post("show", own());
    }
    if (!ready || data.phasecalc !== "point" || names.every((n) => known[n] === data[n])) return;
    for (const n of names) known[n] = String(data[n]);
    if (law && names.some((n) => value(n) !== known[n])) model.set("point", { ...known });
    if (!law) for (const n of names) if (model.get(n) !== known[n]) model.set(n, known[n]);
    model.save_changes();
    if (!law) ask(); // the page of a law knows all there is
  };
  const moved = () => { if (names.some((n) => value(n) !== known[n])) post("show", own()); };
  const answered = (message) => post("exact", message);
  const resized = () => { frame.style.height = `${model.get("height")}px`; };
  window.addEventListener("message", heard);
  for (const n of traits) model.on(`change:${n}`, moved);
  model.on("change:height", resized);
  model.on("msg:custom", answered);
  frame.srcdoc = model.get("page");
  el.append(frame);
  return () => {
    clearTimeout(waiting);
    window.removeEventListener("message", heard);
    for (const n of traits) model.off(`change:${n}`, moved);
    model.off("change:height", resized);
    model.off("msg:custom", answered);
  };
}

export default { render };
