/* Play: a button that goes through the places of a slider, one after the other, until the end or until anything is used. */

import { find, set } from "./dom.js";

const STEP = 1100; // ms for each place, in which the reader looks; a late answer is waited for
let playing = null;

function stop() {
  if (!playing) return;
  window.clearInterval(playing.timer);
  playing.button.textContent = playing.word;
  playing = null;
}

export function play(button) {
  if (playing) return stop();
  const id = button.dataset.play;
  const editions = JSON.parse(button.dataset.places);
  const shown = () => Number(find("output", button.parentElement).textContent);
  let asked = shown();
  let next = editions.findIndex((one) => one > asked);
  if (next < 0) next = 0; // from the last one it begins again
  const step = () => {
    if (!button.isConnected || next >= editions.length) return stop();
    if (shown() !== asked) return undefined;
    asked = editions[next];
    set(id, { value: asked });
    next += 1;
    return undefined;
  };
  playing = { button, word: button.textContent, timer: window.setInterval(step, STEP) };
  button.textContent = button.dataset.pause;
  step();
  return undefined;
}

document.addEventListener("pointerdown", ({ target }) => { if (playing && !playing.button.contains(target)) stop(); });
document.addEventListener("keydown", ({ target }) => { if (playing && !playing.button.contains(target)) stop(); });
