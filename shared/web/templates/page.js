// What pages do where a script runs; each does without it as well.
// Lets several files be sent from a form that sends one at a time without this script, with a visible
// result for each. A form says by `data-many` how many bytes a file may have. A form that goes to the bucket
// itself says so by `data-most`: what the bucket would refuse on a bare page of its own is told here.
'use strict';

const MEGABYTE = 1024 * 1024;

for (const form of document.querySelectorAll('form[data-many]')) {
  offer(form, document.querySelectorAll('input[type=file]').length);
}

for (const form of document.querySelectorAll('form[data-most]')) {
  const input = form.querySelector('input[type=file]');
  input.addEventListener('change', () => {
    input.setCustomValidity([...input.files].map((file) => unfit(file, form.dataset.most)).join(''));
    input.reportValidity();
  });
}

const kept = document.querySelector('main[data-session]');
if (kept) watch(kept.dataset);

// Of who will see what, only what the ticks let is shown.
for (const row of document.querySelectorAll('[data-scope]')) {
  const tick = document.querySelector(`input[name=scope][value=${row.dataset.scope}]`);
  if (tick) {
    const show = () => { row.hidden = !tick.checked; };
    tick.addEventListener('change', show);
    show();
  }
}

// Warns five minutes before a session is over, and offers to keep it. `session` names it; `seconds` is how long it stays
// open without being used, `secondsMax` how long however often it is used.
function watch({ session, seconds, secondsMax }) {
  const opened = Number(sessionStorage.getItem(session)) || Date.now();
  sessionStorage.setItem(session, opened);
  let latest = opened + 1000 * secondsMax;
  let end = Math.min(Date.now() + 1000 * seconds, latest);
  const box = document.createElement('section');
  const words = document.createElement('p');
  const stay = document.createElement('button');
  box.className = 'stay';
  box.setAttribute('role', 'alert');
  stay.type = 'button';
  stay.textContent = 'Stay signed in';
  box.append(words, stay);
  const say = (text, canStay) => {
    if (words.textContent !== text) words.textContent = text;
    stay.hidden = !canStay;
    if (!box.isConnected) document.body.append(box);
  };
  // Another page of the same session may have kept it: the service knows.
  const keep = async () => {
    const answer = await fetch(`/sessions/${session}/keep`, {
      method: 'POST', body: new URLSearchParams(), headers: { accept: 'application/json' },
    });
    if ([401, 403, 410].includes(answer.status)) return 0;
    if (!answer.ok) throw new Error('not reached');
    return (await answer.json()).seconds;
  };
  let over = false;
  const look = async () => {
    if (over) return;
    if (Date.now() >= end) {
      const left = await keep().catch(() => null);
      if (left) end = Date.now() + 1000 * left;
      over = left === 0;
      if (left === null) return;
    }
    const minutes = Math.ceil((end - Date.now()) / 60000);
    if (over) {
      say('You have been signed out, to keep this page private. What you have not sent is still on it: copy what you need. Then open the link in our email to sign in again.', false);
    } else if (minutes > 5) {
      box.remove();
    } else if (end < latest) {
      say('Are you still there? We sign you out in about 5 minutes, to keep this page private.', true);
    } else {
      say('We sign you out in about 5 minutes: nobody stays signed in longer than this. Please send what you have written now.', false);
    }
  };
  stay.addEventListener('click', async () => {
    stay.disabled = true;
    try {
      const left = await keep();
      end = Date.now() + 1000 * left;
      // Less than a whole rest: the session ends then, however often it is used.
      if (left < seconds - 60) latest = Math.min(latest, end);
      await look();
    } catch {
      say('We could not reach the service. Please try again.', true);
    }
    stay.disabled = false;
  });
  setInterval(look, 10000);
  document.addEventListener('visibilitychange', look);
}

// The name of a file, without what cannot be shown.
function shortened(name) {
  return name.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, ' ').slice(0, 200);
}

function unfit(file, most) {
  if (file.size === 0) return 'the file is empty';
  return file.size <= Number(most) ? '' : `the file is larger than ${Math.floor(most / MEGABYTE)} MB`;
}

function offer(form, number) {
  const label = document.createElement('label');
  label.htmlFor = `many-${number}`;
  const dated = form.querySelector('fieldset.date');
  label.textContent = dated ? 'Or choose several files with this date at once' : 'Or choose several files at once';
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.id = label.htmlFor;
  const results = document.createElement('ul');
  results.setAttribute('role', 'status');
  const field = document.createElement('div');
  field.className = 'field';
  field.append(label, input, results);
  form.after(field);
  input.addEventListener('change', () => sendAll(form, input, results));
}

async function sendAll(form, input, results) {
  if (!form.reportValidity()) {
    input.value = '';
    return;
  }
  const files = [...input.files];
  input.disabled = true;
  for (const file of files) {
    const line = document.createElement('li');
    results.append(line);
    const say = (text) => { line.textContent = `${file.name}: ${text}`; };
    try {
      await send(form, file, say);
      say('sent, and being checked');
    } catch (error) {
      say(`not sent: ${error.message}`);
    }
  }
  input.disabled = false;
  input.value = '';
  const again = document.createElement('a');
  again.href = form.dataset.page;
  again.textContent = 'Show what has arrived';
  const last = document.createElement('li');
  last.append(again);
  results.append(last);
}

async function send(form, file, say) {
  const wrong = unfit(file, form.dataset.many);
  if (wrong) {
    throw new Error(wrong);
  }
  say('waiting');
  const fields = new URLSearchParams(new FormData(form));
  fields.set('name', shortened(file.name));
  const answer = await fetch(form.action, {
    method: 'POST', body: fields, headers: { accept: 'application/json' },
  });
  const way = await answer.json();
  if (!answer.ok) {
    const errors = (way.errors || []).map((error) => error.why);
    throw new Error(errors.length ? errors.join('; ') : way.title);
  }
  await upload(way, file, (part) => say(`${part} % sent`));
}

function upload(way, file, progress) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(way.fields)) {
      body.append(name, value);
    }
    body.append('file', file);
    const request = new XMLHttpRequest();
    request.open('POST', way.action);
    request.upload.onprogress = (event) => {
      progress(Math.floor((100 * event.loaded) / event.total));
    };
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new Error('it was refused; please try again'));
    };
    request.onerror = () => reject(new Error('the connection broke; please try again'));
    request.send(body);
  });
}
