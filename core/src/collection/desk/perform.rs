//! What the flow wants done: done here, or handed out.

use super::answer::{Meaning, Purpose};
use super::{Desk, Errand};
use crate::capture::WallTime;
use crate::collection::flow::{Answer, Effect, Event, Request};
use crate::collection::wire::{self, Call};
use crate::outbox::{self, Attention};
use crate::vault::JobId;

impl Desk {
    /// Does what the flow wants; the notes first, so that nothing is handed out that a crash would forget.
    pub(super) fn perform(&mut self, effects: Vec<Effect>) -> Vec<Errand> {
        if effects.iter().any(|effect| matches!(effect, Effect::Keep)) {
            self.keep();
        }
        let mut errands = vec![];
        for effect in effects {
            errands.extend(self.perform_one(effect));
        }
        errands.extend(self.fetch_portrait());
        errands
    }

    fn perform_one(&mut self, effect: Effect) -> Vec<Errand> {
        match effect {
            Effect::OpenCamera(order) => vec![Errand::OpenCamera(order)],
            Effect::CloseCamera => vec![Errand::CloseCamera],
            Effect::AskCamera => vec![Errand::AskCamera],
            Effect::OpenSettings => vec![Errand::OpenSettings],
            Effect::AskNotifications => vec![Errand::AskNotifications],
            Effect::Store { enrolment, expires } => self.store(&enrolment, expires),
            Effect::Discard => {
                self.forget_taken();
                vec![]
            }
            Effect::Carry(job) => self.carry(&job, true),
            Effect::GiveUp(job) => self.give_up(&job),
            Effect::Listen => self.listen(),
            Effect::Keep => vec![],
            Effect::HandOver(enrolment) => self.hand_over(&enrolment),
            Effect::Withdraw(enrolment) => self.withdraw(&enrolment),
            effect => self.call(effect),
        }
    }

    /// The effects that are one call each.
    fn call(&mut self, effect: Effect) -> Vec<Errand> {
        let (request, call) = match effect {
            Effect::SendSms(phone) => {
                answer(Request::Sms, wire::challenge_phone(&phone), Answer::Sms)
            }
            Effect::Verify { challenge, code } => (
                Request::Verify,
                wire::verify_phone(&challenge, &code).map(Meaning::Token),
            ),
            Effect::AskSession(code) => answer(
                Request::Session,
                wire::session(code.as_str()),
                Answer::Session,
            ),
            Effect::BindSession(code) => answer(
                Request::Bind,
                wire::bind_session(&code, &self.device_key),
                Answer::Bound,
            ),
            Effect::AskTasks(code) => answer(Request::Tasks, wire::tasks(&code), Answer::Tasks),
            Effect::Identify { session, code } => answer(
                Request::Identify,
                wire::identify(&session, &code),
                Answer::Identified,
            ),
            Effect::ConfirmIdentity(student) => answer(
                Request::ConfirmIdentity,
                wire::confirm_identity(&student),
                Answer::Confirmed,
            ),
            Effect::DenyIdentity(student) => {
                answer(Request::DenyIdentity, wire::deny_identity(&student), |()| {
                    Answer::Denied
                })
            }
            Effect::GiveConsent { enrolment, text } => answer(
                Request::Consent,
                wire::give_consent(&enrolment, &text),
                Answer::Consent,
            ),
            Effect::AskNonce(student) => {
                answer(Request::Nonce, wire::issue_nonce(&student), Answer::Nonce)
            }
            Effect::AskEnrolment(student) => answer(
                Request::Enrolment,
                wire::enrolment(&student),
                Answer::Enrolment,
            ),
            Effect::AskPhoto(photo) => answer(Request::Photo, wire::photo(&photo), Answer::Photo),
            Effect::Choose { photo, choice } => answer(
                Request::Choose,
                wire::choose_photo(&photo, choice),
                Answer::Chosen,
            ),
            Effect::Confirm(photo) => answer(
                Request::Confirm,
                wire::confirm_photo(&photo),
                Answer::OnFile,
            ),
            Effect::Download(photo) => (
                Request::Download,
                wire::download_photo(&photo).map(Meaning::File),
            ),
            // Done above.
            _ => return vec![],
        };
        self.ask(Purpose::Flow(request), call)
    }

    fn store(&mut self, enrolment: &str, expires: WallTime) -> Vec<Errand> {
        let at = self.moment();
        let Some(photo) = &self.taken else {
            // It went with the memory of the device.
            return self.step(Event::NotStored(Attention::Damaged));
        };
        match self.outbox.store(photo, enrolment, expires, at) {
            Ok((job, effects)) => {
                self.forget_taken();
                let mut errands = self.cancel(&effects);
                errands.extend(self.step(Event::Answer(Answer::Stored(job))));
                errands
            }
            Err(error) => self.step(Event::NotStored(Attention::from(error))),
        }
    }

    fn give_up(&mut self, job: &JobId) -> Vec<Errand> {
        let at = self.moment();
        self.forget_post(job);
        let effects = self.outbox.apply(job, outbox::Event::Withdrawn, at);
        self.cancel(&effects.unwrap_or_default())
    }

    fn hand_over(&mut self, enrolment: &str) -> Vec<Errand> {
        self.forget_pictures();
        // What the disk keeps now goes when the outbox is opened again.
        let _ = self.outbox.hand_over(enrolment);
        vec![]
    }

    /// Here first, then at the service.
    fn withdraw(&mut self, enrolment: &str) -> Vec<Errand> {
        self.forget_pictures();
        if let Some(job) = self.outbox.job_of(enrolment).cloned() {
            self.forget_post(&job);
        }
        let effects = self.outbox.withdraw(enrolment);
        let mut errands = self.cancel(&effects.unwrap_or_default());
        let call = wire::withdraw_consent(enrolment);
        let call = call.map(|()| Meaning::Answer(Answer::Withdrawn));
        errands.extend(self.ask(Purpose::Flow(Request::Withdraw), call));
        errands
    }

    fn forget_pictures(&mut self) {
        self.taken = None;
        self.portrait = None;
    }
}

fn answer<T: 'static>(
    request: Request,
    call: Call<T>,
    answer: impl Fn(T) -> Answer + Send + 'static,
) -> (Request, Call<Meaning>) {
    (request, call.map(move |said| Meaning::Answer(answer(said))))
}
