// A document: evidence where a reader points, judgements in place, further blocks while scrolling, keys.
import { load, notice, replaceParts } from "./swap.js";

const narrow = matchMedia("(max-width: 64rem)");
let parts = new Map(); // evidence by the first block of its part, as a promise of a page
let pinned = null; // the block whose evidence stays

const inspector = () => document.getElementById("inspector");
const blockOf = (target) => target?.closest?.(".b");
const number = (block) => Number(block.id.slice(1));

function partOf(block) {
  const starts = [0, ...[...document.querySelectorAll("#blocks [data-from]")].map((one) => number(one))];
  return Math.max(...starts.filter((one) => one <= number(block)));
}

async function evidenceOf(block) {
  const first = partOf(block);
  if (!parts.has(first)) {
    const url = new URL(location.href);
    url.pathname += "/evidence";
    for (const name of [...url.searchParams.keys()]) if (name !== "profile" && name !== "shift") url.searchParams.delete(name);
    url.searchParams.set("first", first);
    parts.set(first, load(url.href, { alone: false }));
  }
  const found = await parts.get(first);
  return found?.page?.getElementById("e" + number(block));
}

async function show(block, pin = false) {
  if (!pin && (pinned !== null || narrow.matches)) return;
  const found = await evidenceOf(block).catch(() => null);
  if (!found || (!pin && pinned !== null)) return;
  document.getElementById("why").replaceChildren(document.importNode(found, true));
  if (!pin) return;
  pinned = number(block);
  mark();
  inspector().classList.add("open");
}

function mark() {
  for (const one of document.querySelectorAll(".b.chosen")) one.classList.remove("chosen");
  document.getElementById("b" + pinned)?.classList.add("chosen");
  inspector().querySelector(".close").hidden = pinned === null;
}

function close() {
  pinned = null;
  inspector().classList.remove("open");
  mark();
}

// A block that scrolling has brought under a mouse at rest is not pointed at: the keyboard may be showing another one.
let pointing = 0;
let at = "";
document.addEventListener("pointerover", (event) => {
  const block = blockOf(event.target);
  const place = `${event.screenX},${event.screenY}`;
  if (place === at) return;
  at = place;
  clearTimeout(pointing);
  if (block && event.pointerType === "mouse") pointing = setTimeout(() => show(block), 70);
});
document.addEventListener("focusin", (event) => {
  const block = blockOf(event.target);
  if (block && event.target.matches(".why")) show(block);
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".close")) return close();
  const copy = event.target.closest?.("[data-copy]");
  if (copy) return void take(copy);
  const block = blockOf(event.target);
  if (!block || event.target.closest("button") || String(getSelection())) return;
  event.preventDefault();
  if (pinned === number(block)) close();
  else show(block, true);
});

// Words of one block that are selected can be taken out, or put back, by themselves. The service counts shown characters.
function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const text = range.startContainer.parentElement?.closest(".said > .text");
  if (!text || !text.contains(range.endContainer) || !range.toString().trim()) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = [...before.toString()].length;
  const gone = Boolean(range.startContainer.parentElement.closest("del"));
  return { block: text.closest(".b"), place: range.getBoundingClientRect(), start, end: start + [...range.toString()].length, gone };
}

let choosing = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(choosing);
  choosing = setTimeout(() => {
    const button = document.getElementById("words");
    const words = chosen();
    if (!button) return;
    button.hidden = !words;
    if (!words) return;
    const around = button.parentElement.getBoundingClientRect();
    button.value = `${words.gone ? "keep" : "remove"}:${number(words.block)}:${words.start}-${words.end}`;
    button.textContent = words.gone ? "Put back these words" : "Take out these words";
    button.style.top = `${words.place.bottom - around.top + 6}px`;
    button.style.left = `${Math.max(0, Math.min(words.place.left - around.left, around.width - 190))}px`;
  }, 150);
});

async function take(button) {
  try {
    const answer = await fetch(button.dataset.copy);
    if (!answer.ok) throw new Error("it could not be read");
    await navigator.clipboard.writeText(await answer.text());
    notice("Copied");
  } catch (error) {
    notice("Not copied: " + error.message);
  }
}

// A judgement: the same form, sent beside the page. Only its block and the sums are put in place, so that nothing moves.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".judging, .judge")) return;
  event.preventDefault();
  const act = event.submitter?.value ?? "";
  const words = event.submitter?.id === "words";
  const which = words ? act.split(":")[1] : form.matches(".judge") ? form.closest(".evidence").id.slice(1) : blockOf(event.submitter).id.slice(1);
  const block = document.getElementById("b" + which);
  const body = new FormData(form, event.submitter);
  if (words) {
    body.set("counted", "shown");
    event.submitter.hidden = true;
    getSelection().removeAllRanges();
  }
  const back = new URLSearchParams(location.search);
  if (block) back.set("first", partOf(block));
  body.set("back", "?" + back);
  try {
    const found = await load(form.action, { body, alone: false });
    if (!found?.page || found.status >= 400) throw new Error(found?.page?.querySelector("#problem p:nth-of-type(2)")?.textContent ?? "it was not kept");
    parts = new Map();
    const fresh = found.page.getElementById("b" + which);
    const held = document.activeElement && block?.contains(document.activeElement);
    if (block && fresh) block.replaceWith(document.adoptNode(fresh));
    else block?.remove();
    replaceParts(found.page, ["read", "inspector"]);
    const now = document.getElementById("b" + which);
    if (held) now?.querySelector(".act")?.focus({ preventScroll: true });
    if (now && (pinned === Number(which) || !narrow.matches)) {
      const again = await evidenceOf(now);
      if (again) document.getElementById("why").replaceChildren(document.importNode(again, true));
    }
    mark();
    notice(act.startsWith("undo") ? "As the rules decided" : act.startsWith("keep") ? "Put back, and kept as feedback" : "Taken out, and kept as feedback");
  } catch (error) {
    notice(error.message);
  }
});

// Further parts come when a reader nears their place.
const watcher = new IntersectionObserver(async (seen) => {
  const more = seen.find((one) => one.isIntersecting)?.target;
  if (!more) return;
  watcher.unobserve(more);
  const found = await load(more.querySelector("a").href, { alone: false }).catch(() => null);
  const coming = found?.page?.querySelectorAll("#blocks > .b");
  if (!coming?.length) return;
  coming[0].dataset.from = "";
  document.getElementById("blocks").append(...[...coming].map((one) => document.adoptNode(one)));
  const next = found.page.getElementById("more");
  if (next) more.replaceWith(document.adoptNode(next));
  else more.remove();
  watch();
}, { rootMargin: "1200px" });
function watch() {
  const more = document.getElementById("more");
  if (more) watcher.observe(more);
}

function step(forward, all) {
  const blocks = [...document.querySelectorAll(all ? ".b" : ".b.gone, .b.part")];
  const here = document.getElementById("b" + pinned) ?? blockOf(document.activeElement);
  const at = here ? number(here) : forward ? -1 : Infinity;
  const next = forward ? blocks.find((one) => number(one) > at) : blocks.findLast((one) => number(one) < at);
  if (!next) return notice(forward ? "That was the last one" : "That was the first one");
  next.scrollIntoView({ block: "center" });
  next.querySelector(".why").focus({ preventScroll: true });
  show(next, true);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.("input:not([type=range]), textarea, select")) return;
  const keys = {
    n: () => step(true),
    p: () => step(false),
    j: () => step(true, true),
    k: () => step(false, true),
    r: () => (document.getElementById("b" + pinned) ?? blockOf(document.activeElement))?.querySelector(".act").click(),
    "?": () => document.getElementById("help").showModal(),
    Escape: close,
  };
  const act = keys[event.key];
  if (!act || document.querySelector("dialog[open]")) return;
  if (event.key !== "Escape") event.preventDefault();
  act();
});

function begin() {
  parts = new Map();
  for (const one of document.querySelectorAll(".copy")) one.hidden = !navigator.clipboard;
  if (pinned !== null && !document.getElementById("b" + pinned)) close();
  else if (pinned !== null) show(document.getElementById("b" + pinned), true);
  watch();
}
document.addEventListener("swapped", () => begin());
const asked = new URL(location.href).searchParams.get("block");
if (asked !== null && document.getElementById("b" + asked)) {
  pinned = Number(asked);
  inspector().classList.add("open");
  mark();
}
begin();
