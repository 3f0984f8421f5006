"""The scenarios of the procedure: which screen follows on what, and which errands."""

import json
import tempfile

from xueying import xueying_core as core
from live import Session
from surface import Phone, coded, scenarios, value, word

PHOTO = {"photo": "p000000000000001", "enrolment": "e000000000000001", "state": "calibrating", "reasons": []}


def key(request):
    return f"{request.method} {request.path}"


def answer(status, headers=None, body=b""):
    fields = [core.HttpHeader(name=name, value=value) for name, value in (headers or {}).items()]
    return core.ServiceReply(status=status, headers=fields, body=body)


class Device:
    """A device, and a service that answers as the scenario says."""

    def __init__(self, tools, folder):
        self.tools, self.folder, self.phone = tools, folder, Phone()
        self.sent, self.wake, self.order = [], None, None
        self.consent, self.received = "0" * 64, 0
        self.desk = self.open()

    def open(self):
        setup = core.DeskSetup(folder=self.folder, profile=self.tools.profile, keys=self.phone)
        return core.Desk.open(setup, core.Ports(signer=self.phone, clock=self.phone, log=self.phone))

    def happen(self, event):
        """What happens at a step; the names of the errands that follow."""
        if event == "carried":
            return self.carry()
        if isinstance(event, str):
            return self.note(getattr(self, "do_" + event)())
        name = "reply" if "reply" in event else next(iter(event))
        return self.note(getattr(self, "do_" + name)(event if name == "reply" else event[name]))

    def do_taken(self):
        session = Session(self.tools, core.Source.SIMULATED, self.order)
        photo = session.photo()
        session.live.end()
        return self.desk.taken(photo)

    def do_woken(self):
        ticket, after = self.wake
        self.phone.later += after
        return self.desk.woken(ticket)

    def do_resumed(self):
        return self.desk.resumed()

    def do_reopened(self):
        self.desk.end()
        assert coded(self.desk.resumed)[1] == "desk_closed"
        self.sent, self.order = [], None
        self.desk = self.open()
        return self.desk.begin()

    def do_act(self, name):
        return self.desk.act(value(core.Action, name))

    def do_tick(self, point):
        return self.desk.tick(point)

    def do_typed(self, text):
        return self.desk.typed(text)

    def do_camera(self, said):
        return self.desk.camera(value(core.Permission, said[0]), value(core.Platform, said[1]))

    def do_notifications(self, may):
        return self.desk.notifications(may)

    def do_saved(self, done):
        return self.desk.saved(done)

    def do_break(self, port):
        self.phone.broken = port
        return []

    def do_reply(self, said):
        found = next(one for one in self.sent if key(one[1]) == said["reply"])
        self.sent.remove(found)
        return self.desk.replied(found[0], self.reply(said))

    def reply(self, said):
        """The reply of a scenario; none where nobody answers."""
        body = said.get("body")
        if body is None:
            content = b""
        elif body == "$portrait":
            content = b"\xff\xd8\xff\xd9"
        elif isinstance(body, str):
            content = body.encode()
        else:
            content = json.dumps(body).replace("$consent", self.consent).encode()
        return answer(said["status"], said.get("headers"), content) if said["status"] else None

    def carry(self):
        """The service takes the photo: it answers every word about it, until there is none."""
        done = []
        while words := [one for one in self.sent if "/uploads" in one[1].path]:
            ticket, request = words[0]
            self.sent.remove(words[0])
            done += self.note(self.desk.replied(ticket, self.uploaded(request)))
        return [name for name in done if "/uploads" not in name]

    def uploaded(self, request):
        if request.method == "PATCH":
            self.received += len(request.body)
        if request.method == "POST":
            return answer(201, {"Location": "/v1/uploads/u1"})
        if request.method == "PUT":
            return answer(200, body=json.dumps(PHOTO).encode())
        if request.method == "DELETE":
            return answer(204)
        return answer(200, {"Upload-Offset": str(self.received)})

    def note(self, errands):
        """Remembers errands; their names."""
        return [self.note_one(errand) for errand in errands]

    def note_one(self, errand):
        if errand.is_send():
            name = key(errand.request)
            if name.startswith("PUT") and name.endswith("/consent"):
                self.consent = json.loads(errand.request.body)["text"]
            self.sent = [one for one in self.sent if one[0] != errand.ticket]
            self.sent.append((errand.ticket, errand.request))
            return name
        if errand.is_wake():
            self.wake = (errand.ticket, errand.after_ms)
            return "wake"
        if errand.is_open_camera():
            self.order = errand.order
            return "open_camera"
        plain = ("close_camera", "ask_camera", "open_settings", "ask_notifications", "save")
        return next(name for name in plain if getattr(errand, "is_" + name)())


def go(case, cases, device):
    """The case that comes before, if there is one, then the steps of this one."""
    if "from" in case:
        go(cases[case["from"]], cases, device)
    for step in case["steps"]:
        done = device.happen(step["event"])
        view = device.desk.view(core.Lang.ZH)
        found = (word(view.screen), done, view.waiting, view.notice is not None)
        assert found == (step["screen"], step["do"], step["waits"], step.get("notice", False)), (step["event"], found)


def procedure(case, tools):
    cases = {one["name"]: one for one in scenarios("procedure")}
    with tempfile.TemporaryDirectory() as folder:
        go(case, cases, Device(tools, folder + "/desk"))
