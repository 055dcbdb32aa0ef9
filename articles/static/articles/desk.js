// The names desk by keyboard, and the number of articles that the search has still to learn of.
// Everything here is also a button or a reload.
"use strict";

const asked = [...document.querySelectorAll(".queue > li")];
let current = 0;

function goTo(number) {
  if (!asked.length) return;
  asked[current].classList.remove("current");
  current = Math.max(0, Math.min(asked.length - 1, number));
  asked[current].classList.add("current");
  asked[current].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "j") goTo(current + 1);
  else if (event.key === "k") goTo(current - 1);
  else {
    const key = `[data-key="${CSS.escape(event.key)}"]`;
    const button = asked[current]?.querySelector(key) ?? document.querySelector(`.latest ${key}`);
    button?.click();
  }
});

goTo(0);

const waiting = document.querySelector("[data-waiting]");

async function follow() {
  const answer = await fetch(waiting.dataset.waiting);
  if (!answer.ok) return;
  const articles = (await answer.json()).waiting;
  waiting.querySelector(".number").textContent = articles;
  waiting.hidden = articles === 0;
  if (articles) setTimeout(follow, 1000);
}

if (waiting && !waiting.hidden) setTimeout(follow, 500);
