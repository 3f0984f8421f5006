//! Who asks. A handler takes the caller it is for, and no other gets in.

use super::limits::Rate;
use crate::app::App;
use crate::problem::Problem;
use crate::store::tokens::{self, Role};
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use std::sync::Arc;

/// The phone of a student or of the school, by its id.
pub struct Phone(pub String);
/// A reviewer, by name.
pub struct Reviewer(pub String);
/// An office, by name.
pub struct Office(pub String);

/// A token is never longer.
const LONGEST: usize = 100;

async fn owner(parts: &Parts, app: &Arc<App>, role: Role) -> Result<String, Problem> {
    let token = parts
        .headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .filter(|token| token.len() <= LONGEST)
        .ok_or(Problem::TokenMissing)?
        .to_owned();
    let (found, owner, now) = app
        .read(move |all, now| {
            let (role, owner) = tokens::owner(all, &token, now)?;
            Ok((role, owner, now))
        })
        .await?;
    app.limits.take(Rate::Caller, &owner, now)?;
    if found == role {
        Ok(owner)
    } else {
        Err(Problem::Forbidden)
    }
}

macro_rules! caller {
    ($name:ident) => {
        impl FromRequestParts<Arc<App>> for $name {
            type Rejection = Problem;

            async fn from_request_parts(
                parts: &mut Parts,
                app: &Arc<App>,
            ) -> Result<Self, Problem> {
                owner(parts, app, Role::$name).await.map(Self)
            }
        }
    };
}

caller!(Phone);
caller!(Reviewer);
caller!(Office);
