// Checks a proof bundle on the reader's own device: the path from the leaf up to the root of the
// signed checkpoint (RFC 9162, section 2.1.3.2), and the checkpoint's Ed25519 signature where the
// browser knows how. The page informs without it.
"use strict";

(function () {
  const WORDS = {
    path: ["从这条记录的摘要逐级算出的根，与检查点一致", "The root computed from this record's hash is the checkpoint's"],
    signature: ["检查点的签名有效", "The checkpoint's signature is valid"],
    unsigned: ["此浏览器不能核对Ed25519签名，签名未在本机核对", "This browser cannot check Ed25519 signatures; the signature was not checked here"],
    held: ["本机核对通过", "Checked on this device"],
    failed: ["本机核对未通过", "The check on this device failed"],
    wrongPath: ["算出的根与检查点不一致：记录或证明被改动", "The computed root is another: record or proof was altered"],
    wrongSignature: ["检查点的签名无效", "The checkpoint's signature is wrong"],
    unable: ["此页未通过安全连接打开，浏览器不提供摘要计算，未在本机核对", "The page was not opened over a secure connection, so the browser cannot hash; nothing was checked here"],
  };

  function say(name) {
    return WORDS[name][document.documentElement.lang === "en" ? 1 : 0];
  }

  function fromBase64(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
    return whole;
  }

  function same(one, other) {
    return one.length === other.length && one.every((byte, at) => byte === other[at]);
  }

  async function sha256(bytes) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  }

  function nodeHash(left, right) {
    return sha256(joined(Uint8Array.of(1), left, right));
  }

  // Positions may pass 2^31, so halving is done by division and not by shifts.
  async function rootFrom(leaf, index, size, path) {
    const half = (value) => Math.floor(value / 2);
    let [position, last, hash] = [index, size - 1, leaf];
    for (const sibling of path) {
      if (last === 0) return null;
      if (position % 2 === 1 || position === last) {
        hash = await nodeHash(sibling, hash);
        while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
      } else {
        hash = await nodeHash(hash, sibling);
      }
      [position, last] = [half(position), half(last)];
    }
    return last === 0 ? hash : null;
  }

  async function pathHolds(bundle, head) {
    if (!(bundle.index >= 0 && bundle.index < head.size)) return false;
    const path = bundle.path.map(fromBase64);
    const root = await rootFrom(fromBase64(bundle.leaf), bundle.index, head.size, path);
    return root !== null && same(root, head.root);
  }

  function readCheckpoint(note) {
    const end = note.lastIndexOf("\n\n");
    const text = note.slice(0, end + 1);
    const [origin, size, root] = text.split("\n");
    const signatures = note.slice(end + 2).trimEnd().split("\n").map((line) => {
      const [, name, value] = line.split(" ");
      const bytes = fromBase64(value);
      return { name, keyId: bytes.slice(0, 4), value: bytes.slice(4) };
    });
    return { text, origin, size: Number(size), root: fromBase64(root), signatures };
  }

  // True or false, or null where the browser cannot tell.
  async function signatureHolds(bundle, head) {
    const encoder = new TextEncoder();
    for (const { key: vkey } of [...bundle.keys].reverse()) {
      const [name, , ...rest] = vkey.split("+");
      const typed = fromBase64(rest.join("+"));
      const keyId = (await sha256(joined(encoder.encode(`${name}\n`), typed))).slice(0, 4);
      const signature = head.signatures.find((one) => one.name === name && same(one.keyId, keyId));
      if (!signature) continue;
      let key;
      try {
        key = await crypto.subtle.importKey("raw", typed.slice(1), { name: "Ed25519" }, false, ["verify"]);
      } catch {
        return null;
      }
      return crypto.subtle.verify({ name: "Ed25519" }, key, signature.value, encoder.encode(head.text));
    }
    return false;
  }

  async function check(bundle) {
    const head = readCheckpoint(bundle.checkpoint);
    if (!(await pathHolds(bundle, head))) return { holds: false, steps: ["wrongPath"] };
    const signed = await signatureHolds(bundle, head);
    if (signed === false) return { holds: false, steps: ["path", "wrongSignature"] };
    return { holds: true, steps: ["path", signed === null ? "unsigned" : "signature"] };
  }

  function show(section, { holds, steps }) {
    const verdict = section.querySelector("[data-proof-verdict]");
    verdict.className = `tag tag--${holds ? "ok" : "bad"}`;
    verdict.textContent = say(holds ? "held" : "failed");
    verdict.hidden = false;
    list(section, steps);
  }

  function list(section, steps) {
    const shown = section.querySelector("[data-proof-steps]");
    shown.replaceChildren(...steps.map((step) => {
      const item = document.createElement("li");
      item.textContent = say(step);
      return item;
    }));
    shown.hidden = false;
  }

  async function run(section) {
    if (!window.crypto || !crypto.subtle) {
      list(section, ["unable"]);
      return;
    }
    const bundle = JSON.parse(document.getElementById(section.dataset.proof).textContent);
    try {
      show(section, await check(bundle));
    } catch {
      show(section, { holds: false, steps: ["wrongPath"] });
    }
  }

  for (const section of document.querySelectorAll("[data-proof]")) run(section);
})();
