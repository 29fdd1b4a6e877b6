// Copy buttons: shown only with scripts; what was copied is read out by the page's status line.
(() => {
  const said = document.getElementById("said");
  const ready = () => {
    document.querySelectorAll("[data-copy][hidden]").forEach((button) => (button.hidden = false));
    // Two sets of tabs stand side by side during a swap, and a browser keeps one of a name open.
    document.querySelectorAll(".tabs:not(:has(> [open])) > :first-child").forEach((tab) => (tab.open = true));
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const box = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(box.value);
      said.textContent = "Copied";
    } catch {
      box.focus();
      box.select();
      said.textContent = "Selected. Press Control C to copy";
    }
  });
  document.addEventListener("htmx:afterSettle", ready);
  ready();
})();
