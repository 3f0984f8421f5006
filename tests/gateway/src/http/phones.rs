//! The service itself, and the binding of a phone by SMS.

use super::limits::Rate;
use super::read::{Body, Peer};
use super::{Answer, Shared};
use crate::app::blocking;
use crate::chance;
use crate::delivery::{Delivery, message};
use crate::problem::Problem;
use crate::store::{audit, phones, tokens};
use crate::wire::{Challenge, Challenged, Service, Token, Verification};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

/// How long a code counts.
const CODE_LIFETIME: u64 = 5 * 60 * 1000;
/// How long a phone stays bound.
const TOKEN_LIFETIME: u64 = 30 * 24 * 3600 * 1000;

pub async fn service(State(app): Shared) -> Json<Service> {
    Json(Service {
        name: "Xueying reference collection service",
        api: 1,
        rehearsal: app.delivery.rehearses(),
    })
}

pub async fn challenge(
    State(app): Shared,
    Peer(peer): Peer,
    Body(asked): Body<Challenged>,
) -> Answer<(StatusCode, Json<Challenge>)> {
    let number = asked.phone.0;
    let hidden = phones::hidden(&app.salt, &number);
    let now = app.clock.now();
    app.limits.take(Rate::Address, &peer, now)?;
    app.limits.take(Rate::Number, &chance::hex(&hidden), now)?;
    let code = chance::digits(6)?;
    let kept = phones::hidden(&app.salt, &code);
    let expires_at = now.saturating_add(CODE_LIFETIME);
    let challenge = app
        .write(move |all, _| phones::challenge(all, hidden, kept, expires_at))
        .await?;
    let echoed = match app.delivery.clone() {
        Delivery::Echo => Some(code),
        Delivery::Sms(carrier) => {
            // The carrier may be slow, and is not always there.
            blocking(move || {
                let sent = carrier.send(&number, &message(&code));
                sent.map_err(|_| Problem::Busy)
            })
            .await?;
            None
        }
    };
    let answer = Challenge {
        challenge,
        expires_at,
        code: echoed,
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

pub async fn verify(
    State(app): Shared,
    Peer(peer): Peer,
    Body(shown): Body<Verification>,
) -> Answer<Json<Token>> {
    app.limits.take(Rate::Address, &peer, app.clock.now())?;
    let code = phones::hidden(&app.salt, &shown.code.0);
    let token = app
        .write(move |all, now| {
            let phone = match phones::verify(all, &shown.challenge.0, code, now)? {
                Ok(phone) => phone,
                Err(problem) => return Ok(Err(problem)),
            };
            audit::note(all, now, &phone, "phone.bound", &phone)?;
            let expires_at = now.saturating_add(TOKEN_LIFETIME);
            let token = tokens::issue(all, tokens::Role::Phone, &phone, expires_at)?;
            Ok(Ok(Token { token, expires_at }))
        })
        .await??;
    Ok(Json(token))
}
