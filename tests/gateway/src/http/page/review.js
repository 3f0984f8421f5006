// One case at a time: the oldest photo that waits, everything about it, and the decision.
const token = location.hash.slice(1);
const at = (id) => document.getElementById(id);
let photo = null;
let pictures = [];

async function ask(path, options = {}) {
  const headers = { Authorization: `Bearer ${token}`, ...options.headers };
  const answer = await fetch(path, { ...options, headers });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

function tell(id) {
  for (const message of document.querySelectorAll(".message")) message.hidden = message.id !== id;
}

async function picture(id) {
  const url = URL.createObjectURL(await (await ask(`/v1/review/photos/${photo}/${id}`)).blob());
  pictures.push(url);
  at(id).src = url;
  await at(id).decode();
}

// What was found is drawn in the photo's own pixels.
function place() {
  const { naturalWidth, naturalHeight } = at("original");
  at("places").setAttribute("viewBox", `0 0 ${naturalWidth} ${naturalHeight}`);
  for (const row of at("case").querySelectorAll("tr[data-of]")) {
    const mark = at("places").querySelector(`[data-of="${row.dataset.of}"]`);
    row.addEventListener("pointerenter", () => mark?.classList.add("shown"));
    row.addEventListener("pointerleave", () => mark?.classList.remove("shown"));
  }
}

async function next() {
  const waiting = await (await ask("/v1/review/photos?limit=100")).json();
  photo = waiting[0]?.photo;
  for (const url of pictures.splice(0)) URL.revokeObjectURL(url);
  at("waiting").textContent = photo ? at("waiting").dataset.text.replace("{count}", waiting.length) : "";
  if (!photo) {
    at("case").replaceChildren();
    at("empty").hidden = false;
    return;
  }
  const language = document.documentElement.lang === "en" ? "?lang=en" : "";
  at("case").innerHTML = await (await ask(`/review/cases/${photo}${language}`)).text();
  for (const time of at("case").querySelectorAll("time")) {
    time.textContent = new Date(Number(time.dataset.at)).toLocaleString(document.documentElement.lang);
  }
  await Promise.all([picture("original"), picture("portrait")]);
  place();
  at("approve").addEventListener("click", () => told(decide("approve", [])));
  at("decision").addEventListener("change", () => (at("refuse").disabled = !chosen().length));
  at("decision").addEventListener("submit", (event) => {
    event.preventDefault();
    if (chosen().length) told(decide("refuse", chosen()));
  });
}

const chosen = () => [...at("decision").querySelectorAll("input:checked")].map((box) => box.value);

async function decide(decision, reasons) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ decision, reasons });
  await ask(`/v1/review/photos/${photo}/decision`, { method: "PUT", headers, body });
  tell(decision === "approve" ? "approved" : "refused");
  scrollTo(0, 0);
  await next();
}

const told = (work) => work.catch(() => tell("failed"));

at("other").hash = location.hash;
if (token) told(next());
else tell("no_token");
