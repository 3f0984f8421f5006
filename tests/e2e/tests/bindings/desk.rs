//! The scenarios of the procedure: which screen follows on what, and which errands.

use super::live::Session;
use super::phone::Phone;
use super::{TOOLS, cases, code};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tempfile::TempDir;
use xueying::camera::Source;
use xueying::collection::flow::Screen;
use xueying::texts::Lang;
use xueying_e2e::parse;
use xueying_ffi::{
    CaptureOrder, Desk, DeskSetup, Errand, HttpHeader, Ports, ServiceReply, ServiceRequest,
};

/// Where the service of the scenarios puts an upload.
const UPLOAD: &str = "/v1/uploads/u1";

/// A device, and a service that answers as the scenario says.
struct Device {
    folder: TempDir,
    phone: Arc<Phone>,
    desk: Arc<Desk>,
    /// What was sent and not answered: ticket and request.
    sent: Vec<(u64, ServiceRequest)>,
    /// The last time to come back: ticket and milliseconds.
    wake: (u64, u64),
    order: Option<Arc<CaptureOrder>>,
    /// The hash of the text that was consented to.
    consent: String,
    /// Bytes of the photo that the service has.
    received: usize,
}

impl Device {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let phone = Arc::new(Phone::default());
        let desk = open(&folder, &phone);
        Self {
            folder,
            phone,
            desk,
            sent: vec![],
            wake: (0, 0),
            order: None,
            consent: "0".repeat(64),
            received: 0,
        }
    }

    /// What happens at a step; the names of the errands that follow.
    fn happen(&mut self, event: &Value) -> Vec<String> {
        let desk = Arc::clone(&self.desk);
        let done = match event.as_str() {
            Some("taken") => desk.taken(&self.photo()),
            Some("woken") => {
                self.phone.wait(self.wake.1);
                desk.woken(self.wake.0)
            }
            Some("resumed") => desk.resumed(),
            Some("reopened") => {
                desk.end();
                assert_eq!(code!(desk.resumed()), "desk_closed");
                (self.sent, self.order) = (vec![], None);
                self.desk = open(&self.folder, &self.phone);
                self.desk.begin()
            }
            Some("carried") => return self.carry(),
            _ => self.told(event),
        };
        self.note(done.expect("the desk is open"))
    }

    fn told(&mut self, event: &Value) -> Result<Vec<Errand>, xueying_ffi::DeskError> {
        let (name, value) = match event.as_object().and_then(|fields| fields.iter().next()) {
            Some(_) if event.get("reply").is_some() => ("reply", event),
            Some((name, value)) => (name.as_str(), value),
            None => panic!("there is no event {event}"),
        };
        match name {
            "act" => self.desk.act(parse(value)),
            "tick" => self.desk.tick(parse(value)),
            "typed" => self.desk.typed(parse(value)),
            "camera" => self.desk.camera(parse(&value[0]), parse(&value[1])),
            "notifications" => self.desk.notifications(parse(value)),
            "saved" => self.desk.saved(parse(value)),
            "break" => {
                self.phone.break_port(value.as_str().expect("a name"));
                Ok(vec![])
            }
            "reply" => {
                let to: String = parse(&event["reply"]);
                let found = self.sent.iter().position(|(_, sent)| key(sent) == to);
                let (ticket, _) = self.sent.remove(found.unwrap_or_else(|| panic!("no {to}")));
                self.desk.replied(ticket, self.reply(event))
            }
            other => panic!("there is no event {other}"),
        }
    }

    /// The reply of a scenario; none where nobody answers.
    fn reply(&self, said: &Value) -> Option<ServiceReply> {
        let status = parse(&said["status"]);
        let body = match &said["body"] {
            Value::Null => vec![],
            Value::String(text) if text == "$portrait" => vec![0xff, 0xd8, 0xff, 0xd9],
            Value::String(text) => text.clone().into_bytes(),
            json => json.to_string().replace("$consent", &self.consent).into(),
        };
        let headers = said["headers"].as_object().into_iter().flatten();
        let header = |(name, value): (&String, &Value)| HttpHeader {
            name: name.clone(),
            value: parse(value),
        };
        (status != 0).then(|| ServiceReply {
            status,
            headers: headers.map(header).collect(),
            body,
        })
    }

    /// The service takes the photo: it answers every word about it, until there is none.
    fn carry(&mut self) -> Vec<String> {
        let mut done = vec![];
        loop {
            let word = |(_, sent): &(u64, ServiceRequest)| sent.path.contains("/uploads");
            let Some(found) = self.sent.iter().position(word) else {
                return done;
            };
            let (ticket, request) = self.sent.remove(found);
            let received = self.received + request.body.as_ref().map_or(0, Vec::len);
            let photo = json!({
                "photo": "p000000000000001", "enrolment": "e000000000000001",
                "state": "calibrating", "reasons": []
            });
            let said = match request.method.as_str() {
                "POST" => json!({"status": 201, "headers": {"Location": UPLOAD}}),
                "PUT" => json!({"status": 200, "body": photo}),
                "DELETE" => json!({"status": 204}),
                method => {
                    if method == "PATCH" {
                        self.received = received;
                    }
                    let offset = self.received.to_string();
                    json!({"status": 200, "headers": {"Upload-Offset": offset}})
                }
            };
            let errands = self.desk.replied(ticket, self.reply(&said));
            let noted = self.note(errands.expect("the desk is open"));
            done.extend(noted.into_iter().filter(|name| !name.contains("/uploads")));
        }
    }

    /// Remembers errands; their names.
    fn note(&mut self, errands: Vec<Errand>) -> Vec<String> {
        let name = |errand| match errand {
            Errand::Send {
                ticket, request, ..
            } => {
                let name = key(&request);
                if name.ends_with("/consent") && name.starts_with("PUT") {
                    let body = request.body.as_deref().unwrap_or_default();
                    let body: Value = serde_json::from_slice(body).expect("JSON");
                    self.consent = parse(&body["text"]);
                }
                self.sent.retain(|(other, _)| *other != ticket);
                self.sent.push((ticket, request));
                name
            }
            Errand::Wake { ticket, after_ms } => {
                self.wake = (ticket, after_ms);
                "wake".to_owned()
            }
            Errand::OpenCamera { order } => {
                self.order = Some(order);
                "open_camera".to_owned()
            }
            Errand::CloseCamera => "close_camera".to_owned(),
            Errand::AskCamera => "ask_camera".to_owned(),
            Errand::OpenSettings => "open_settings".to_owned(),
            Errand::AskNotifications => "ask_notifications".to_owned(),
            Errand::Save { .. } => "save".to_owned(),
        };
        errands.into_iter().map(name).collect()
    }

    /// The photo of the last order.
    fn photo(&self) -> Arc<xueying_ffi::SealedPhoto> {
        let order = self.order.clone().expect("the camera was opened");
        let mut session = Session::of(&TOOLS, Source::Simulated, order, false);
        let photo = session.photo();
        session.live.end();
        photo
    }
}

fn open(folder: &TempDir, phone: &Arc<Phone>) -> Arc<Desk> {
    let setup = DeskSetup {
        folder: folder.path().join("desk").to_string_lossy().into_owned(),
        profile: Arc::clone(&TOOLS.profile),
        keys: phone.clone(),
    };
    let ports = Ports {
        signer: phone.clone(),
        clock: phone.clone(),
        log: phone.clone(),
    };
    Desk::open(setup, ports).expect("a desk")
}

/// Method and path.
fn key(request: &ServiceRequest) -> String {
    format!("{} {}", request.method, request.path)
}

/// The case that comes before, if there is one, then the steps of this one.
fn go(cases: &[Value], case: &Value, device: &mut Device, seen: &mut BTreeSet<String>) {
    if let Some(from) = case["from"].as_str() {
        let before = cases.iter().find(|other| other["name"] == from);
        go(cases, before.expect("there is such a case"), device, seen);
    }
    for step in case["steps"].as_array().expect("steps") {
        let name = format!("{}: {}", case["name"], step["event"]);
        let done = device.happen(&step["event"]);
        let view = device.desk.view(Lang::Zh).expect("the desk is open");
        let screen = view.screen.name().to_owned();
        assert_eq!(screen, step["screen"], "{name}");
        assert_eq!(json!(done), step["do"], "{name}");
        assert_eq!(view.waiting, step["waits"] == true, "{name}");
        assert_eq!(view.notice.is_some(), step["notice"] == true, "{name}");
        seen.insert(screen);
    }
}

#[test]
fn the_procedure_goes_as_the_scenarios_say() {
    let cases = cases("procedure");
    let mut seen = BTreeSet::from(["welcome".to_owned()]);
    for case in &cases {
        go(&cases, case, &mut Device::new(), &mut seen);
    }
    let all = Screen::ALL.iter().map(|screen| screen.name().to_owned());
    let unseen: Vec<String> = all.filter(|screen| !seen.contains(screen)).collect();
    assert_eq!(unseen, Vec::<String>::new());
}
