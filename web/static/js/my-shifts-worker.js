// Keeps my shifts as they were seen last, and the files they are shown with, for times without a network; nothing else.
// What the network says comes first, unless the server is down. Signing in and out clears it all (the answer's
// Clear-Site-Data), and so does an answer that leads elsewhere: then nobody is signed in any more.
const CACHE = "my-shifts";
const isPage = (url) => /^\/my\/(\d{4}-\d{2})?$/.test(url.pathname);
const isFile = (url) => url.pathname.startsWith("/static/");
const isOurs = (url) => url.origin === location.origin && (isPage(url) || isFile(url));
const keyOf = (url) => url.origin + url.pathname;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// The first visit came without this worker: the page says what it was made of.
addEventListener("message", (event) => {
  const urls = [event.data.page, ...event.data.files].map((text) => new URL(text)).filter(isOurs);
  event.waitUntil(Promise.all(urls.map(async (url) => keep(url, await fetch(url)))));
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && isOurs(url)) event.respondWith(answer(event.request, url));
});

async function answer(request, url) {
  let found;
  try {
    found = await fetch(request);
  } catch (failure) {
    return (await seenLast(url)) ?? Promise.reject(failure);
  }
  if (found.status >= 500) return (await seenLast(url)) ?? found;
  await keep(url, found.clone());
  return found;
}

async function seenLast(url) {
  const kept = await (await caches.open(CACHE)).match(keyOf(url));
  return kept && isPage(url) ? marked(kept) : kept;
}

async function keep(url, found) {
  if (found.ok && !found.redirected) await (await caches.open(CACHE)).put(keyOf(url), found);
  else if (isPage(url) && found.status < 500) await caches.delete(CACHE);
}

// The note that says of when the page is, shown.
async function marked(kept) {
  const html = await kept.text();
  return new Response(html.replace('id="offline" hidden', 'id="offline"'), { headers: kept.headers });
}
