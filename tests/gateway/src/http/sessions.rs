//! Sessions as a phone sees them.

use super::auth::Phone;
use super::read::Body;
use super::{Answer, Shared};
use crate::problem::Problem;
use crate::store::{audit, sessions};
use crate::wire::{DeviceKey, Session, SessionCode, SessionState, Task};
use axum::Json;
use axum::extract::State;
use p256::ecdsa::VerifyingKey;

pub async fn session(
    State(app): Shared,
    _phone: Phone,
    code: SessionCode,
) -> Answer<Json<Session>> {
    let found = app.read(move |all, now| sessions::find(all, &code.0, now));
    found.await.map(Json)
}

pub async fn bind(
    State(app): Shared,
    Phone(phone): Phone,
    code: SessionCode,
    Body(key): Body<DeviceKey>,
) -> Answer<Json<Session>> {
    let key = key.public_key.bytes();
    let bound = app.write(move |all, now| {
        let session = sessions::find(all, &code.0, now)?;
        if session.state == SessionState::Closed {
            return Err(Problem::SessionClosed);
        }
        VerifyingKey::from_sec1_bytes(&key).map_err(|_| Problem::DeviceKey)?;
        sessions::bind(all, &phone, &code.0, &key)?;
        audit::note(all, now, &phone, "session.bound", &code.0)?;
        Ok(session)
    });
    bound.await.map(Json)
}

pub async fn tasks(
    State(app): Shared,
    Phone(phone): Phone,
    code: SessionCode,
) -> Answer<Json<[Task; 1]>> {
    app.read(move |all, now| {
        sessions::find(all, &code.0, now)?;
        sessions::device_key(all, &phone, &code.0)
    })
    .await?;
    Ok(Json([Task { kind: "portrait" }]))
}
