// Buttons that copy code have a picture alone: what pointing shows of them is their name.
addEventListener("load", () => {
  for (const button of document.querySelectorAll("button.copybtn")) {
    button.setAttribute("aria-label", button.dataset.tooltip);
  }
});
