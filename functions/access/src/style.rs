//! The one stylesheet and the one script, which hold nothing of anyone's.

use web::{Response, page};

pub fn style() -> Response {
    Response::text(200, "text/css; charset=utf-8", page::STYLE.to_owned())
}

pub fn script() -> Response {
    Response::text(200, "text/javascript; charset=utf-8", page::SCRIPT.to_owned())
}
