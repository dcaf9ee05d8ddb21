// The list of practices without reloading: htmx asks for what changed and puts it in place. This script keeps what the
// server cannot know: which groups stand open, where the keyboard is, and what to say to who cannot see the number.
const overview = document.getElementById("overzicht");
const box = document.getElementById("q");
const NARROW = window.matchMedia("(max-width: 61.99rem)");

let opened = new Map();
let focused = "";
let group = "";
let sent = false;

const heading = () => document.getElementById("aantal");

document.addEventListener("htmx:beforeRequest", (event) => {
  focused = document.activeElement?.id ?? "";
  group = document.activeElement?.closest("[data-group]")?.dataset.group ?? "";
  sent = event.detail.requestConfig.triggeringEvent?.type === "submit";
});

document.addEventListener("htmx:beforeSwap", (event) => {
  opened = new Map([...overview.querySelectorAll("details")].map((details) => [details.id, details.open]));
  // The card that an address points at is where the visitor just clicked: nothing has to scroll.
  event.detail.pathInfo.anchor = null;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== overview) return;
  for (const details of overview.querySelectorAll("details")) {
    if (opened.get(details.id)) details.open = true;
    else if (opened.has(details.id) && !details.querySelector(":checked")) details.open = false;
  }
  if (document.activeElement !== box) box.value = document.getElementById("filters").dataset.text;
  if (sent && NARROW.matches) document.getElementById("filterblok").open = false;
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== overview) return;
  if (sent && NARROW.matches) heading().focus();
  // What had the focus stood in a group that the server closed, or is gone.
  const next = [document.getElementById(focused), group && overview.querySelector(`[data-group="${group}"] a`), heading()];
  for (const element of next) {
    if (document.activeElement === document.body && element) element.focus({ preventScroll: true });
  }
  const text = heading().textContent;
  document.getElementById("melding").textContent = document.activeElement === heading() ? "" : text;
});

// No answer, or an error: the address itself says what happened.
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, (event) => location.assign(event.detail.pathInfo.finalRequestPath));
}
