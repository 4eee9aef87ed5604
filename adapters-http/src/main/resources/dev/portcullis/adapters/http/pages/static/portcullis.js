// Makes the pages nicer; every one of them works without it.
"use strict";

/** The button that shows what has been typed. */
for (const button of document.querySelectorAll("[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener("click", () => {
    const visible = field.type === "password";
    field.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
    field.focus();
  });
  // What is shown is not kept by the browser as a plain text field's.
  field.form.addEventListener("submit", () => { field.type = "password"; });
}

/** A form is sent once, however often its button is pressed. */
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", event => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    const button = event.submitter;
    if (button && button.classList.contains("primary")) {
      button.textContent = form.dataset.once;
      button.classList.add("busy");
    }
  });
  // Back from the page after it, the form is good again.
  window.addEventListener("pageshow", event => { if (event.persisted) { location.reload(); } });
}

/** Counts down to when trying again makes sense. */
for (const text of document.querySelectorAll("[data-countdown]")) {
  const end = Date.now() + Number(text.dataset.countdown) * 1000;
  const words = text.textContent;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left <= 0) {
      text.textContent = text.dataset.over;
      text.parentElement.setAttribute("role", "status");
      return;
    }
    const clock = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    text.textContent = words + " (" + clock + ")";
    setTimeout(tick, 250);
  };
  tick();
}

/** Asks from time to time whether the user has answered on the other device. */
for (const form of document.querySelectorAll("form[data-polls]")) {
  form.querySelector("[data-waiting]").hidden = false;
  const ask = async () => {
    let seconds = Number(form.dataset.polls);
    try {
      const reply = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
      });
      const answer = await reply.json();
      if (answer.state === "done") {
        location.replace(answer.location);
        return;
      }
      if (answer.state === "over") {
        form.requestSubmit();
        return;
      }
      seconds = answer.seconds;
    } catch {
      // Polled again below; the button is there for users who do not want to wait.
    }
    setTimeout(ask, seconds * 1000);
  };
  setTimeout(ask, Number(form.dataset.polls) * 1000);
}
