// What every page for places without network shares: a store on the device (IndexedDB) whose
// records wait under keys made here until they are sent, and the keeping of the page itself.
"use strict";

window.milkshedOffline = (function () {
  function done(transaction) {
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  // The device's store of one kind of page; a record names its owner, and only the owner's are seen.
  function device(name, shelves, owner) {
    const opened = new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => {
        for (const shelf of shelves) asked.result.createObjectStore(shelf, { keyPath: "key" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });

    // Whatever `change` does with the shelf happens as a whole or not at all.
    async function write(shelf, change) {
      const transaction = (await opened).transaction(shelf, "readwrite");
      change(transaction.objectStore(shelf));
      await done(transaction);
    }

    return {
      put: (shelf, ...records) => write(shelf, (there) => records.forEach((one) => there.put(one))),
      drop: (shelf, key) => write(shelf, (there) => there.delete(key)),
      // Takes the place of the owner's records that `replaces` names.
      replace: (shelf, record, replaces) => write(shelf, (there) => {
        const asked = there.getAll();
        asked.onsuccess = () => {
          for (const old of asked.result) if (old.owner === owner && replaces(old)) there.delete(old.key);
          there.put(record);
        };
      }),
      async waiting(shelf) {
        const transaction = (await opened).transaction(shelf, "readonly");
        const asked = transaction.objectStore(shelf).getAll();
        await done(transaction);
        return asked.result.filter((one) => one.owner === owner)
          .sort((a, b) => a.at - b.at || (a.turn || 0) - (b.turn || 0));
      },
    };
  }

  // randomUUID is there only over a secure connection; this makes a version 4 UUID anywhere.
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [8, 12, 16, 20, 32].map((end, at, ends) => hex.slice(at ? ends[at - 1] : 0, end)).join("-");
  }

  // Without a worker (no secure connection) entries still wait on the device; only a reload of the
  // page needs the network then.
  async function keep(addresses) {
    if (!("serviceWorker" in navigator)) return;
    const ready = await navigator.serviceWorker.ready;
    ready.active.postMessage({ keep: addresses });
  }

  // Keeps this page and the files it loaded through the worker at an address, whose scope is its folder.
  async function keepPage(worker) {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(worker, { scope: worker.replace(/[^/]*$/, "") });
    const files = performance.getEntriesByType("resource").map((one) => one.name)
      .filter((name) => new URL(name).pathname.startsWith("/static/"));
    await keep([window.location.pathname, ...files]);
  }

  return { device, newKey, keep, keepPage };
})();
