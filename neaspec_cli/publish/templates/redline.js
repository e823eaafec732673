"use strict";
(function () {
  const changes = Array.from(document.querySelectorAll("main .change[id]"));
  const keys = document.getElementById("keys");
  let current = -1;

  function step(by) {
    if (!changes.length) return;
    const focused = document.activeElement && document.activeElement.closest("main .change[id]");
    if (focused) current = changes.indexOf(focused);
    current = Math.min(Math.max(current + by, 0), changes.length - 1);
    changes[current].focus({ preventScroll: true });
    changes[current].scrollIntoView({ block: "center" });
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
  window.addEventListener("hashchange", () => {
    const found = changes.findIndex((one) => "#" + one.id === location.hash);
    if (found >= 0) current = found;
  });
})();
