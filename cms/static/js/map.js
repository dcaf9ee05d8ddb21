// A disc of the map and its line in the list point at each other: what has the pointer or the keyboard marks its partner.
const overview = document.getElementById("overzicht");

function mark(event, marks) {
  const own = event.target.closest("[data-place]");
  if (!own) return;
  for (const other of overview.querySelectorAll(`[data-place="${own.dataset.place}"]`)) {
    other.classList.toggle("pointed", marks && other !== own);
  }
}

for (const name of ["pointerover", "focusin"]) overview.addEventListener(name, (event) => mark(event, true));
for (const name of ["pointerout", "focusout"]) overview.addEventListener(name, (event) => mark(event, false));
