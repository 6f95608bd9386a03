// Lets a small worker keep this page as it was seen last, for times without a network.
if (navigator.serviceWorker) {
  const first = !navigator.serviceWorker.controller;
  navigator.serviceWorker.register("/my/worker.js");
  // Later visits go through the worker, which keeps what it brings.
  if (first) {
    navigator.serviceWorker.ready.then((registration) => {
      const files = performance.getEntriesByType("resource").map((entry) => entry.name);
      registration.active.postMessage({ page: location.href, files });
    });
  }
}
