// Lets a small worker keep this page as it was seen last, for times without a network.
if (navigator.serviceWorker) {
  const files = () => performance.getEntriesByType("resource").map((entry) => entry.name);
  navigator.serviceWorker.register("/my/worker.js");
  navigator.serviceWorker.ready.then((registration) =>
    registration.active.postMessage({ page: location.href, files: files() }),
  );
}
