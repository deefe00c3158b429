// Makes pages quicker to work with; every page does its work without it.

// After a form came back with errors, the list of them is where reading goes on.
document.querySelector("[data-focus]")?.focus();

// A text whose effect is shown as it changes: the count of an audience, the preview of a message.
// The element after its field is replaced with what the server answers; the frame of a mail and what stands above it are loaded anew.
for (const field of document.querySelectorAll("[data-live]")) {
  const output = document.getElementById(`${field.id}-live`);
  let timer = 0;
  let running = null;
  const ask = async () => {
    running?.abort();
    running = new AbortController();
    const body = new URLSearchParams({ [field.name]: field.value, csrf: field.form?.elements.csrf?.value ?? "" });
    try {
      const answer = await fetch(field.dataset.live, { method: "POST", body, signal: running.signal, headers: { accept: "text/html" } });
      if (answer.ok && output) output.innerHTML = await answer.text();
      for (const frame of document.querySelectorAll("iframe[data-preview]")) frame.src = frame.src;
      for (const head of document.querySelectorAll("[data-arrival]")) {
        const arrival = await fetch(head.dataset.arrival, { signal: running.signal, headers: { accept: "text/html" } });
        if (arrival.ok) head.innerHTML = await arrival.text();
      }
    } catch (error) {
      if (error.name !== "AbortError" && output) output.dataset.stale = "";
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 350);
  });
}

// A form under way is not sent twice by a second press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// "/" leads to the search of the page, "?" is left to the browser.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("input[type=search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
});

// Ctrl+Enter (or Cmd+Enter) in a long text sends its form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.target.closest("textarea")?.form?.requestSubmit();
});

// A long work under way shows its progress: the element is fetched again until it no longer asks for it.
for (const element of document.querySelectorAll("[data-refresh]")) {
  const again = async () => {
    const answer = await fetch(element.dataset.refresh, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    element.innerHTML = await answer.text();
    if (answer.headers.get("x-refresh") !== "done") setTimeout(again, 2000);
  };
  setTimeout(again, 2000);
}
