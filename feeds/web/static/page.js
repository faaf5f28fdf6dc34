// What a script makes nicer: buttons that copy and share an address, a list that narrows. Everything works without it.
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

// What the system shares with is asked for an address, where it can be asked.
for (const button of document.querySelectorAll("button[data-shares]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const title = document.querySelector("h1").textContent;
    navigator.share({ title, url: button.dataset.shares }).catch(() => {}); // who thinks better of it is no error
  });
}

// A list that is all there is narrowed while somebody types.
for (const box of document.querySelectorAll("input[data-narrows]")) {
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const rows = [...document.getElementById(box.dataset.narrows).children].map((row) => [row, plain(row.textContent)]);
  const narrow = () => {
    const wanted = plain(box.value.trim());
    for (const [row, text] of rows) row.hidden = !text.includes(wanted);
  };
  box.addEventListener("input", narrow);
  narrow();
}

// From an article one goes on within the list that one came from, as far as this tab knows.
const list = document.querySelector("[data-around]");
if (list) sessionStorage.setItem("around", list.dataset.around);
const around = sessionStorage.getItem("around");
if (around) for (const link of document.querySelectorAll(".entry ~ .turning a")) link.search = around;
