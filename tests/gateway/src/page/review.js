// One case at a time: the oldest photo that waits, everything about it, and the decision.
const token = location.hash.slice(1);
const at = (id) => document.getElementById(id);
let photo = null;

async function ask(path, options = {}) {
  const headers = { Authorization: `Bearer ${token}`, ...options.headers };
  const answer = await fetch(`/v1/review/photos${path}`, { ...options, headers });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

function show(id) {
  for (const one of ["no_token", "empty", "failed", "case"]) at(one).hidden = one !== id;
}

async function picture(id) {
  const before = at(id).src;
  at(id).src = URL.createObjectURL(await (await ask(`/${photo}/${id}`)).blob());
  if (before) URL.revokeObjectURL(before);
}

function row(finding, overrides) {
  const line = document.createElement("tr");
  line.dataset.verdict = finding.verdict;
  const title = document.querySelector(`input[value="${finding.id}"]`).dataset.title;
  const score = finding.score === null ? finding.reason ?? "" : `${Number(finding.score.toPrecision(3))} ${finding.unit}`;
  for (const text of [title, finding.verdict, score, overrides[finding.id] ?? ""]) {
    line.insertCell().textContent = text;
  }
  return line;
}

async function next() {
  const [waiting] = await (await ask("?limit=1")).json();
  photo = waiting?.photo;
  if (!photo) return show("empty");
  const found = await (await ask(`/${photo}`)).json();
  at("rehearsal").hidden = waiting.mode !== "rehearsal";
  at("student").textContent = found.masked_name;
  at("findings").replaceChildren(...found.report.findings.map((finding) => row(finding, found.overrides)));
  at("manifest").textContent = JSON.stringify(JSON.parse(found.envelope.manifest), null, 2);
  at("decision").reset();
  await Promise.all([picture("original"), picture("portrait")]);
  show("case");
}

async function decide(decision, reasons) {
  const headers = { "Content-Type": "application/json" };
  await ask(`/${photo}/decision`, { method: "PUT", headers, body: JSON.stringify({ decision, reasons }) });
  await next();
}

const told = (work) => work.catch(() => show("failed"));

at("approve").addEventListener("click", () => told(decide("approve", [])));
at("decision").addEventListener("submit", (event) => {
  event.preventDefault();
  const reasons = [...document.querySelectorAll("input:checked")].map((box) => box.value);
  if (reasons.length) told(decide("refuse", reasons));
});

if (token) told(next());
else show("no_token");
