// What every page gets: links and forms that change parts of it in place, and live parts.
import { go, notice, load, replaceParts } from "./swap.js";

document.documentElement.classList.add("scripted");

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.href);
});

// A form whose every change is asked for at once; the form itself stays, so that a slider can go on being dragged.
const waiting = { timer: 0 };
function asked(form) {
  const url = new URL(location.href);
  for (const [name, value] of new FormData(form)) url.searchParams.set(name, value);
  for (const name of ["block", "first"]) url.searchParams.delete(name);
  for (const [name, value] of [...url.searchParams]) if (!value || (name === "shift" && !Number(value))) url.searchParams.delete(name);
  return url.href;
}
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-live-form]");
  if (!form) return;
  const said = form.querySelector("output");
  if (event.target.type === "range") said.textContent = (event.target.value > 0 ? "+" : "") + Number(event.target.value).toFixed(1);
  const view = form.querySelector("[name=view]");
  if (view) view.value = new URL(location.href).searchParams.get("view") ?? "";
  clearTimeout(waiting.timer);
  waiting.timer = setTimeout(() => go(asked(form)), event.target.type === "range" || event.target.type === "search" ? 100 : 0);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-live-form]")) return;
  event.preventDefault();
  go(asked(event.target));
});

// Parts that change by themselves: asked for again every so many seconds while somebody looks.
async function live() {
  const part = document.querySelector("[data-live]");
  if (!part) return;
  await new Promise((resolve) => setTimeout(resolve, 1000 * Number(part.dataset.live)));
  if (!document.hidden && !part.contains(document.activeElement?.closest("input, select, textarea"))) {
    try {
      const found = await load(location.href, { alone: false });
      if (found?.page && new URL(found.url).pathname !== location.pathname) return void location.replace(found.url);
      if (found?.page && found.status < 400) replaceParts(found.page);
    } catch (error) {
      notice(error.message);
    }
  }
  live();
}
live();
