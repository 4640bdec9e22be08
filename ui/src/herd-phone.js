// Entry in the barn, where there may be no network. What is noted is first written on the device
// (IndexedDB), one row for each cow under a key made here, then sent; the key lets the server tell
// a repeat from something new, so nothing is lost and nothing is written twice.
"use strict";

(function () {
  const form = document.querySelector("form[data-barn]");
  if (!form || !window.indexedDB) return;
  const english = document.documentElement.lang === "en";
  const say = (zh, en) => (english ? en : zh);
  const { device, newKey, keepPage } = window.milkshedOffline;
  const { owner } = form.dataset;
  const shelf = device("milkshed-barn", ["notes"], owner);
  const put = (notes) => shelf.put("notes", ...notes); // all rows of one press, or none
  const drop = (key) => shelf.drop("notes", key);
  const waiting = () => shelf.waiting("notes");
  const bar = document.querySelector("[data-barn-bar]");
  const state = document.querySelector("[data-barn-state]");
  const list = form.querySelector("[data-barn-notes]");
  const none = form.querySelector("[data-barn-none]");
  const choice = form.querySelector("[data-kind-choice]");
  const MOST_AT_ONCE = 500;
  let sending = null;
  let again = false;
  let refusal = "";

  function box() {
    return form.querySelector(`fieldset[data-kind="${choice.value}"]`);
  }

  function showKind() {
    for (const one of form.querySelectorAll("fieldset[data-kind]")) {
      one.hidden = one.dataset.kind !== choice.value;
      one.disabled = one.hidden;
    }
  }

  function detailsOf(fields) {
    const details = {};
    const calves = {};
    const disposal = {};
    for (const field of fields.querySelectorAll("input, select")) {
      const value = field.type === "checkbox" ? (field.checked ? "true" : "") : field.value.trim();
      if (!value) continue;
      const calf = /^calf(\d)_(.+)$/.exec(field.name);
      if (calf) (calves[calf[1]] = calves[calf[1]] || {})[calf[2]] = value;
      else if (field.name.startsWith("disposal_")) disposal[field.name.slice(9)] = value;
      else details[field.name] = value;
    }
    if (Object.keys(calves).length) details.calves = Object.keys(calves).sort().map((n) => calves[n]);
    if (Object.keys(disposal).length) details.disposal = disposal;
    const note = form.querySelector("[data-note]").value.trim();
    if (note) details.note = note;
    return details;
  }

  function chosen() {
    const ticked = [...form.querySelectorAll('input[name="cow"]:checked')].map((one) => ({
      number: one.dataset.number, scheme: one.dataset.scheme, label: one.dataset.label,
      step: one.dataset.kind === choice.value ? one.dataset.step : "", animal: one.value,
    }));
    const seen = new Set();
    const cows = ticked.filter((one) => !seen.has(one.animal) && seen.add(one.animal));
    const typed = form.querySelector("[data-numbers]").value.split(/[\s,，]+/).filter(Boolean);
    for (const number of new Set(typed)) {
      const scheme = /^2\d{14}$/.test(number) ? "ear-tag" : "on-farm";
      cows.push({ number, scheme, label: number, step: "" });
    }
    return cows;
  }

  async function note() {
    const cows = chosen();
    if (!cows.length) {
      show(say("请先选牛或填牛号", "Choose cows or type their numbers"), "warn");
      return;
    }
    const fields = box();
    const bad = [...fields.querySelectorAll("input")].find((one) => !one.checkValidity());
    if (bad) {
      bad.reportValidity();
      return;
    }
    const picked = form.querySelector("[data-at]").value;
    const at = picked ? new Date(`${picked}:00+08:00`) : new Date();
    const details = detailsOf(fields);
    const now = Date.now();
    await put(cows.map((cow, turn) => ({
      key: newKey(), owner, at: now, turn, label: cow.label,
      title: choice.selectedOptions[0].textContent,
      row: {
        number: cow.number, scheme: cow.scheme, kind: choice.value, source: "phone",
        happened_at: at.toISOString(),
        details: cow.step ? { ...details, protocol_step: cow.step } : details,
      },
    })));
    for (const one of form.querySelectorAll('input[name="cow"]:checked')) one.checked = false;
    form.querySelector("[data-numbers]").value = "";
    form.querySelector("[data-note]").value = "";
    await flush();
  }

  // One sender at a time; what came in meanwhile is sent in another round.
  async function flush() {
    again = true;
    if (sending) return sending;
    sending = (async () => {
      let reached = true;
      await draw();
      try {
        while (again && reached) {
          again = false;
          reached = await sendNotes();
        }
      } finally {
        sending = null;
        await draw();
        await tell(reached);
      }
    })();
    return sending;
  }

  async function sendNotes() {
    const notes = (await waiting()).filter((one) => !one.held).slice(0, MOST_AT_ONCE);
    if (!notes.length) return true;
    let answer;
    try {
      answer = await fetch(form.dataset.events, {
        method: "POST", credentials: "same-origin",
        headers: {
          "Content-Type": "application/json", Accept: "application/json",
          "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
        },
        body: JSON.stringify(notes.map((one) => ({ ...one.row, event_key: one.key }))),
      });
    } catch {
      return false;
    }
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({}));
      refusal = problem.detail || `${answer.status}`;
      return false;
    }
    const told = await answer.json();
    const refused = new Map(told.rows.map((one) => [one.row, one.errors]));
    for (const [index, one] of notes.entries()) {
      const errors = refused.get(index + 1);
      if (errors) await put([{ ...one, held: true, reason: errors.map((e) => e.message).join("；") }]);
      else {
        await drop(one.key);
        sent(one);
      }
    }
    if ((await waiting()).some((one) => !one.held)) again = true;
    return true;
  }

  function line(one, kind, words) {
    const item = document.createElement("li");
    const tag = document.createElement("span");
    tag.className = `tag tag--${kind}`;
    tag.textContent = words;
    item.append(`${one.label} ${one.title} `, tag);
    return item;
  }

  const doneLines = [];
  function sent(one) {
    doneLines.unshift(line(one, "ok", say("已同步", "Sent")));
    doneLines.length = Math.min(doneLines.length, 30);
  }

  async function draw() {
    const notes = await waiting();
    const lines = notes.map((one) => {
      if (!one.held) return line(one, "warn", say("已存本机，待同步", "On this device, to be sent"));
      const item = line(one, "bad", one.reason);
      const drop_ = document.createElement("button");
      drop_.type = "button";
      drop_.className = "button button--small button--quiet";
      drop_.textContent = say("删去", "Drop");
      drop_.addEventListener("click", async () => {
        await drop(one.key);
        await draw();
        await tell(true);
      });
      item.append(" ", drop_);
      return item;
    });
    list.replaceChildren(...lines, ...doneLines);
    none.hidden = Boolean(lines.length + doneLines.length);
  }

  function show(words, kind) {
    bar.className = `notice notice--${kind} visit-bar`;
    state.textContent = words;
  }

  async function tell(reached) {
    const notes = await waiting();
    const held = notes.filter((one) => one.held).length;
    const left = notes.length - held;
    if (refusal && !reached) {
      show(say(`${left}条已存本机，服务器未接收：${refusal}`, `${left} kept on this device; the server says: ${refusal}`), "bad");
    } else if (!reached) {
      show(say(`离线：${left}条已存本机，有网后自动同步`, `Offline: ${left} kept on this device, sent once there is network`), "warn");
    } else if (held) {
      show(say(`${held}条被退回，见下方原因`, `${held} were refused, see why below`), "bad");
    } else {
      show(say("全部已同步", "Everything is sent"), "ok");
    }
    refusal = "";
  }

  choice.addEventListener("change", showKind);
  // A list opened for the first time proposes its own event.
  for (const one of form.querySelectorAll("details[data-list-kind]")) {
    one.addEventListener("toggle", () => {
      if (one.open && choice.querySelector(`option[value="${one.dataset.listKind}"]`)) {
        choice.value = one.dataset.listKind;
        showKind();
      }
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    note();
  });
  form.querySelector("[data-barn-send]").addEventListener("click", async () => {
    for (const one of await waiting()) if (one.held) await put([{ ...one, held: false, reason: "" }]);
    await flush();
  });
  window.addEventListener("online", () => flush());
  window.setInterval(async () => {
    if (navigator.onLine && (await waiting()).some((one) => !one.held)) flush();
  }, 15_000);
  showKind();
  draw().then(flush);
  keepPage(form.dataset.worker).catch(() => {});
})();
