// A list beside a map: the structure that the pointer is over, or that holds the focus, is shown where it works.

/** `show(page)` is told the path of the structure's page, null when none is pointed at; never the same twice. */
export function pointedIn(list, show) {
  let shown = null;
  const tell = (page) => {
    if (page !== shown) show((shown = page));
  };
  const pageOf = ({ target }) => target.closest("[data-card]")?.querySelector("a[href]")?.pathname ?? null;
  for (const kind of ["pointerover", "focusin"]) list.addEventListener(kind, (event) => tell(pageOf(event)));
  for (const kind of ["pointerleave", "focusout"]) list.addEventListener(kind, () => tell(null));
}
