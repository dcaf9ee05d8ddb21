// Suggests what may be meant while somebody types: a combobox with a list, after the patterns of the ARIA Authoring
// Practices. The server writes the rows. Without this script, or without an answer, box and button work just the same.
const PAUSE = 150; // milliseconds
const SHORTEST = 2;

const box = document.getElementById("q");
const list = document.getElementById("voorstellen");
const notice = document.getElementById("voorstelmelding");

let timer = 0;
let asking = new AbortController();

const options = () => [...list.querySelectorAll("[role=option]")];
const active = () => list.querySelector("[aria-selected=true]");

const activate = (option) => {
  active()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
};

const show = (isOpen) => {
  list.hidden = !isOpen;
  box.setAttribute("aria-expanded", isOpen);
};

const close = () => {
  clearTimeout(timer);
  asking.abort();
  activate(null);
  show(false);
  notice.textContent = "";
};

const ask = async () => {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(`${box.dataset.suggestions}?${new URLSearchParams(new FormData(box.form))}`, { signal });
    const rows = answer.ok ? await answer.text() : "";
    // Another question, or none any more.
    if (signal.aborted || document.activeElement !== box) return;
    activate(null);
    list.innerHTML = rows;
    list.scrollTop = 0;
    show(options().length > 0);
    notice.textContent = list.querySelector("template")?.content.textContent ?? "";
  } catch {
    if (!signal.aborted) close();
  }
};

const later = () => {
  clearTimeout(timer);
  if (box.value.trim().length < SHORTEST) return close();
  timer = setTimeout(ask, PAUSE);
};

const move = (step) => {
  if (list.hidden) return later();
  const all = options();
  const next = all.indexOf(active()) + step;
  // Between the last and the first row lies the box itself; -1 and all.length are nobody's place.
  activate(active() || step > 0 ? all[next] : all.at(-1));
};

const keys = {
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Enter: () => active().click(),
  Escape: close,
};

box.addEventListener("keydown", (event) => {
  const { key } = event;
  if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // The caret moves: what is typed counts again.
  if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) activate(null);
  if (!(key in keys) || (key === "Enter" && !active()) || (key === "Escape" && list.hidden)) return;
  event.preventDefault();
  keys[key]();
});
box.addEventListener("input", later);
box.addEventListener("blur", close);
// The box keeps the focus while somebody clicks or scrolls in the list.
list.addEventListener("mousedown", (event) => event.preventDefault());
window.addEventListener("pagehide", close);

box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
show(false);
