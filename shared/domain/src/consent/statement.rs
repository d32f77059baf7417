//! The versions of the statement that a member reads before signing.

/// The versions of the statement that were ever shown, newest last. An old one still renders as it was signed.
pub const STATEMENTS: &[Statement] = &[
    Statement {
        version: 1,
        text: include_str!("statement-1.txt"),
        hash: "e153b70f5a7f063065b417c4c1cbae7e31742ac56c341fcb174c36c71a94efdc",
    },
    Statement {
        version: 2,
        text: include_str!("statement-2.txt"),
        hash: "b73c7b737168f69d70dbcac63b79913b5e57ed6cdcf7213d959c124c6d0f9090",
    },
];

/// A version of what the member reads before signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    pub version: u32,
    /// Paragraphs with an empty line between; one that begins with `# ` is a heading.
    pub text: &'static str,
    /// SHA-256 of the text, in hex: it proves which words were shown. A test keeps it true, so a
    /// text that was once shown cannot be changed, only followed by a new version.
    pub hash: &'static str,
}

/// One paragraph of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paragraph {
    Heading(&'static str),
    Text(&'static str),
}

impl Statement {
    pub fn paragraphs(&self) -> impl Iterator<Item = Paragraph> {
        let parts = self.text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| match part.strip_prefix("# ") {
            Some(heading) => Paragraph::Heading(heading),
            None => Paragraph::Text(part),
        })
    }
}

pub fn current_statement() -> &'static Statement {
    STATEMENTS.last().expect("there is at least one statement")
}

/// The statement of that version, also when it is no longer the current one.
pub fn statement(version: u32) -> Option<&'static Statement> {
    STATEMENTS.iter().find(|statement| statement.version == version)
}
