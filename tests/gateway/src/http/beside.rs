//! A page beside the API: the files of a folder, packed where a `.gz` lies beside them. What is no file is for the API.

use axum::Router;
use axum::http::{HeaderValue, header};
use std::path::PathBuf;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

pub fn serve(folder: PathBuf, api: Router) -> Router {
    let files = ServeDir::new(folder)
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(api);
    let ask_first = HeaderValue::from_static("no-cache");
    let no_guess = HeaderValue::from_static("nosniff");
    Router::new()
        .fallback_service(files)
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            ask_first,
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            no_guess,
        ))
}
