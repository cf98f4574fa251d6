// What opens over the map: real links, in the words of the page. Text only ever enters as text.

function element(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children.filter(Boolean));
  return made;
}

/** One structure: its name, which leads to its page, its family and where it is. */
export function sheet(properties, words) {
  const told = [familyOf(properties.family), properties.where].filter(Boolean).join(" · ");
  return element("div", { className: "map-sheet" }, title(properties, words), element("p", {}, told));
}

function title({ name, page }, words) {
  const shown = name || words.nameless;
  return element("p", { className: "map-name" }, page ? link(page, shown, words) : shown);
}

/** In a frame, a page opens beside the page that frames it, and says so. */
function link(href, shown, { target, elsewhere }) {
  if (!target) return element("a", { href }, shown);
  const told = element("span", { className: "unseen" }, ` ${elsewhere}`);
  return element("a", { href, target, rel: "noopener" }, shown, told);
}

/** Every structure of one place. */
export function list(leaves, words) {
  const heading = element("p", { className: "map-count" }, words.cluster.replace("{n}", leaves.length));
  const items = leaves.map(({ properties }) => element("li", {}, sheet(properties, words)));
  return element("div", { className: "map-list" }, heading, element("ul", {}, ...items));
}

/** The words of the legend. */
function familyOf(code) {
  return document.querySelector(`[data-family="${CSS.escape(code ?? "")}"] .map-family`)?.textContent ?? "";
}
