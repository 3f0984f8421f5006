"""The scenarios of frames: which of them are looked at, and sessions from the first frame to the photo."""

from xueying import xueying_core as core
from surface import Phone, coded, lens, picture, value, word

CODING = core.YuvCoding(matrix=core.YuvMatrix.BT601, full_range=True)
LENS = {"id": "0", "facing": "rear", "field_of_view": 69.4, "preview_sizes": [[1280, 720]]}


def order(tools, mode):
    """What a session is opened for; one that counts needs a consent."""
    code = core.SessionCode.parse("25103003", tools.profile)
    if mode == core.SessionMode.REHEARSAL:
        return core.CaptureOrder.rehearsal(code, "nonce")
    return core.CaptureOrder.consented('{"receipt":"r","text":"t","given_at":1}', mode, code, "nonce")


class Session:
    """A session that runs the steps of a scenario."""

    def __init__(self, tools, source, order, record=False):
        plan = core.choose_camera([lens(LENS)], source, order.mode()).plan
        self.tools = tools
        self.phone = Phone()
        setup = core.LiveSetup(
            models=tools.models,
            profile=tools.profile,
            plan=plan,
            order=order,
            frame_budget_ms=33,
            record=record,
        )
        ports = core.Ports(signer=self.phone, clock=self.phone, log=self.phone)
        self.live = core.LiveSession.open(setup, ports)
        self.nanos = 0

    def push(self, frame, facts):
        """The answer as a word, and the guidance if there is any."""
        answer, error = coded(lambda: self.live.push_frame(facts, *frame))
        if error:
            return error, None
        if answer.is_guided():
            return "ok", answer.guidance
        return ("busy", None) if answer.is_busy() else (answer.code, None)

    def photo(self):
        """The photo that a good frame and a good still give."""
        frame = nv21(picture("good.nv21"), 0)
        for _ in range(10):
            self.nanos += 66_666_667
            facts = core.FrameFacts(lens="0", facing=core.Facing.REAR, time_nanos=self.nanos)
            assert self.push(frame, facts)[0] == "ok"
        time = self.nanos + 100_000_000
        still = core.StillFile(jpeg=picture("good.jpg"), lens="0", facing=core.Facing.REAR, time_nanos=time)
        return self.live.take([still])

    def step(self, step):
        run = getattr(self, "do_" + step["do"])
        found = run(step)
        for field, wanted in step.get("expect", {}).items():
            assert found.get(field) == wanted, (step, found)

    def do_push(self, step):
        frame, fired, texts = nv21(picture(step["picture"]), step.get("cut", 0)), False, set()
        for _ in range(step.get("times", 1)):
            self.nanos += step.get("every", 66_666_667)
            facts = core.FrameFacts(lens=step.get("lens", "0"), facing=core.Facing.REAR, time_nanos=self.nanos)
            answer, guidance = self.push(frame, facts)
            if guidance is None:
                return {"answer": answer}
            fired |= guidance.event == core.ShutterEvent.FIRE
            texts.add(guidance.show and guidance.show.id)
            if fired:
                break
        roles = [word(shape.role) for shape in guidance.overlay]
        shown = step.get("expect", {}).get("shown")
        return {
            "answer": answer,
            "state": word(guidance.state),
            "face": guidance.face,
            "fired": fired,
            "arrow": "arrow" in roles,
            "shown": shown if shown in texts else sorted(filter(None, texts)),
        }

    def do_take(self, step):
        still = lambda name: core.StillFile(
            jpeg=picture(name), lens=step.get("lens", "0"), facing=core.Facing.REAR, time_nanos=self.nanos + step["after"]
        )
        photo, error = coded(lambda: self.live.take([still(name) for name in step["stills"]]))
        if error:
            return {"answer": error}
        envelope = photo.envelope()
        assert '"signature"' in envelope and "25103003" in envelope
        assert photo.open(self.tools.checker).width() > 0
        return {"answer": "sealed", "verdict": word(photo.report().verdict())}

    def do_press(self, _):
        return {"answer": coded(lambda: self.live.press(self.nanos))[1] or "ok"}

    def do_override(self, step):
        return {"answer": coded(lambda: self.live.override_check(step["check"], step["reason"]))[1] or "ok"}

    def do_break(self, step):
        self.phone.broken = step["port"]
        return {}

    def do_end(self, _):
        self.live.end()
        return {}

    def do_replay(self, _):
        lines = self.live.recording()
        replayed, error = coded(lambda: core.replay_recording(lines, self.tools.profile))
        return {"answer": error or ("same" if replayed.differs is None else "differs")}


def live(case, tools):
    mode = value(core.SessionMode, case["mode"])
    session = Session(tools, value(core.Source, case["source"]), order(tools, mode), case.get("record", False))
    for step in case["steps"]:
        session.step(step)


def frame_gate(case, tools):
    session = Session(tools, value(core.Source, case["source"]), order(tools, core.SessionMode.REHEARSAL))
    layout = core.PixelLayout.LUMA(row_stride=64)
    shape = core.FrameShape(width=64, height=64, layout=layout, rotation=core.Rotation.NONE, mirrored=False)
    frame = (shape, bytes([128]) * 64 * 64, b"", b"")
    for number, fields in enumerate(case["frames"]):
        facing = value(core.Facing, fields["facing"])
        facts = core.FrameFacts(lens=fields["lens"], facing=facing, time_nanos=fields["time"])
        answer, _ = session.push(frame, facts)
        assert answer == fields["expect"], (number, answer)


def nv21(bytes, cut):
    """The frame of a phone that lies on its side, 1280 by 720; `cut` bytes are missing at its end."""
    luma = 1280 * 720
    layout = core.PixelLayout.SEMI_PLANAR(
        y_row_stride=1280, chroma_row_stride=1280, order=core.ChromaOrder.V_THEN_U, coding=CODING
    )
    shape = core.FrameShape(width=1280, height=720, layout=layout, rotation=core.Rotation.QUARTER, mirrored=False)
    return shape, bytes[:luma], bytes[luma : len(bytes) - cut], b""
