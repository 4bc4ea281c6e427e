// Streamlit's own English words in ours, wherever a person or a screen reader meets them. Whole phrases only, and never
// within what our pages or people wrote. A phrase that is not in the table stays as it is.
(() => {
  "use strict";
  const NAMES = new Map(Object.entries({
    "Sidebar": "メニュー", "App pages": "メニュー", "Collapse sidebar": "メニューを閉じる", "Expand sidebar": "メニューを開く",
    "Main menu": "画面の設定", "Open": "選択肢を開く", "Close": "閉じる", "Clear value": "選択を取り消す",
    "Clear all": "すべて取り消す", "Clear entry": "入力を消す", "Clear time": "時刻を消す", "Clear date": "日付を消す",
    "Clear dates": "日付を消す", "Clear date and time": "日時を消す", "Choose date": "日付を選ぶ",
    "Choose date range": "期間を選ぶ", "Choose date and time": "日時を選ぶ", "Previous month": "前の月", "Next month": "次の月",
    "Month": "月", "Year": "年", "Selected values": "選んだもの", "Choose an option": "選んでください",
    "Choose options": "選んでください", "Select an option": "選んでください", "Decrement": "一つ減らす", "Increment": "一つ増やす",
    "Pagination": "ページの移動", "Previous page": "前のページ", "Next page": "次のページ", "Scroll tabs left": "左の見出しを表示",
    "Scroll tabs right": "右の見出しを表示", "Notifications": "知らせ", "Fullscreen": "全画面で表示",
    "Close fullscreen": "全画面を終える", "Copy to clipboard": "写す", "Copied": "写しました", "Copied!": "写しました",
    "file upload": "ファイルを選ぶ", "Link to heading": "見出しへのリンク", "Running...": "処理中", "Empty": "未入力",
    "Show password text": "パスワードを表示", "Hide password text": "パスワードを隠す", "Previous": "前へ", "Next": "次へ",
    "Show suggestions": "選択肢を開く", "Suggestions": "選択肢", "Dismiss": "閉じる", "Remove": "外す", "Increase": "一つ増やす",
    "Decrease": "一つ減らす", "Time": "時刻", "Calendar": "暦",
  }));
  const PARTS = { year: "年", month: "月", day: "日", hour: "時", minute: "分", second: "秒" };
  const RULES = [
    [/^(year|month|day|hour|minute|second), ?(.*)$/s, (_, part, of) => (of ? `${named(of)}　${PARTS[part]}` : PARTS[part])],
    [/^(\d+) – [A-Z][a-z]+$/, (_, month) => `${Number(month)}月`],
    [/^Help for (.*)$/s, (_, of) => `${of}の説明`],
    [/^Remove (.*)$/s, (_, of) => `${of}を外す`],
    [/^Page (\d+)$/, (_, page) => `${page}ページ`],
    [/^Choose (date and time|date range|date), (.*)$/s, (_, kind, month) => `${named(`Choose ${kind}`)}　${month}`],
  ];
  const TEXTS = new Map(Object.entries({
    "No results": "当てはまるものがありません", "No results found": "当てはまるものがありません", "Select all": "すべて選ぶ",
    "Choose an option": "選んでください", "Choose options": "選んでください", "Month": "月", "Year": "年",
    "Page not found": "この画面はありません",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "お探しの画面は、今の利用者では使えないか、見つかりません。「私の業務」を表示しています。",
    "Connection error": "つながりません",
    "Streamlit server is not responding. Are you connected to the internet?":
      "この画面とサーバーの間がつながっていません。自動でつなぎ直しています。切れるまでに入力した内容は下書きにあります。",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "この画面とサーバーの間がつながっていません。自動でつなぎ直しています。切れるまでに入力した内容は下書きにあります。",
    "Connection lost. Please wait for the app to reconnect, then try again.": "つなぎ直しています。つながってから、もう一度選んでください。",
    "Bad message format": "表示できません", "Too many files": "ファイルが多すぎます", "Copied": "写しました", "Copied!": "写しました",
    "Please wait...": "お待ちください", "streamlit run yourscript.py": "",
    "Use arrow keys to navigate. Enter to select. Tab to switch between calendar and time. Escape to close.":
      "矢印キーで移り、Enter で選びます。Tab で暦と時刻を移り、Esc で閉じます。",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "矢印キーで移り、Enter で選び、Esc で閉じます。",
  }));
  const SAID = [
    [/^(\d+) options? available\.$/, (_, n) => `${n}件から選べます。`],
    [/^Select (\d+) match(?:es)?$/, (_, n) => `当てはまる${n}件を選ぶ`],
    [/^(?:\S+ |This type of )?files are not allowed\.$/, () => "この種類のファイルは加えられません。"],
    [/^File is larger than (.*)$/, (_, size) => `${size}より大きいファイルは加えられません。`],
    [/^File must be (.*) or smaller\.$/, (_, size) => `${size}より大きいファイルは加えられません。`],
    [/^You can only select up to (\d+) options?\. Remove an option first\.$/, (_, n) => `選べるのは${n}件までです。先に一つ外してください。`],
    [/^Choose (date and time|date range|date), (.*)$/s, (_, kind, month) => `${named(`Choose ${kind}`)}　${month}`],
  ];
  const KEPT = ["aria-label", "aria-valuetext", "aria-roledescription", "placeholder", "title"];
  const OURS = '[data-testid="stHtml"], [data-testid="stMarkdownContainer"]:not([role="dialog"] *), pre, textarea';

  function by(rules, text) {
    for (const [form, say] of rules) if (form.test(text)) return text.replace(form, say);
    return null;
  }
  function named(text) { return NAMES.get(text) ?? text; }
  function attributes(element) {
    for (const name of KEPT) {
      const text = element.getAttribute(name);
      if (!text || !/[A-Za-z]{3}/.test(text)) continue;
      const ours = NAMES.get(text) ?? by(RULES, text);
      if (ours !== null && ours !== text) element.setAttribute(name, ours);
    }
  }
  function text(node) {
    const whole = node.data.trim();
    if (whole.length > 160 || !/[A-Za-z]{3}/.test(whole)) return;
    const ours = TEXTS.get(whole) ?? by(SAID, whole);
    if (ours !== null && !node.parentElement?.closest(OURS)) node.data = ours;
  }
  function all(root) {
    if (root.nodeType === Node.TEXT_NODE) { text(root); return; }
    if (root.nodeType !== Node.ELEMENT_NODE || root.matches("script, style")) return;
    attributes(root);
    for (const one of root.querySelectorAll(KEPT.map(name => `[${name}]`).join())) attributes(one);
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) text(node);
  }
  new MutationObserver(changes => {
    for (const change of changes) {
      if (change.type === "attributes") attributes(change.target);
      else if (change.type === "characterData") text(change.target);
      else change.addedNodes.forEach(all);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: KEPT,
  });
  all(document.documentElement);
})();
