/* Makes pages that work without it quicker to use: suggestions, keys, marks, and the theme. */
"use strict";

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

/* Suggestions: an ARIA combobox with a list (APG, "list autocomplete with manual selection"). */
function suggestions(form) {
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
    if (text !== asked) return; // Something else was typed meanwhile.
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
  // Not on click: by then the input has lost the focus and the list is gone.
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); location.assign(option.dataset.url); }
  });
}

/* The theme changes at once; the form's answer only remembers it. */
function themes(form) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    event.preventDefault();
    document.documentElement.dataset.theme = button.value;
    $$("button", form).forEach((one) => one.setAttribute("aria-pressed", one === button));
    fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" });
  });
}

/* Marked words: n and p go through them. */
function marks(bar) {
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

/* j and k: the headlines of a list. */
function step(direction) {
  const headlines = $$(".headline");
  const here = headlines.indexOf(document.activeElement);
  const next = headlines[here < 0 ? (direction > 0 ? 0 : -1) : here + direction];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

/* _keys.html tells readers of these. */
function keys(goToMark) {
  const actions = {
    "/": () => { $("#q").focus(); $("#q").select(); },
    j: () => step(1),
    k: () => step(-1),
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

/* Results that change in place: what was open stays open, the box says what is searched. */
function inPlace() {
  let open = [];
  document.addEventListener("htmx:beforeSwap", () => { open = $$("#found details[open][id]").map((one) => one.id); });
  document.addEventListener("htmx:afterSettle", () => {
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    if (document.activeElement !== $("#q")) $("#q").value = new URLSearchParams(location.search).get("q") ?? "";
  });
}

/* Escape puts away the summary of a section that is pointed at, until it is pointed at again. */
function tips() {
  const again = (event) => event.target.closest?.(".section-name.dismissed")?.classList.remove("dismissed");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") $$(".section-name:is(:hover, :focus-within)").forEach((one) => one.classList.add("dismissed"));
  });
  document.addEventListener("focusout", again);
  document.addEventListener("pointerout", (event) => { if (!event.target.closest(".section-name")?.contains(event.relatedTarget)) again(event); });
}

suggestions($("#searchbox"));
themes($(".themes"));
keys($("#marks") && marks($("#marks")));
inPlace();
tips();
