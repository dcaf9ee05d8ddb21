// Narrows a list of boxes (cms.widgets.Checklist) to the options that contain what is typed.
const FILTER = "[data-checklist-filter]";

const narrow = (filter) => {
  const list = filter.closest("[data-checklist]");
  const words = filter.value.trim().toLowerCase();
  for (const option of list.querySelectorAll("li")) {
    option.hidden = words
      ? !option.textContent.toLowerCase().includes(words)
      : "onlyTicked" in list.dataset && !option.querySelector("input").checked;
  }
};

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(FILTER).forEach(narrow));

document.addEventListener("input", (event) => {
  if (event.target.matches(FILTER)) narrow(event.target);
});

// Enter would save the page.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(FILTER)) event.preventDefault();
});
