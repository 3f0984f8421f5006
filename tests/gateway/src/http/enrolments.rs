//! Identity, consent and nonces.

use super::auth::Phone;
use super::read::Body;
use super::{Answer, Shared};
use crate::app::blocking;
use crate::problem::Problem;
use crate::store::{audit, enrolments, sessions};
use crate::wire::{
    Consent, ConsentReceipt, Enrolment, Id, Identification, Nonce, SessionCode, SessionState,
};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

pub async fn identify(
    State(app): Shared,
    Phone(phone): Phone,
    code: SessionCode,
    Body(shown): Body<Identification>,
) -> Answer<(StatusCode, Json<Enrolment>)> {
    let holder = app.codes.open(&shown.collection_code.0);
    let identified = app.write(move |all, now| {
        let session = sessions::find(all, &code.0, now)?;
        sessions::device_key(all, &phone, &code.0)?;
        if session.state == SessionState::Closed {
            return Err(Problem::SessionClosed);
        }
        let holder = holder?;
        sessions::expect_on_roster(all, &code.0, &holder.student)?;
        let enrolment = enrolments::identify(all, &phone, &code.0, &holder)?;
        audit::note(all, now, &phone, "identity.shown", &enrolment.enrolment)?;
        Ok(enrolment)
    });
    Ok((StatusCode::CREATED, Json(identified.await?)))
}

pub async fn find(State(app): Shared, Phone(phone): Phone, id: Id) -> Answer<Json<Enrolment>> {
    let found = app.read(move |all, _| enrolments::find(all, &phone, &id.0));
    found.await.map(Json)
}

pub async fn deny(State(app): Shared, Phone(phone): Phone, id: Id) -> Answer<StatusCode> {
    app.write(move |all, now| {
        enrolments::deny(all, &phone, &id.0)?;
        audit::note(all, now, &phone, "identity.denied", &id.0)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn confirm(State(app): Shared, Phone(phone): Phone, id: Id) -> Answer<Json<Enrolment>> {
    let confirmed = app.write(move |all, now| {
        let enrolment = enrolments::confirm(all, &phone, &id.0)?;
        audit::note(all, now, &phone, "identity.confirmed", &id.0)?;
        Ok(enrolment)
    });
    confirmed.await.map(Json)
}

pub async fn consent(
    State(app): Shared,
    Phone(phone): Phone,
    id: Id,
    Body(consent): Body<Consent>,
) -> Answer<Json<ConsentReceipt>> {
    let given = app.write(move |all, now| {
        let receipt = enrolments::consent(all, &phone, &id.0, &consent.text.0, now)?;
        audit::note(all, now, &phone, "consent.given", &id.0)?;
        Ok(receipt)
    });
    given.await.map(Json)
}

pub async fn withdraw(State(app): Shared, Phone(phone): Phone, id: Id) -> Answer<StatusCode> {
    // One piece of work: a phone that hangs up in between does not stop it.
    blocking(move || {
        let now = app.clock.now();
        app.store.write(|all| {
            enrolments::withdraw(all, &phone, &id.0)?;
            audit::note(all, now, &phone, "consent.withdrawn", &id.0)
        })?;
        app.store.forget()
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn nonce(
    State(app): Shared,
    Phone(phone): Phone,
    id: Id,
) -> Answer<(StatusCode, Json<Nonce>)> {
    let nonce = app.write(move |all, now| enrolments::nonce(all, &phone, &id.0, now));
    Ok((StatusCode::CREATED, Json(nonce.await?)))
}
