// A notebook that shows this page in a frame: it is told the point, may set it, and may send what
// only Python computes. Messages are data; each number is read like one that was typed.

class Host {
  constructor(changed) {
    this.present = window.parent !== window;
    this.sent = null;
    if (!this.present) return;
    addEventListener("message", ({ source, data: message }) => {
      if (source === window.parent && message?.phasecalc) changed(message.phasecalc, message);
    });
  }
  /** Send the point, unless the host just gave it. */
  tell(state) {
    if (this.present && window.parent) window.parent.postMessage({ phasecalc: "point", ...state }, "*");
  }
  ready() { if (this.present) window.parent.postMessage({ phasecalc: "ready" }, "*"); }
}

const isNumbers = (list, many) => Array.isArray(list) && list.length === many && list.every((x) => x === null || Number.isFinite(x));

/** Exact values that a host sent, or undefined if they are not of the shape that is drawn. */
function exactValues(message, budgets) {
  const { alpha, beta, d, r, loss, seen } = message;
  if (![alpha, beta, d].every((x) => typeof x === "string")) return undefined;
  const curve = Array.isArray(r) && r.length > 1 && r.length < 1000 && isNumbers(r, r.length) && isNumbers(loss, r.length) ? { r, loss } : null;
  const local = Array.isArray(seen) && seen.length === budgets && seen.every((x) => x === null || isNumbers(x, 2)) ? [alpha, beta, seen] : null;
  return { alpha, beta, d, curve, local };
}
