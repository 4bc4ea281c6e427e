tap => {
  const found = [];
  const seen = e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && style.display !== "none"
      && !e.closest("[aria-hidden=true], [hidden], [inert]");
  };
  const words = e => (e.textContent || "").trim();
  const named = e => {
    const by = (e.getAttribute("aria-labelledby") || "").split(" ").map(id => document.getElementById(id)).filter(Boolean);
    return (e.getAttribute("aria-label") || "").trim() || by.map(words).join("") || (e.getAttribute("title") || "").trim()
      || [...(e.labels || [])].map(words).join("");
  };
  const say = (what, e) => found.push(`${what}: ${e.tagName} ${(named(e) || words(e)).slice(0, 30)} ${e.dataset.testid || e.className}`);

  if (document.documentElement.lang !== "ja") found.push(`lang: ${document.documentElement.lang}`);
  if (!document.title.trim()) found.push("title: empty");

  for (const field of document.querySelectorAll("input:not([type=hidden]), textarea, select, [role=combobox], [role=spinbutton]"))
    if (seen(field) && !named(field)) say("a field without a name", field);

  for (const button of document.querySelectorAll("button, [role=button], summary, a[href]")) {
    if (!seen(button)) continue;
    const text = [...button.querySelectorAll("[data-testid*=Icon]")].reduce((all, i) => all.replace(words(i), ""), words(button));
    if (!named(button) && !text) say("a button or link without a name", button);
  }

  for (const button of document.querySelectorAll(".stButton button, .stDownloadButton button, .rk-out, main form button, summary, [data-testid=stSidebar] a"))
    if (seen(button) && button.getBoundingClientRect().height < tap - 0.5) say("too low for a finger", button);

  let last = 0;
  for (const head of [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(seen)) {
    const level = Number(head.tagName[1]);
    if (level > last + 1) say(`heading ${level} after ${last}`, head);
    last = level;
  }
  const firsts = [...document.querySelectorAll("h1")].filter(seen).length;
  if (firsts !== 1) found.push(`${firsts} headings of the first level`);

  const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parts = text => { const n = text.match(/[\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1]; };
  const over = (top, under) => [0, 1, 2].map(n => top[n] * top[3] + under[n] * (1 - top[3]));
  const ground = e => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const told = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !e || !seen(e) || /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(e.tagName)) continue;
    if (e.closest("[data-testid*=Icon], :disabled, [aria-disabled=true]")) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    if (size === 0) continue;
    const under = ground(e), ink = over(parts(style.color), under);
    const [high, low] = [light(ink), light(under)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const line = `contrast ${ratio.toFixed(2)}: ${style.color} on ${under.map(Math.round)} ${walk.currentNode.textContent.trim().slice(0, 20)}`;
    if (ratio < (large ? 3 : 4.5) && !told.has(line)) { told.add(line); found.push(line); }
  }
  return found;
}
