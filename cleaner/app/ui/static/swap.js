// Asks for a page of ours and puts its parts in the place of the same parts here. Everything stays what the server said.

let latest = null;

// XMLHttpRequest parses an answer without running anything in it, and needs no sink that trusted types would refuse.
export function load(url, { body = null, alone = true } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    if (alone) {
      latest?.abort();
      latest = request;
    }
    request.open(body ? "POST" : "GET", url);
    request.responseType = "document";
    request.setRequestHeader("Accept", "text/html");
    request.onload = () => resolve({ page: request.response, url: request.responseURL, status: request.status });
    request.onerror = () => reject(new Error("the service does not answer"));
    request.onabort = () => resolve(null);
    request.send(body);
  });
}

export function replaceParts(page, except = []) {
  const focus = document.activeElement?.id;
  for (const fresh of page.querySelectorAll("[data-part]")) {
    const old = document.getElementById(fresh.id);
    if (old && !except.includes(fresh.id)) old.replaceWith(document.adoptNode(fresh));
  }
  if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus({ preventScroll: true });
  if (page.title) document.title = page.title;
  document.dispatchEvent(new Event("swapped"));
}

export async function go(url, { except = [], keep = true } = {}) {
  try {
    const found = await load(url);
    if (!found) return;
    if (found.status === 429 || found.status === 503) return notice("Too much at once: wait a moment and try again");
    if (found.status >= 400 || !found.page) return void (location.href = url);
    replaceParts(found.page, except);
    if (keep) history.replaceState(null, "", url);
  } catch (error) {
    notice(error.message);
  }
}

let fading = 0;
export function notice(words) {
  const place = document.getElementById("notice");
  place.textContent = words;
  place.classList.add("on");
  clearTimeout(fading);
  fading = setTimeout(() => place.classList.remove("on"), 2500);
}
