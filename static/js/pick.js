// Rows to tick: how many are ticked is read out; ticks outlive sorting and turning pages; one button ticks the whole page.
(() => {
  const said = document.getElementById("said");
  const ticked = new Set();
  const boxes = () => [...document.querySelectorAll("input[type=checkbox][name=pick]")];
  const show = () => {
    const number = document.getElementById("picked-number");
    return number && (number.textContent = `${ticked.size} selected`);
  };
  const note = (box) => ticked[box.checked ? "add" : "delete"](box.value);
  const tell = (changed) => {
    changed.forEach(note);
    said.textContent = show();
  };
  document.addEventListener("change", (event) => event.target.name === "pick" && tell([event.target]));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-pick-all]")) return;
    const all = boxes();
    const on = all.some((box) => !box.checked);
    all.forEach((box) => (box.checked = on));
    tell(all);
  });
  const ready = () => {
    document.querySelectorAll("[data-pick-all]").forEach((button) => (button.hidden = false));
    const here = boxes();
    here.forEach((box) => (box.checked = box.checked || ticked.has(box.value)));
    here.forEach(note);
    const shown = new Set(here.map((box) => box.value));
    const form = document.getElementById("picked");
    form?.append(...[...ticked].filter((name) => !shown.has(name)).map((name) => Object.assign(document.createElement("input"), { type: "hidden", name: "pick", value: name })));
    if (ticked.size) show();
  };
  document.addEventListener("htmx:afterSettle", ready);
  addEventListener("pageshow", ready);
})();
