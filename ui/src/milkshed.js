// Small behaviours of every page. A page works without them; with them it is handier.
// Charts are in charts.js, fetched only by pages that hold one.
"use strict";

(function () {
  const opened = { by: null };

  function menu() {
    return document.getElementById("menu");
  }

  function openMenu(event) {
    const side = menu();
    if (!side) return;
    event.preventDefault();
    opened.by = event.currentTarget;
    side.classList.add("is-open");
    const first = side.querySelector("[data-menu-close]");
    if (first) first.focus();
  }

  function closeMenu(event) {
    const side = menu();
    if (!side || !side.classList.contains("is-open")) return;
    if (event) event.preventDefault();
    side.classList.remove("is-open");
    if (opened.by) opened.by.focus();
  }

  function onClick(event) {
    const side = menu();
    const outside = side && side.classList.contains("is-open") && !side.contains(event.target);
    if (outside && !event.target.closest("[data-menu-open]")) closeMenu(event);
    const filler = event.target.closest("[data-fill]");
    if (filler) fill(filler);
    const printer = event.target.closest("[data-print]");
    if (printer) window.print();
    const wall = event.target.closest("[data-wall]");
    if (wall) toggleWall(wall);
  }

  // A button with data-fill='{"username": "…"}' writes the values into the fields of its page.
  function fill(button) {
    const values = JSON.parse(button.dataset.fill);
    for (const [name, value] of Object.entries(values)) {
      const field = document.querySelector(`[name="${CSS.escape(name)}"]`);
      if (field) field.value = value;
    }
    const target = document.querySelector(button.dataset.fillFocus || "[data-fill-focus]");
    if (target) target.focus();
  }

  function toggleWall(button) {
    const dark = document.body.classList.toggle("wall");
    button.setAttribute("aria-pressed", String(dark));
    if (dark && document.documentElement.requestFullscreen) {
      document.documentElement.requestFullscreen().catch(() => {});
    } else if (!dark && document.fullscreenElement) {
      document.exitFullscreen();
    }
    document.dispatchEvent(new CustomEvent("milkshed:look"));
  }

  function leaveWall() {
    const button = document.querySelector("[data-wall]");
    if (document.fullscreenElement || !button || !document.body.classList.contains("wall")) return;
    toggleWall(button);
  }

  // A wall that nobody touches brings its figures up to date each minute.
  function refreshWall() {
    if (!document.body.classList.contains("wall") || !window.htmx) return;
    if (document.querySelector("[data-board]")) return; // it asks for its figures itself
    window.htmx.ajax("GET", window.location.href, {
      target: ".content", select: ".content", swap: "outerHTML",
    });
  }

  // The wall board's clock, and how old its figures are: a board that lost its server says so.
  function tickBoard() {
    const clock = document.querySelector("[data-clock]");
    if (!clock) return;
    const now = new Date();
    clock.textContent = now.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
    const fresh = document.querySelector("[data-fresh]");
    if (!fresh) return;
    const minutes = Math.max(0, Math.floor((now - new Date(fresh.dataset.fresh)) / 60000));
    const stale = minutes >= 5;
    const words = ` · ${minutes} ${fresh.dataset.freshWord}${stale ? ` · ${fresh.dataset.staleWord}` : ""}`;
    if (fresh.textContent !== words) fresh.textContent = words;
    fresh.classList.toggle("board__stale", stale);
  }

  // A form with data-submit is sent as soon as one of its choices changes.
  function onChange(event) {
    const form = event.target.closest("form[data-submit]");
    if (form) form.requestSubmit();
  }

  // A form with data-confirm asks before it is sent.
  function onSubmit(event) {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  }

  function loadCharts() {
    if (!document.querySelector("[data-chart]") || window.milkshedCharts) return;
    const here = document.querySelector("script[src*='milkshed.js']").src;
    const scripts = ["echarts.min.js", "charts.js"].map((name) => here.replace("milkshed.js", name));
    scripts.reduce((before, source) => before.then(() => addScript(source)), Promise.resolve())
      .catch(() => markMissing());
  }

  function addScript(source) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function markMissing() {
    const english = document.documentElement.lang === "en";
    for (const figure of document.querySelectorAll("[data-chart]")) {
      figure.classList.add("chart--missing");
      figure.append(english ? "The chart cannot be drawn; see the table." : "图表未能加载，请看表格。");
    }
  }

  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenu();
  });
  document.addEventListener("fullscreenchange", leaveWall);
  window.setInterval(refreshWall, 60_000);
  tickBoard();
  window.setInterval(tickBoard, 1000);
  document.addEventListener("htmx:afterSwap", loadCharts);
  for (const link of document.querySelectorAll("[data-menu-open]")) {
    link.addEventListener("click", openMenu);
  }
  for (const link of document.querySelectorAll("[data-menu-close]")) {
    link.addEventListener("click", closeMenu);
  }
  loadCharts();
})();
