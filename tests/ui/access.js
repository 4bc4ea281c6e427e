tap => {
  const found = [];
  const seen = e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return box.width > 1 && box.height > 1 && style.visibility !== "hidden" && style.display !== "none"
      && !e.closest("[aria-hidden=true], [hidden], [inert]");
  };
  const words = e => (e.getAttribute("aria-label") || e.textContent || "").trim();

  if (document.documentElement.lang !== "ja") found.push(`lang: ${document.documentElement.lang}`);
  if (!/^\S.* \| 連絡$/.test(document.title)) found.push(`title: ${document.title}`);

  for (const button of document.querySelectorAll(".stButton button, .stDownloadButton button, .rk-out, main form button, summary, [data-testid=stSidebar] a"))
    if (seen(button) && button.getBoundingClientRect().height < tap - 0.5)
      found.push(`too low for a finger: ${button.tagName} ${words(button).slice(0, 30)} ${button.dataset.testid || button.className}`);
  return found;
}
