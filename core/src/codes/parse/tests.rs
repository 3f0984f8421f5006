use super::*;
use crate::profile::{CodePatterns, Profile};
use crate::texts::{Lang, text};
use proptest::prelude::*;
use zeroize::ZeroizeOnDrop;

fn patterns() -> CodePatterns {
    Profile::chsi().codes
}

fn session(text: &str) -> Result<String, CodeError> {
    SessionCode::parse(text, &patterns()).map(|code| code.as_str().to_owned())
}

const TOKEN: &str = "Zk9+fj3/25103003/aQ8xLwv0mB7tRr1Yc2Dd==";

#[test]
fn session_codes_are_found_where_people_put_them() {
    for text in [
        "25103003",
        "  25103003\n",
        "２５１０３００３",
        "\u{3000}25103003\u{feff}",
        "https://cap.example.edu.cn/bind?session=25103003&from=poster",
        "https://cap.example.edu.cn/#/bind?sessionCode=25103003",
        "https://cap.example.edu.cn/s/25103003/",
        "场次编码：25103003，请提前十分钟到场",
        "请扫码https://cap.example.edu.cn/bind?session=25103003，联系电话 13800138000",
        "session code 25103003, once more: 25103003",
    ] {
        assert_eq!(session(text), Ok("25103003".to_owned()), "{text}");
    }
    assert_eq!(session("aatt7m"), Ok("aatt7m".to_owned()));
    assert_eq!(session("ＡＡｔｔ７ｍ"), Ok("AAtt7m".to_owned()));
    assert_eq!(session("场次:东南图教|3v32n6c3"), Ok("3v32n6c3".to_owned()));
}

#[test]
fn what_is_no_session_code_says_why() {
    assert_eq!(session(" \u{3000} "), Err(CodeError::Empty));
    assert_eq!(session("25103003 or 25103004"), Err(CodeError::Ambiguous));
    assert_eq!(
        session("please photograph everybody"),
        Err(CodeError::NotFound)
    );
    assert_eq!(session("1234"), Err(CodeError::NotFound));
    assert_eq!(session(&"x".repeat(MAX_BYTES + 1)), Err(CodeError::TooLong));
}

#[test]
fn the_wrong_code_is_named() {
    let opaque = "Zk9+fj3-aQ8xLwv0mB7tRr1Yc2Dd_4Gh==";
    let patterns = patterns();
    let wrong = |kind| Err(CodeError::WrongKind(kind));
    assert_eq!(
        session("abcdefghijklmnopqrstuvwxyz"),
        wrong(CodeKind::Collection)
    );
    assert!(CollectionCode::parse(opaque, &patterns).is_ok());
    // Eight digits inside a token are chance, alone they are the session code.
    assert!(CollectionCode::parse(TOKEN, &patterns).is_ok());
    for text in [
        "25103003",
        "https://cap.example.edu.cn/bind?session=25103003",
        "场次编码：25103003，请扫码",
    ] {
        let error = CollectionCode::parse(text, &patterns).err();
        assert_eq!(
            error,
            Some(CodeError::WrongKind(CodeKind::Session)),
            "{text}"
        );
    }
}

#[test]
fn collection_codes_are_bounded_and_printable() {
    let parse =
        |text: &str| CollectionCode::parse(text, &patterns()).map(|code| code.expose().to_owned());
    assert_eq!(parse(&format!(" {TOKEN}\n")), Ok(TOKEN.to_owned()));
    assert_eq!(parse("a-b"), Err(CodeError::TooShort));
    assert_eq!(parse(&"a-".repeat(1025)), Err(CodeError::TooLong));
    assert_eq!(
        parse("0123456789abc-\u{7}def0123"),
        Err(CodeError::Unprintable)
    );
}

#[test]
fn codes_stay_out_of_debug_and_memory() {
    fn wiped<T: ZeroizeOnDrop>() {}
    wiped::<CollectionCode>();
    let collection = CollectionCode::parse(TOKEN, &patterns()).expect("valid");
    let session = SessionCode::parse("25103003", &patterns()).expect("valid");
    assert_eq!(
        format!("{collection:?} {session:?}"),
        "CollectionCode(..) SessionCode(..)"
    );
}

proptest! {
    #[test]
    fn no_text_panics(text in ".{0,200}") {
        let _ = session(&text);
        let _ = CollectionCode::parse(&text, &patterns());
    }

    #[test]
    fn errors_never_quote(text in "[0-9]{3,20}\u{7}?") {
        let errors = [SessionCode::parse(&text, &patterns()).err(), CollectionCode::parse(&text, &patterns()).err()];
        for error in errors.into_iter().flatten() {
            let shown = format!("{error} {error:?}");
            prop_assert!(!shown.contains(|c: char| c.is_ascii_digit()));
        }
    }

    #[test]
    fn any_digits_survive_full_width_and_chinese_around_them(code in "[0-9]{8}") {
        let wide: String = code.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("digit")).collect();
        prop_assert_eq!(session(&wide), Ok(code.clone()));
        prop_assert_eq!(session(&format!("本场编码{wide}，请勿外传")), Ok(code.clone()));
        prop_assert_eq!(session(&format!("https://a.cn/b?session={code}")), Ok(code));
    }

    #[test]
    fn parsing_what_was_parsed_gives_the_same(text in "[a-z0-9/?=:. ]{0,40}") {
        if let Ok(code) = session(&text) {
            prop_assert_eq!(session(&code), Ok(code));
        }
    }
}

#[test]
fn every_error_has_its_texts() {
    let errors = [
        CodeError::Empty,
        CodeError::TooLong,
        CodeError::TooShort,
        CodeError::Unprintable,
        CodeError::NotFound,
        CodeError::Ambiguous,
        CodeError::WrongKind(CodeKind::Session),
        CodeError::WrongKind(CodeKind::Collection),
    ];
    for error in errors {
        let key = error.text_key();
        assert!(key.ends_with(error.code()), "{key}");
        assert!(
            Lang::ALL.iter().all(|lang| text(key, *lang).is_some()),
            "{key}"
        );
    }
}
