// The checklist of a site visit, where there may be no network. Whatever an officer enters is first
// written on the device (IndexedDB) under a key made here, then sent; the key lets the server tell
// a repeat from something new, so nothing is lost and nothing is written twice.
"use strict";

(function () {
  const form = document.querySelector("form[data-visit]");
  if (!form || !window.indexedDB) return;
  const english = document.documentElement.lang === "en";
  const say = (zh, en) => (english ? en : zh);
  const { device, newKey, keep, keepPage } = window.milkshedOffline;
  const owner = `${form.dataset.person}:${form.dataset.visit}`;
  const { put, drop, replace, waiting } = device("milkshed-visits", ["entries", "photos"], owner);
  const bar = document.querySelector("[data-visit-bar]");
  const state = document.querySelector("[data-visit-state]");
  const save = form.querySelector("[data-visit-save]");
  let sending = null;
  let again = false;

  function fieldsOf(box) {
    const number = box.dataset.item;
    const answer = box.querySelector(`[name="answer-${number}"]:checked`);
    return {
      number: Number(number),
      answer: answer ? answer.value : "",
      severity: box.querySelector(`[name="severity-${number}"]`).value,
      remark: box.querySelector(`[name="remark-${number}"]`).value.trim(),
    };
  }

  // What fails needs its remark: the fields for it open by themselves.
  function mark(box, answer, remark = "") {
    box.classList.toggle("visit__item--fails", answer === "no");
    if (answer === "no" || remark) box.querySelector("details").open = true;
  }

  function boxOf(item) {
    return form.querySelector(`[data-item="${item}"]`);
  }

  function tell(box, kind, words) {
    const fate = box.querySelector("[data-fate]");
    const tag = document.createElement("span");
    tag.className = `tag tag--${kind}`;
    tag.textContent = words;
    fate.replaceChildren(tag);
    return fate;
  }

  async function changed(box) {
    const { number, answer, severity, remark } = fieldsOf(box);
    mark(box, answer);
    if (!answer) return;
    if (answer === "no" && !remark) {
      tell(box, "warn", say("请写明情况", "Say what is wrong"));
      return;
    }
    // Replaces whatever waited for the same item: only the officer's latest word is sent.
    await replace("entries", {
      key: newKey(), owner, item: number, answer, remark,
      severity: answer === "no" ? severity : "",
      base: Number(box.dataset.revision), at: Date.now(),
    }, (old) => old.item === number);
    tell(box, "warn", say("已存本机，待同步", "On this device, to be sent"));
    await flush();
  }

  async function photographed(box, input) {
    const file = input.files[0];
    if (!file) return;
    await put("photos", {
      key: newKey(), owner, item: Number(box.dataset.item), file, name: file.name, at: Date.now(),
    });
    input.value = "";
    await showPhotos();
    await flush();
  }

  async function showPhotos() {
    const all = await waiting("photos");
    for (const box of form.querySelectorAll("[data-item]")) {
      const mine = all.filter((one) => one.item === Number(box.dataset.item));
      const shown = box.querySelector("[data-photos]");
      for (const old of shown.querySelectorAll("[data-waiting]")) old.remove();
      for (const photo of mine) {
        const line = document.createElement("span");
        line.dataset.waiting = "";
        line.textContent = ` ${photo.name}${say("（待同步）", " (to be sent)")}`;
        shown.append(line);
      }
    }
  }

  function token() {
    return form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  async function send(address, options) {
    return fetch(address, {
      method: "POST", credentials: "same-origin",
      ...options, headers: { "X-CSRFToken": token(), Accept: "application/json", ...options.headers },
    });
  }

  // One sender at a time; what came in meanwhile is sent in another round.
  async function flush() {
    again = true;
    if (sending) return sending;
    sending = (async () => {
      let reached = true;
      try {
        while (again) {
          again = false;
          reached = (await sendEntries()) && (await sendPhotos());
          if (!reached) break;
        }
      } finally {
        sending = null;
        await show(reached);
      }
    })();
    return sending;
  }

  async function sendEntries() {
    const entries = (await waiting("entries")).filter((one) => !one.held);
    if (!entries.length) return true;
    const body = JSON.stringify(entries.map((one) => ({
      client_key: one.key, item: one.item, answer: one.answer, base: one.base,
      recorded_at: new Date(one.at).toISOString(), remark: one.remark, severity: one.severity,
    })));
    let answer;
    try {
      answer = await send(form.dataset.entries, { body, headers: { "Content-Type": "application/json" } });
    } catch {
      return false;
    }
    if (!answer.ok) {
      await refusedByServer(answer);
      return false;
    }
    for (const fate of await answer.json()) {
      await settle(entries.find((one) => one.key === fate.client_key), fate);
    }
    keep([window.location.pathname]);
    return true;
  }

  async function settle(entry, fate) {
    const box = boxOf(entry.item);
    if (!box) return;
    if (fate.fate === "accepted" || fate.fate === "repeated") {
      if (fate.present) stand(box, fate.present.revision);
      await drop("entries", entry.key);
      tell(box, "ok", say("已同步", "Sent"));
      return;
    }
    await put("entries", { ...entry, held: true });
    if (fate.fate === "conflict") showConflict(box, entry, fate);
    else tell(box, "bad", fate.reason);
  }

  function stand(box, revision) {
    box.dataset.revision = String(revision);
    box.querySelector(`[name="base-${box.dataset.item}"]`).value = String(revision);
  }

  function showConflict(box, entry, fate) {
    const there = fate.present;
    const fates = tell(box, "bad", say("与同行人员的登记不一致", "Your colleague recorded something else"));
    const words = document.createElement("p");
    words.textContent = `${there.by}：${there.answer_text} ${there.remark}`;
    const mine = button(say("用我的", "Keep mine"), async () => {
      await drop("entries", entry.key);
      stand(box, there.revision);
      await changed(box);
    });
    const theirs = button(say("用对方的", "Take theirs"), async () => {
      await drop("entries", entry.key);
      stand(box, there.revision);
      take(box, there);
      tell(box, "ok", say("已采用对方的登记", "Theirs was taken"));
      await show(true);
    });
    fates.append(words, mine, theirs);
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--small";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function take(box, there) {
    const number = box.dataset.item;
    const chosen = box.querySelector(`[name="answer-${number}"][value="${there.answer}"]`);
    if (chosen) chosen.checked = true;
    box.querySelector(`[name="remark-${number}"]`).value = there.remark;
    if (there.severity) box.querySelector(`[name="severity-${number}"]`).value = there.severity;
    mark(box, there.answer, there.remark);
  }

  async function sendPhotos() {
    for (const photo of (await waiting("photos")).filter((one) => !one.held)) {
      const body = new FormData();
      body.append("client_key", photo.key);
      body.append("item", String(photo.item));
      body.append("file", photo.file, photo.name);
      let answer;
      try {
        answer = await send(form.dataset.photos, { body });
      } catch {
        return false;
      }
      if (answer.ok) {
        const { attachment } = await answer.json();
        await drop("photos", photo.key);
        link(boxOf(photo.item), photo.name, attachment);
      } else if (answer.status === 401 || answer.status === 403 || answer.status >= 500) {
        await refusedByServer(answer);
        return false;
      } else {
        await put("photos", { ...photo, held: true });
        const problem = await answer.json().catch(() => ({}));
        tell(boxOf(photo.item), "bad", problem.detail || say("照片未被接收", "The photo was refused"));
      }
    }
    await showPhotos();
    return true;
  }

  function link(box, name, attachment) {
    const anchor = document.createElement("a");
    anchor.href = `/files/${attachment}`;
    anchor.textContent = `${name} `;
    box.querySelector("[data-photos]").append(anchor);
  }

  let refusal = "";
  async function refusedByServer(answer) {
    const problem = await answer.json().catch(() => ({}));
    refusal = problem.detail || `${answer.status}`;
  }

  async function show(reached) {
    const [entries, photos] = [await waiting("entries"), await waiting("photos")];
    const left = entries.length + photos.length;
    const held = [...entries, ...photos].filter((one) => one.held).length;
    const kind = left === 0 ? "ok" : held || refusal ? "bad" : "warn";
    bar.className = `notice notice--${kind} visit-bar`;
    if (refusal && !reached) {
      state.textContent = say(`${left}条已存本机，服务器未接收：${refusal}`, `${left} kept on this device; the server says: ${refusal}`);
    } else if (!reached) {
      state.textContent = say(`离线：${left}条已存本机，有网后自动同步`, `Offline: ${left} kept on this device, sent once there is network`);
    } else if (held) {
      state.textContent = say(`${held}条须处理，见下方标红的项`, `${held} need your decision, see the red items`);
    } else {
      state.textContent = left ? say(`${left}条待同步`, `${left} to be sent`) : say("全部已同步", "Everything is sent");
    }
    refusal = "";
    const sign = document.querySelector("[data-visit-sign]");
    if (sign) sign.disabled = left > 0;
  }

  async function restore() {
    for (const entry of await waiting("entries")) {
      const box = boxOf(entry.item);
      if (!box) continue;
      take(box, entry);
      tell(box, "warn", say("已存本机，待同步", "On this device, to be sent"));
      if (entry.held) await put("entries", { ...entry, held: false });
    }
    await showPhotos();
  }

  form.addEventListener("change", (event) => {
    const box = event.target.closest("[data-item]");
    if (!box) return;
    if (event.target.matches("[data-photo]")) photographed(box, event.target);
    else changed(box);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    flush();
  });
  window.addEventListener("online", () => flush());
  window.setInterval(async () => {
    if (navigator.onLine && (await waiting("entries")).length + (await waiting("photos")).length) flush();
  }, 15_000);
  save.textContent = say("立即同步", "Send now");
  for (const box of form.querySelectorAll("[data-item]")) {
    mark(box, fieldsOf(box).answer);
  }
  restore().then(flush);
  keepPage(form.dataset.worker).catch(() => {});
})();
