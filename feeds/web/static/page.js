// What a script makes nicer: a button that copies an address. Everything works without it.
"use strict";

for (const button of document.querySelectorAll("button[data-copies]")) {
  const address = document.getElementById(button.dataset.copies);
  const told = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (told.textContent) return;
    try {
      await navigator.clipboard.writeText(address.textContent);
    } catch {
      // Over plain http there is no clipboard to write to, but what is selected can be copied.
      getSelection().selectAllChildren(address);
      document.execCommand("copy");
    }
    const label = button.textContent;
    button.textContent = told.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
      told.textContent = "";
    }, 3000);
  });
}
