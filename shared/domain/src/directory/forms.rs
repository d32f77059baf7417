//! How numbers, codes, names and mail domains are written and compared.

/// A name as names are compared: its letters and digits, in small letters. "St. Anne's" is "stannes".
pub(super) fn compared(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn is_mail_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    domain.len() <= 253 && domain.contains('.') && domain.split('.').all(label)
}

/// Seven digits (General Medical Council).
pub(super) fn is_gmc_number(number: &str) -> bool {
    number.len() == 7 && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Two digits, a letter, four digits, a letter (Nursing and Midwifery Council).
pub(super) fn is_nmc_pin(pin: &str) -> bool {
    let wanted = "dd_dddd_".bytes();
    let fits = |(byte, wanted): (u8, u8)| match wanted {
        b'd' => byte.is_ascii_digit(),
        _ => byte.is_ascii_uppercase(),
    };
    pin.len() == 8 && pin.bytes().zip(wanted).all(fits)
}

/// An outward part of two to four, a space, and an inward part of a digit and two letters (BS 7666).
pub(super) fn is_postcode(code: &str) -> bool {
    let Some((outward, inward)) = code.split_once(' ') else {
        return false;
    };
    let capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let inward = inward.as_bytes();
    (2..=4).contains(&outward.len())
        && outward.bytes().all(capital)
        && outward.starts_with(|letter: char| letter.is_ascii_uppercase())
        && matches!(inward, [digit, rest @ ..] if digit.is_ascii_digit() && rest.len() == 2
            && rest.iter().all(u8::is_ascii_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_have_their_forms() {
        for (pin, is) in [("12A3456B", true), ("12a3456B", false), ("1234567", false), ("", false)]
        {
            assert_eq!(is_nmc_pin(pin), is, "{pin}");
        }
        for (number, is) in [("7000001", true), ("700001", false), ("70000O1", false)] {
            assert_eq!(is_gmc_number(number), is, "{number}");
        }
        for (code, is) in [
            ("LS1 4AP", true),
            ("WC2B 6TE", true),
            ("M2 3AE", true),
            ("LS14AP", false),
            ("1S1 4AP", false),
            ("LS1 AAP", false),
            ("LS1  4AP", false),
        ] {
            assert_eq!(is_postcode(code), is, "{code}");
        }
        for (domain, is) in [
            ("tern.example", true),
            ("Tern.example", false),
            ("example", false),
            ("-a.example", false),
            ("a..example", false),
        ] {
            assert_eq!(is_mail_domain(domain), is, "{domain}");
        }
    }

    #[test]
    fn names_are_compared_by_their_letters() {
        for other in ["St Annes", "st. anne's", " ST ANNE’S "] {
            assert_eq!(compared(other), compared("St Anne's"), "{other}");
        }
        assert_ne!(compared("St Anne's Leeds"), compared("St Anne's"));
    }
}
