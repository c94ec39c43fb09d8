/** The page without it is complete; with it, the lists can be filtered. */
export const script: string = `
const items = [...document.querySelectorAll(".item")];
const [text, kind, rule] = ["text", "kind", "rule"].map((id) => document.getElementById(id));
const shown = document.getElementById("shown");
function filter() {
  const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const item of items) {
    const hit = (kind.value === "" || item.dataset.kind === kind.value)
      && (rule.value === "" || item.dataset.names.split(" ").includes(rule.value))
      && words.every((word) => item.dataset.text.includes(word));
    item.hidden = !hit;
    if (hit) count++;
  }
  shown.textContent = count === items.length ? "" : count + " of " + items.length + " shown";
}
for (const control of [text, kind, rule]) control.addEventListener("input", filter);
for (const link of document.querySelectorAll("a[data-file]")) {
  link.addEventListener("click", () => {
    text.value = link.dataset.file;
    kind.value = rule.value = "";
    filter();
  });
}
document.querySelector(".filters").hidden = false;
filter();
`;
