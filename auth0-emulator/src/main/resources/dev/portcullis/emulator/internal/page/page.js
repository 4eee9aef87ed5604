'use strict';
// Keeps the parts marked data-live as they are on the server. Everything works without this script.
(() => {
  const EVERY_MS = 2000;
  const pause = document.getElementById('pause');
  const news = document.getElementById('news');
  const written = new WeakMap();
  let paused = false;

  const remember = node => written.set(node, node.outerHTML);
  const hasIds = list => list.length > 0 && list.every(node => node.id);

  // Children are told by their ids: the unchanged ones stay, with their focus and what is unfolded.
  function merge(old, fresh) {
    const before = new Map([...old.children].map(node => [node.id, node]));
    const wanted = [...fresh.children].map(node => {
      const known = before.get(node.id);
      if (known && written.get(known) === node.outerHTML) return known;
      remember(node);
      return node;
    });
    const keep = new Set(wanted);
    for (const node of before.values()) if (!keep.has(node)) node.remove();
    let at = old.firstElementChild;
    for (const node of wanted) {
      if (node === at) at = at.nextElementSibling;
      else old.insertBefore(node, at);
    }
    return wanted.filter(node => !before.has(node.id)).length;
  }

  function show(page) {
    const told = [];
    for (const old of document.querySelectorAll('[data-live]')) {
      const fresh = page.getElementById(old.id);
      if (!fresh) continue;
      if (hasIds([...old.children]) && hasIds([...fresh.children])) {
        const added = merge(old, fresh);
        if (added && old.dataset.news) told.push(`${old.dataset.news}: ${added}`);
      } else if (old.innerHTML !== fresh.innerHTML && !old.contains(document.activeElement)) {
        old.innerHTML = fresh.innerHTML;
        [...old.children].forEach(remember);
      }
    }
    news.classList.remove('lost');
    if (told.length) news.textContent = told.join(', ');
    else if (news.dataset.lost) news.textContent = '';
    delete news.dataset.lost;
  }

  async function update() {
    if (!paused && !document.hidden) {
      try {
        const answer = await fetch(location.href, {headers: {'X-Live': '1'}, cache: 'no-store'});
        if (answer.status === 405) {
          // The answer to a form: there is nothing to be read again.
          pause.hidden = true;
          return;
        }
        if (!answer.ok) throw new Error(answer.statusText);
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        if (!paused) show(page);
      } catch {
        news.classList.add('lost');
        news.dataset.lost = 'yes';
        news.textContent = 'The emulator does not answer; what you see may be old.';
      }
    }
    setTimeout(update, EVERY_MS);
  }

  for (const part of document.querySelectorAll('[data-live]')) [...part.children].forEach(remember);
  pause.hidden = false;
  pause.addEventListener('click', () => {
    paused = !paused;
    pause.textContent = paused ? 'Go on updating' : 'Pause updates';
  });
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const from = document.getElementById(button.dataset.copy);
      from.select();
      try {
        await navigator.clipboard.writeText(from.value);
      } catch {
        document.execCommand('copy');
      }
      news.textContent = button.textContent = 'Copied';
    });
  }
  const file = document.getElementById('import-file');
  if (file) {
    document.getElementById('import-choice').hidden = false;
    file.addEventListener('change', async () => {
      if (file.files.length) document.getElementById('import').value = await file.files[0].text();
    });
  }
  document.getElementById('notice')?.focus();
  setTimeout(update, EVERY_MS);
})();
