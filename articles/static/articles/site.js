/* Adds suggestions, keys, marks and a quick change of theme to pages that also work without. */
"use strict";

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

/* Suggestions in the search box: the ARIA pattern "list autocomplete with manual selection".
   Source: ARIA Authoring Practices Guide, combobox. */
function addSuggestions(form) {
  const input = $("#q"), list = $("#suggestions");
  let waiting, chosen = -1, asked = "";

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  const options = () => $$("[role=option]", list);
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", open);
    if (!open) choose(-1);
  };
  const choose = (number) => {
    chosen = number;
    options().forEach((option, at) => option.setAttribute("aria-selected", at === number));
    const option = options()[number];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    const text = input.value.trim();
    if (text === asked) return;
    asked = text;
    const answer = text.length < 2 ? "" : await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`).then((got) => (got.ok ? got.text() : ""), () => "");
    if (text !== asked) return; // The reader has typed more since.
    list.innerHTML = answer;
    show(options().length > 0 && document.activeElement === input);
  };

  show(false);
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); show(false); }
    else if (list.hidden && event.key === "ArrowDown" && last >= 0) { event.preventDefault(); show(true); choose(0); }
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen < last ? chosen + 1 : -1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 0 ? last : chosen - 1); }
    else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.assign(options()[chosen].dataset.url); }
  });
  // Not on click, because the input has lost the focus before it, which hides the list.
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); location.assign(option.dataset.url); }
  });
}

/* Change the theme at once. The form is only sent to remember it. */
function switchThemes(form) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    event.preventDefault();
    document.documentElement.dataset.theme = button.value;
    $$("button", form).forEach((one) => one.setAttribute("aria-pressed", one === button));
    fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" });
  });
}

/* Add buttons that go through the marked words. Return a function that moves on by a number of marks. */
function addMarkButtons(bar) {
  const found = $$("mark[id]");
  let here = -1;
  const go = (step) => {
    if (!found.length) return;
    found[here]?.classList.remove("here");
    here = (here + step + found.length) % found.length;
    found[here].classList.add("here");
    found[here].scrollIntoView({ block: "center" });
  };
  $(".first", bar)?.remove();
  for (const [name, step] of [["previous", -1], ["next", 1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = bar.dataset[name];
    button.addEventListener("click", () => go(step));
    bar.append(button);
  }
  return go;
}

/* Move the focus to the next headline (1) or the previous one (-1). */
function focusHeadline(direction) {
  const headlines = $$(".headline");
  const here = headlines.indexOf(document.activeElement);
  const next = headlines[here < 0 ? (direction > 0 ? 0 : -1) : here + direction];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

/* Handle single keys. _keys.html lists them for readers. */
function handleKeys(goToMark) {
  const actions = {
    "/": () => { $("#q").focus(); $("#q").select(); },
    j: () => focusHeadline(1),
    k: () => focusHeadline(-1),
    n: () => goToMark?.(1),
    p: () => goToMark?.(-1),
    "?": () => $("#keys").showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable], dialog[open]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
}

/* When HTMX replaces the results, keep open what was open and update the search box. */
function followResults() {
  let open = [];
  document.addEventListener("htmx:beforeSwap", () => { open = $$("#found details[open][id]").map((one) => one.id); });
  document.addEventListener("htmx:afterSettle", () => {
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (document.activeElement !== $("#q")) $("#q").value = new URLSearchParams(location.search).get("q") ?? "";
  });
}

/* Escape hides the summary under the pointer or focus until either comes back to it. */
function dismissTips() {
  const again = (event) => event.target.closest?.(".section-name.dismissed")?.classList.remove("dismissed");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") $$(".section-name:is(:hover, :focus-within)").forEach((one) => one.classList.add("dismissed"));
  });
  document.addEventListener("focusout", again);
  document.addEventListener("pointerout", (event) => { if (!event.target.closest(".section-name")?.contains(event.relatedTarget)) again(event); });
}

addSuggestions($("#searchbox"));
switchThemes($(".themes"));
handleKeys($("#marks") && addMarkButtons($("#marks")));
followResults();
dismissTips();
