// Keys, windows, suggestions, stars and dragging. Everything else works without it.
//
// A page marks what a key does with data-key: a field is focused, a link followed, a menu toggled, a button pressed. So
// the script knows no page, and the window of shortcuts and the keys cannot drift apart.
"use strict";

const open = () => document.querySelector("dialog[open]");
const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

function press(element) {
  if (element.matches("input, textarea, select")) {
    element.focus();
    if (element.matches("select")) element.showPicker?.();
    else element.select();
  } else if (element.matches("summary")) {
    element.parentElement.open = !element.parentElement.open;
    element.focus();
  } else if (element.hasAttribute("data-back") && document.referrer.startsWith(location.origin + "/")) {
    history.back();
  } else {
    element.click();
  }
}

function close() {
  document.querySelector(".suggestions")?.remove();
  open()?.close();
  for (const menu of document.querySelectorAll("details.profile[open]")) menu.open = false;
  if (isTyping(document.activeElement)) document.activeElement.blur();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return close();
  const isChord = event.ctrlKey || event.metaKey;
  if (event.altKey || open() || (isTyping(event.target) && !isChord)) return;
  const key = `[data-key="${CSS.escape(isChord ? `Control+${event.key}` : event.key)}"]`;
  // What the page is about has precedence over what is around it.
  const element = document.querySelector(`main ${key}`) ?? document.querySelector(key);
  if (element === null) return;
  event.preventDefault();
  press(element);
});

for (const button of document.querySelectorAll("[data-opens]")) {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
}

// Suggestions lead to a page, or fill the field where they have a value. A field that takes several is about the last of them.
function suggest(field, source) {
  let asked = "";
  const lastOf = (text) => ("joined" in field.dataset ? Math.max(text.lastIndexOf(","), text.lastIndexOf("|")) + 1 : 0);
  const show = (found) => {
    document.querySelector(".suggestions")?.remove();
    if (found.length === 0) return;
    const list = document.createElement("ul");
    list.className = "suggestions";
    for (const { address, name, note, value } of found) {
      const link = document.createElement("a");
      link.href = address ?? "#";
      if (value !== undefined) {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          field.value = field.value.slice(0, lastOf(field.value)) + value;
          list.remove();
          field.focus();
        });
      }
      const title = document.createElement("span");
      title.dir = "auto";
      title.textContent = name;
      const more = document.createElement("small");
      more.textContent = note;
      link.append(title, more);
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    (field.closest(".field, .filters label") ?? field.form).append(list);
  };
  field.addEventListener("input", async () => {
    const words = field.value.slice(lastOf(field.value)).trim();
    asked = words;
    if (words === "") return show([]);
    const answer = await fetch(`${source}${source.includes("?") ? "&" : "?"}query=${encodeURIComponent(words)}`);
    // Answers to earlier letters may come later.
    if (answer.ok && asked === words) show(await answer.json());
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    document.querySelector(".suggestions a")?.focus();
  });
}

for (const field of document.querySelectorAll("[data-suggestions]")) suggest(field, field.dataset.suggestions);
for (const field of document.querySelectorAll("[data-find]")) suggest(field, field.dataset.find);

// Ratings are given by a click on the stars; the button is for those who have no script.
for (const form of document.querySelectorAll("form.rate")) {
  form.querySelector("button:not([form])").hidden = true;
  const told = form.querySelector("output");
  form.addEventListener("change", (event) => {
    told.textContent = event.target.getAttribute("aria-label");
  });
  // Arrow keys choose by clicks that no pointer makes; these are sent by Enter.
  form.addEventListener("click", (event) => {
    if (event.detail > 0 && event.target.matches("input[type=radio]")) form.requestSubmit();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter") form.requestSubmit();
  });
}

// Rows are dragged to their places; what a drop does differs.
function sortable(list, selector, drop) {
  let dragged = null;
  const rowOf = (target) => [...list.children].find((row) => row.matches(selector) && row.contains(target));
  const over = (row) => {
    for (const other of list.children) other.classList.toggle("over", other === row);
  };
  list.addEventListener("dragstart", (event) => {
    dragged = rowOf(event.target) ?? null;
    // Lists may be inside of rows.
    if (dragged !== null) event.stopPropagation();
  });
  list.addEventListener("dragend", () => { dragged = null; over(null); });
  list.addEventListener("dragover", (event) => {
    if (dragged === null) return;
    event.preventDefault();
    over(rowOf(event.target));
  });
  list.addEventListener("drop", (event) => {
    const target = rowOf(event.target);
    if (dragged === null || target === undefined || target === dragged) return;
    event.preventDefault();
    drop(dragged, target);
  });
}

// Titles of a list: what is dropped is sent as the buttons would send it.
for (const list of document.querySelectorAll("[data-sortable]")) {
  for (const row of list.children) row.draggable = true;
  sortable(list, "[data-title]", (dragged, target) => {
    const move = document.createElement("input");
    move.type = "hidden";
    move.name = "move";
    move.value = `${dragged.dataset.title} ${target.dataset.title}`;
    list.closest("form").append(move);
    list.closest("form").requestSubmit();
  });
}

// Rows of a form are dragged by what their places are called, so that text in their fields can be selected; then the places are numbered.
for (const list of document.querySelectorAll("[data-rows]")) {
  const place = (row) => row.querySelector(":scope > .place input");
  for (const row of list.querySelectorAll(":scope > .row-of")) {
    const handle = row.querySelector(":scope > .place label");
    handle.addEventListener("pointerdown", () => { row.draggable = true; });
    row.addEventListener("dragend", () => { row.draggable = false; });
  }
  sortable(list, ".row-of", (dragged, target) => {
    const isAfter = dragged.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isAfter) target.after(dragged);
    else target.before(dragged);
    const rows = [...list.querySelectorAll(":scope > .row-of")];
    const placed = rows.filter((row) => row === dragged || place(row).value !== "");
    const first = Number(list.dataset.rows);
    placed.forEach((row, index) => { place(row).value = first + index; });
  });
}
