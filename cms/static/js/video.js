// Plays a video in its own place. Until the visitor presses play nothing is asked of the provider;
// where this script does not run, the button is a link to the video.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-player] a");
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const video = button.closest("[data-player]");
  const frame = document.createElement("iframe");
  frame.src = video.dataset.player;
  frame.title = video.dataset.title;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  video.replaceChildren(frame);
  frame.focus();
});
