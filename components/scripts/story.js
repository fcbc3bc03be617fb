/* A part of a page on the full screen. */

export function full(button) {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.getElementById(button.dataset.target).requestFullscreen();
}
