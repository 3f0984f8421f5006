// Runs the scenarios of tests/scenarios through the Kotlin bindings.

import com.google.gson.JsonObject
import java.io.File
import kotlin.system.exitProcess
import xueying.core.*

/** What is loaded once. */
class Tools(folder: String) {
    val models = Models.fromFolder(folder)
    val profile = Profile.named("chsi")
    val checker = Checker(models, profile)
}

fun cameraChoice(case: JsonObject, tools: Tools) {
    val lenses = case.list("lenses").map { lens(it.asJsonObject) }
    val expect = case.getAsJsonObject("expect")
    val (plan, refused) = try {
        val choice = chooseCamera(lenses, value(case.text("source")), value(case.text("mode")))
        choice.plan.facts() to choice.refused
    } catch (error: CameraException.NoLens) {
        null to error.refused
    }
    expect(plan?.lens, expect.optionalText("lens"), "lens")
    val wanted = expect.entries("refused").mapValues { it.value.asString }
    expect(refused.associate { it.id to word(it.reason) }, wanted, "refused")
    for ((field, value) in expect.entries("plan")) {
        val found = plan!!
        when (field) {
            "hold_lens" -> expect(found.holdLens, value.asBoolean, field)
            "disable_beauty" -> expect(found.disableBeauty, value.asBoolean, field)
            "focus_on_face" -> expect(found.focusOnFace, value.asBoolean, field)
            "expose_for_face" -> expect(found.exposeForFace, value.asBoolean, field)
            "preview", "still" -> {
                val size = if (field == "preview") found.preview else found.still
                val sides = size?.let { "[${it.width},${it.height}]" } ?: "null"
                expect(sides, value.toString(), field)
            }
            else -> throw Failed("no field $field")
        }
    }
}

fun permission(case: JsonObject, tools: Tools) {
    val advice = permissionAdvice(value(case.text("permission")), value(case.text("platform")))
    val wanted = case.optional("expect") as JsonObject?
    expect(word(advice?.recovery), wanted?.text("recovery"), "recovery")
    expect(advice?.textKey, wanted?.text("text_key"), "text_key")
    expect(advice == null || text(advice.textKey, Lang.EN) != null, true, "the text")
}

fun codeTexts(case: JsonObject, tools: Tools) {
    val session = coded { SessionCode.parse(case.text("text"), tools.profile).text() }
    expect(session.error ?: session.value, case.text("session"), "session")
    val collection = coded { CollectionCode.parse(case.text("text"), tools.profile) }
    expect(collection.error ?: "ok", case.text("collection"), "collection")
}

fun scan(case: JsonObject, tools: Tools) {
    val scanner = CodeScanner(Phone())
    val expect = case.getAsJsonObject("expect")
    var codes = listOf<Code>()
    var hint: String? = null
    var error: String? = null
    if (case.has("file")) {
        val read = coded { scanner.readFile(picture(case.text("file"))) }
        codes = read.value ?: listOf()
        error = read.error
    } else {
        val (width, height) = listOf("width", "height").map { case.get(it).asInt.toUInt() }
        val layout = PixelLayout.Luma(case.number("row_stride", width.toLong()).toUInt())
        val shape = FrameShape(width, height, layout, Rotation.NONE, false)
        val luma = lent(picture(case.text("frames")))
        repeat(case.get("times").asInt) {
            val seen = coded { scanner.pushFrame(shape, luma) }
            codes = seen.value?.codes ?: listOf()
            hint = seen.value?.hint?.code
            error = seen.error
        }
    }
    expect(error, expect.optionalText("error"), "error")
    expect(codes.map { it.text() }.sorted(), expect.texts("texts"), "texts")
    expect(hint, expect.optionalText("hint"), "hint")
    for (code in codes) {
        expect(code.corners().size, 4, "corners")
        expect(coded { code.session(tools.profile) }.error, expect.optionalText("session"), "session")
        expect(coded { code.collection(tools.profile) }.error, expect.optionalText("collection"), "collection")
        expect(code.toString().contains(code.text()), false, "a code shows its text")
    }
}

fun check(case: JsonObject, tools: Tools) {
    val expect = case.getAsJsonObject("expect")
    val opened = if (case.has("pixels")) {
        val (width, height) = case.list("size").map { it.asInt.toUInt() }
        val stride = case.get("row_stride").asInt.toUInt()
        val layout = if (case.text("layout") == "rgba") PixelLayout.Rgba(stride) else PixelLayout.Bgra(stride)
        val rotation = value<Rotation>(case.optionalText("rotation") ?: "none")
        val shape = FrameShape(width, height, layout, rotation, false)
        coded { tools.checker.openPixels(shape, lent(picture(case.text("pixels")))) }
    } else {
        coded { tools.checker.openFile(picture(case.text("file"))) }
    }
    expect(opened.error, expect.optionalText("error"), "error")
    val photo = opened.value ?: return
    val report = photo.report(value(case.optionalText("as") ?: "capture"))
    expect(word(report.verdict()), expect.text("verdict"), "verdict")
    verdicts(report, expect)
    expect("\"schema\":1" in report.json(), true, "json")
    (expect.optional("portrait") as JsonObject?)?.let { portrait(photo, it, tools) }
    photo.close()
}

private fun verdicts(report: Report, expect: JsonObject) {
    val found = report.findings(Lang.ZH).associate { it.id to word(it.verdict) }
    for ((id, wanted) in expect.entries("findings")) expect(found[id], wanted.takeUnless { it.isJsonNull }?.asString, id)
}

private fun portrait(photo: Photo, expect: JsonObject, tools: Tools) {
    val made = coded { photo.portrait(Background.OFFICIAL) }
    expect(made.error, expect.optionalText("error"), "error")
    val portrait = made.value ?: return
    val facts = portrait.facts()
    expect("[${facts.width},${facts.height}]", expect.get("size").toString(), "size")
    expect(word(facts.fit), expect.text("fit"), "fit")
    expect(portrait.preview(120u)[1], 0xd8.toByte(), "preview")
    expect(coded { portrait.write("/no/such/folder/portrait.jpg") }.error, "portrait_unwritable", "write")
    val file = File.createTempFile("portrait", ".jpg")
    portrait.write(file.path)
    val again = tools.checker.openFile(file.readBytes()).report(PhotoKind.PORTRAIT)
    file.delete()
    verdicts(again, expect)
}

fun main(arguments: Array<String>) {
    val tools = Tools(arguments[0])
    val sets = mapOf(
        "camera_choice" to ::cameraChoice,
        "permission" to ::permission,
        "code_texts" to ::codeTexts,
        "scan" to ::scan,
        "frame_gate" to ::frameGate,
        "live" to ::live,
        "check" to ::check,
        "procedure" to ::procedure,
    )
    var failed = 0
    for ((name, run) in sets) {
        val cases = scenarios(name)
        for (case in cases) {
            try {
                run(case, tools)
            } catch (error: Failed) {
                failed++
                println("FAILED $name: ${case.text("name")}: ${error.message}")
            }
        }
        println("$name: ${cases.size} cases")
        check(cases.isNotEmpty()) { "$name has no cases" }
    }
    failed += lifecycle(tools)
    exitProcess(if (failed > 0) 1 else 0)
}
