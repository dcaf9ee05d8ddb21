// Tells the site which result was opened and at which place of the list it stood; nothing about who opens it.
// Without this script the links work just the same.
document.addEventListener("click", (event) => {
  const row = event.target.closest("a")?.closest("[data-place]");
  const list = row?.closest("[data-clicks]");
  if (!list) return;
  const { query: q } = list.dataset;
  const { page = "0", place } = row.dataset;
  navigator.sendBeacon(list.dataset.clicks, new URLSearchParams({ q, page, place }));
});
