"""What no scenario says: sessions from many threads, buffers of other kinds, and the module for a school's office."""

import pathlib
import shutil
import tempfile
import threading
import typing

import xueying
from live import Session, nv21, order
from surface import FILES, picture
from xueying import xueying_core as core


def many_threads(tools):
    session = Session(tools, core.Source.SIMULATED, order(tools, core.SessionMode.REHEARSAL))
    frame, answers = nv21(picture("good.nv21"), 0), []

    def push(thread):
        for number in range(12):
            time = (number * 8 + thread + 1) * 10_000_000
            facts = core.FrameFacts(lens="0", facing=core.Facing.REAR, time_nanos=time)
            answers.append(session.push(frame, facts)[0])

    threads = [threading.Thread(target=push, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.live.end()
    known = {"ok", "busy", "frame_clock_went_back", "frame_repeated", "frame_too_soon"}
    assert len(answers) == 96 and set(answers) <= known, set(answers)
    assert {"ok", "busy"} <= set(answers), set(answers)


def other_buffers(tools):
    shape = core.FrameShape(
        width=8, height=8, layout=core.PixelLayout.LUMA(row_stride=8), rotation=core.Rotation.NONE, mirrored=False
    )
    try:
        core.CodeScanner(core.system_clock()).push_frame(shape, bytearray(64))
    except TypeError:
        return
    raise AssertionError("a bytearray may move while it is lent")


def an_office(tools):
    models = pathlib.Path(tools.folder)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("photo.png", "cut.jpg", "phone.heic", "blank.luma"):
            shutil.copy(FILES / name, folder)
        office = xueying.PreCheck(models, lang="en")
        results = {result.path.name: result for result in office.folder(folder)}
        assert set(results) == {"photo.png", "cut.jpg", "phone.heic"}, set(results)
        photo = results["photo.png"]
        assert photo.verdict == "fail" and photo.problems[0].verdict == "fail" and photo.json
        assert "teeth_hidden" in {problem.id for problem in photo.problems}
        assert all(problem.message for problem in photo.problems), photo
        assert results["cut.jpg"].problems[0].message == "The file is cut off."
        assert results["phone.heic"].verdict == "unreadable" and "JPEG" in str(results["phone.heic"])
        assert set(photo.row()) == {"file", "verdict", "problems", "advice", "questions"}
        portrait = pathlib.Path(folder) / "portrait.jpg"
        office.portrait(FILES / "photo.png", portrait)
        finished = office.file(portrait, finished=True)
        assert "output_spec" not in {problem.id for problem in finished.problems}, finished


def type_hints(tools):
    here = pathlib.Path(xueying.__file__).parent
    assert (here / "py.typed").is_file()
    for call in (xueying.PreCheck.file, xueying.PreCheck.folder, core.Checker.open_file, core.LiveSession.push_frame):
        hints = typing.get_type_hints(call)
        assert "return" in hints and len(hints) > 1, call


def lifecycle(tools):
    """How many failed."""
    failed, cases = 0, (many_threads, other_buffers, an_office, type_hints)
    for run in cases:
        try:
            run(tools)
        except AssertionError as error:
            failed += 1
            print(f"FAILED {run.__name__}: {error!r}")
    print(f"lifecycle: {len(cases)} cases")
    return failed
