//! QR codes: found in frames, screenshots and files; read as session and collection codes; made for posters.
//!
//! [`scan`] turns pixels into texts, [`parse`] turns a text into the code the procedure waits for, [`make`] draws posters and
//! test codes.

pub mod make;
pub mod parse;
pub mod scan;
