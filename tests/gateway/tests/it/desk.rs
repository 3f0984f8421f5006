//! The desk before the service: the whole procedure, as the thinnest shell walks through it.

use crate::support::Service;
use xueying::camera::SessionMode;
use xueying::collection::flow::{Action, Screen};
use xueying_e2e::crash_disk::CrashDisk;
use xueying_e2e::sealed::photo_for;
use xueying_e2e::shell::Shell;

/// Everything in the order in which a student does it, but for the audit.
fn one_step(shell: &mut Shell<'_>, session: &str, code: &str) {
    let view = shell.view();
    match view.screen {
        Screen::Phone => shell.typed("138 0000 0001"),
        Screen::SmsCode => {
            // A rehearsal shows the code itself.
            let line = view.body.last().expect("an echo");
            let digits: String = line.chars().filter(char::is_ascii_digit).collect();
            shell.typed(&digits);
        }
        Screen::SessionCode => shell.typed(session),
        Screen::CollectionCode => shell.typed(code),
        Screen::Checklist => {
            shell.tick_all();
            shell.act(Action::Ready);
        }
        Screen::Upload | Screen::Calibration if view.actions[0].action != Action::Satisfied => {
            shell.wait(std::time::Duration::from_millis(200));
        }
        _ => shell.act(view.actions[0].action),
    }
    assert_eq!(shell.view().notice, None, "on {:?}", view.screen);
}

/// Walks until a screen.
fn walk(shell: &mut Shell<'_>, service: &Service, session: &str, to: Screen) -> Vec<Screen> {
    let mut seen = vec![];
    for _ in 0..300 {
        let screen = shell.view().screen;
        if seen.last() != Some(&screen) {
            seen.push(screen);
        }
        if screen == to {
            return seen;
        }
        one_step(shell, session, &service.code(0));
    }
    panic!("{to:?} is not reached: {seen:?}");
}

fn address(service: &Service) -> String {
    format!("http://{}", service.gateway().address())
}

#[test]
fn the_desk_brings_a_student_from_the_welcome_to_the_download() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let disk = CrashDisk::default();
    let mut shell = Shell::open(Box::new(disk), &address(&service), &photo_for).expect("a desk");
    let seen = walk(&mut shell, &service, &session, Screen::Waiting);
    for screen in [Screen::Identity, Screen::Consent, Screen::Preview] {
        assert!(seen.contains(&screen), "{seen:?}");
    }
    assert!(shell.view().rehearsal.is_some());
    let portrait = shell.portrait().expect("the calibrated portrait").to_vec();
    let photo = service.only_photo();
    service.decide(&photo, "approve", &[]).expect(200);
    // The next look at the news is due in a quarter of a minute.
    assert!(shell.reaches(Screen::Approved, 20));
    walk(&mut shell, &service, &session, Screen::Done);
    assert_eq!(shell.saved.as_deref(), Some(portrait.as_slice()));
}

#[test]
fn closed_and_opened_at_every_screen_nothing_is_lost() {
    let mut service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let disk = CrashDisk::default();
    let mut last = None;
    let mut lives = 0;
    loop {
        lives += 1;
        assert!(lives < 60, "it does not arrive: {last:?}");
        let mut shell =
            Shell::open(Box::new(disk.clone()), &address(&service), &photo_for).expect("a desk");
        let screen = shell.view().screen;
        let before = last.replace(screen);
        assert!(
            before.is_none_or(|before| screen >= before),
            "{before:?} → {screen:?}"
        );
        if screen == Screen::Waiting {
            break;
        }
        one_step(&mut shell, &session, &service.code(0));
        last = Some(shell.view().screen);
        drop(shell);
        disk.crash(usize::MAX);
        if lives % 5 == 0 {
            service.restart();
        }
    }
    service
        .decide(&service.only_photo(), "refuse", &["mouth_closed"])
        .expect(200);
    let mut shell = Shell::open(Box::new(disk), &address(&service), &photo_for).expect("a desk");
    assert!(shell.reaches(Screen::Refused, 20));
    let view = shell.view();
    assert!(view.body.len() > 1, "the reason is said: {:?}", view.body);
}
