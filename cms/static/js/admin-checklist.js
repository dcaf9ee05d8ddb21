// Narrows a list of boxes (cms.widgets.Checklist) to the options that contain what is typed.
const FILTER = "[data-checklist-filter]";

document.addEventListener("input", (event) => {
  if (!event.target.matches(FILTER)) return;
  const words = event.target.value.trim().toLowerCase();
  for (const option of event.target.closest("[data-checklist]").querySelectorAll("li")) {
    option.hidden = !option.textContent.toLowerCase().includes(words);
  }
});

// Enter would save the page.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(FILTER)) event.preventDefault();
});
