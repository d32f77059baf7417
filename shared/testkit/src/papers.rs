//! Papers to send: the smallest PDF that a reader opens, with words of the test's own in it.

use std::fmt::Write;

/// A PDF of one empty page. The words lie in it as a comment.
pub fn pdf(words: &str) -> Vec<u8> {
    pdf_that("", words)
}

/// The same with entries of the test's own in its catalog, such as `/OpenAction << … >>`.
pub fn pdf_that(does: &str, words: &str) -> Vec<u8> {
    let objects = [
        format!("<< /Type /Catalog /Pages 2 0 R {does} >>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned(),
    ];
    let mut pdf = format!("%PDF-1.4\n% {words}\n");
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in objects.iter().enumerate() {
        // Writing into a text does not fail.
        let _ = writeln!(table, "{:010} 00000 n ", pdf.len());
        let _ = write!(pdf, "{} 0 obj\n{object}\nendobj\n", number + 1);
    }
    let at = pdf.len();
    let trailer = "trailer\n<< /Size 4 /Root 1 0 R >>";
    let _ = write!(pdf, "xref\n0 4\n{table}{trailer}\nstartxref\n{at}\n%%EOF\n");
    pdf.into_bytes()
}
