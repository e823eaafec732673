"use strict";
(function () {
  const changes = Array.from(document.querySelectorAll("main .change[id]"));
  const keys = document.getElementById("keys");
  const tools = document.querySelector(".tools");

  // The first change that begins below the tools; changes stand in the order of their places.
  function firstBelow() {
    const edge = tools.getBoundingClientRect().bottom;
    let from = 0, to = changes.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (changes[middle].getBoundingClientRect().top < edge) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  function isSeen(element) {
    const place = element.getBoundingClientRect();
    return place.bottom > 0 && place.top < window.innerHeight;
  }

  // From the change that was stepped to as long as it is in sight, else from where the reader has gone.
  function step(by) {
    if (!changes.length) return;
    const focused = document.activeElement && document.activeElement.closest("main .change[id]");
    const target = document.querySelector("main .change:target");
    const here = [focused, target].find((one) => one && isSeen(one));
    const next = here ? changes.indexOf(here) + by : by > 0 ? firstBelow() : firstBelow() - 1;
    const change = changes[Math.min(Math.max(next, 0), changes.length - 1)];
    change.focus({ preventScroll: true });
    change.scrollIntoView({ block: "center" });
  }

  document.querySelector(".steps").hidden = false;
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!keys.checked || !plain) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
  });

  // On paper the whole list is read; afterwards it is as it was.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("nav details:not([open])"));
    opened.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
})();
