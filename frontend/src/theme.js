// The colours of the page, so that the map follows light, dark and the colours of an authority.

/** A function that gives the value of a design token (`--main` is "main"). */
export function palette(element) {
  const style = getComputedStyle(element);
  return (token) => style.getPropertyValue(`--${token}`).trim();
}

export function whenThemeChanges(then) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", then);
}
