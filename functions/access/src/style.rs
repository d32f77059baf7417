//! The one stylesheet. It is the only thing here that a browser may keep.

use web::{Response, page};

pub fn style() -> Response {
    Response::text(200, "text/css; charset=utf-8", page::STYLE.to_owned())
}
