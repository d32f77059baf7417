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

// Of who will see what, only what the ticks let is shown.
for (const row of document.querySelectorAll('[data-scope]')) {
  const tick = document.querySelector(`input[name=scope][value=${row.dataset.scope}]`);
  if (tick) {
    const show = () => { row.hidden = !tick.checked; };
    tick.addEventListener('change', show);
    show();
  }
}

function unfit(file, most) {
  if (file.size === 0) return 'the file is empty';
  return file.size <= Number(most) ? '' : `the file is larger than ${Math.floor(most / MEGABYTE)} MB`;
}

function offer(form, number) {
  const label = document.createElement('label');
  label.htmlFor = `many-${number}`;
  label.textContent = 'Or choose several files at once';
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
