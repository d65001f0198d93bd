// The empty page: files dropped anywhere, Ctrl+Enter, and a word while it works.
const form = document.getElementById("give");
const files = form.elements.file;
const button = document.getElementById("go");

function send() {
  button.disabled = true;
  button.textContent = "Cleaning…";
  form.submit();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
form.elements.input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
addEventListener("dragover", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
addEventListener("drop", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  document.body.classList.remove("dropping");
  files.files = event.dataTransfer.files;
  if (files.files.length) send();
});
// Back from a result the button is what it was.
addEventListener("pageshow", () => {
  button.disabled = false;
  button.textContent = "Clean it";
});
