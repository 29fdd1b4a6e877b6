// Examples of operators: on the form itself they fill their box in place, keep all others, and lead to it.
(() => {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-fill]");
    const box = link && document.getElementById(link.hash.slice(1));
    if (!box || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const before = box.value;
    box.value = [...new URLSearchParams(link.search).values()][0];
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    document.getElementById("said").textContent = `Filled in: ${link.textContent}${before && before !== box.value ? `, in place of ${before}` : ""}`;
  });
})();
