/* While the name of an actor is typed, the structures that already bear nearly that name. The form works without this:
   sent, it asks the same question. */
const PAUSE = 350; // milliseconds without a key: then somebody is reading

const list = document.querySelector("[data-similar]");
const form = list?.closest("form") ?? document.querySelector("form.form");
const fields = ["name", "commune"].map((name) => form?.elements.namedItem(name));
let timer;
let asked;

async function ask() {
  const [name, commune] = fields.map((field) => field.value.trim());
  asked?.abort();
  if (name.length < 3) return show([]);
  asked = new AbortController();
  const question = new URLSearchParams({ name, commune });
  try {
    const answer = await fetch(`${list.dataset.similar}?${question}`, { signal: asked.signal });
    if (answer.ok) show((await answer.json()).near);
  } catch (fault) {
    if (fault.name !== "AbortError") show([]); // off line: the form still asks when it is sent
  }
}

function show(near) {
  const items = near.map(({ name, where, address }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = name;
    item.append(link, where ? ` · ${where}` : "");
    return item;
  });
  list.querySelector("ul").replaceChildren(...items);
  list.querySelector("p").hidden = items.length === 0;
}

if (list && fields.every(Boolean)) {
  fields[0].closest(".field")?.after(list);
  list.hidden = false;
  fields.forEach((field) =>
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    }),
  );
}
