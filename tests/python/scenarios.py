"""Runs the scenarios of `tests/scenarios` through the Python bindings."""

import sys
import tempfile

from xueying import xueying_core as core
from desk import procedure
from lifecycle import lifecycle
from live import frame_gate, live
from surface import Phone, coded, lens, picture, scenarios, value, word


def camera_choice(case, _):
    source, mode = value(core.Source, case["source"]), value(core.SessionMode, case["mode"])
    expect = case["expect"]
    try:
        choice = core.choose_camera([lens(fields) for fields in case["lenses"]], source, mode)
        plan, refused = choice.plan.facts(), choice.refused
    except core.CameraError.NoLens as error:
        plan, refused = None, error.refused
    assert (plan.lens if plan else None) == expect["lens"], plan
    assert {lens.id: word(lens.reason) for lens in refused} == expect["refused"]
    for field, wanted in expect.get("plan", {}).items():
        found = getattr(plan, field)
        found = [found.width, found.height] if isinstance(found, core.Size) else found
        assert found == wanted, (field, found)


def permission(case, _):
    advice = core.permission_advice(value(core.Permission, case["permission"]), value(core.Platform, case["platform"]))
    found = advice and {"recovery": word(advice.recovery), "text_key": advice.text_key}
    assert found == case["expect"], found
    assert advice is None or core.text(advice.text_key, core.Lang.EN)


def code_texts(case, tools):
    found, error = coded(lambda: core.SessionCode.parse(case["text"], tools.profile).text())
    assert (error or found) == case["session"], (found, error)
    _, error = coded(lambda: core.CollectionCode.parse(case["text"], tools.profile))
    assert (error or "ok") == case["collection"], error


def scan(case, tools):
    scanner, expect, hint = core.CodeScanner(Phone()), case["expect"], None
    if "file" in case:
        codes, error = coded(lambda: scanner.read_file(picture(case["file"])))
    else:
        layout = core.PixelLayout.LUMA(row_stride=case.get("row_stride", case["width"]))
        shape = core.FrameShape(
            width=case["width"], height=case["height"], layout=layout, rotation=core.Rotation.NONE, mirrored=False
        )
        luma = picture(case["frames"])
        for _ in range(case["times"]):
            seen, error = coded(lambda: scanner.push_frame(shape, luma))
            codes, hint = (seen.codes, seen.hint) if seen else (None, None)
    assert error == expect.get("error"), error
    assert sorted(code.text() for code in codes or []) == expect.get("texts", [])
    assert (hint and hint.code) == expect.get("hint"), hint
    for code in codes or []:
        assert len(code.corners()) == 4
        assert coded(lambda: code.session(tools.profile))[1] == expect.get("session")
        assert coded(lambda: code.collection(tools.profile))[1] == expect.get("collection")


def check(case, tools):
    expect = case["expect"]
    if "pixels" in case:
        size = case["size"]
        layout = getattr(core.PixelLayout, case["layout"].upper())(row_stride=case["row_stride"])
        rotation = value(core.Rotation, case.get("rotation", "none"))
        shape = core.FrameShape(width=size[0], height=size[1], layout=layout, rotation=rotation, mirrored=False)
        photo, error = coded(lambda: tools.checker.open_pixels(shape, picture(case["pixels"])))
    else:
        photo, error = coded(lambda: tools.checker.open_file(picture(case["file"])))
    assert error == expect.get("error"), error
    if error:
        return
    report = photo.report(value(core.PhotoKind, case.get("as", "capture")))
    assert word(report.verdict()) == expect["verdict"], report.verdict()
    found = {finding.id: word(finding.verdict) for finding in report.findings(core.Lang.ZH)}
    for id, verdict in expect.get("findings", {}).items():
        assert found.get(id) == verdict, (id, found.get(id))
    assert '"schema":1' in report.json()
    if "portrait" in expect:
        portrait(photo, expect["portrait"], tools)


def portrait(photo, expect, tools):
    made, error = coded(lambda: photo.portrait(core.Background.OFFICIAL))
    assert error == expect.get("error"), error
    if error:
        return
    facts = made.facts()
    assert [facts.width, facts.height] == expect["size"]
    assert word(facts.fit) == expect["fit"], facts.fit
    assert made.preview(120)[:2] == b"\xff\xd8"
    assert coded(lambda: made.write("/no/such/folder/portrait.jpg"))[1] == "portrait_unwritable"
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        made.write(file.name)
        again = tools.checker.open_file(open(file.name, "rb").read()).report(core.PhotoKind.PORTRAIT)
    found = {finding.id: word(finding.verdict) for finding in again.findings(core.Lang.EN)}
    for id, verdict in expect["findings"].items():
        assert found.get(id) == verdict, (id, found.get(id))


class Tools:
    """What is loaded once."""

    def __init__(self, folder):
        self.folder = folder
        self.models = core.Models.from_folder(folder)
        self.profile = core.Profile.named("chsi")
        self.checker = core.Checker(self.models, self.profile)


def main(models):
    tools, failed = Tools(models), 0
    for run in (camera_choice, permission, code_texts, scan, frame_gate, live, check, procedure):
        cases = scenarios(run.__name__)
        for case in cases:
            try:
                run(case, tools)
            except AssertionError as error:
                failed += 1
                print(f"FAILED {run.__name__}: {case['name']}: {error!r}")
        print(f"{run.__name__}: {len(cases)} cases")
        assert cases, f"{run.__name__} has no cases"
    sys.exit(failed + lifecycle(tools) > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
