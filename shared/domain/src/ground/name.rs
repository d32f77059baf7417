//! Whether two names are the same person's, spelling apart.

use super::text::PersonName;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words before a name that say nothing of whose it is.
const TITLES: [&str; 10] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame"];

/// Letters of a word from which one slip of the fingers is let pass.
const LONG_ENOUGH: usize = 4;

impl PersonName {
    /// The first and the last word fit, in either order: middle names, accents, titles and one wrong letter in a
    /// longer surname make no difference. A given name has to be the same: John may live with Joan.
    pub fn is_likely(&self, other: &Self) -> bool {
        let (own, others) = (words(self), words(other));
        let (Some((first, last)), Some((others_first, others_last))) = (ends(&own), ends(&others))
        else {
            return false;
        };
        let fits =
            |first: &str, last: &str| first == others_first && is_same_word(last, others_last);
        fits(first, last) || fits(last, first)
    }
}

fn words(name: &PersonName) -> Vec<String> {
    let plain: String = name.reveal().nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let plain = plain.to_lowercase().replace(['\'', '’', '.'], "");
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !TITLES.contains(word)).map(str::to_owned).collect()
}

fn ends(words: &[String]) -> Option<(&str, &str)> {
    Some((words.first()?, words.last()?))
}

fn is_same_word(one: &str, other: &str) -> bool {
    let long = one.chars().count().min(other.chars().count()) >= LONG_ENOUGH;
    one == other || (long && strsim::damerau_levenshtein(one, other) <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> bool {
        let name = |text: &str| PersonName::parse(text).expect("a name");
        name(one).is_likely(&name(other))
    }

    #[test]
    fn spelling_makes_no_other_person_of_a_name() {
        for typed in [
            "Maria Plantsworth",
            "maria plantsworth",
            "Mrs Maria Plantsworth",
            "María Plantsworth",
            "Plantsworth, Maria",
            "Maria Anne Plantsworth",
            "Maria Plantswrth",
        ] {
            assert!(alike(typed, "Maria Plantsworth"), "{typed}");
        }
        assert!(alike("Siobhan O'Brien-Smid", "Siobhán O’Brien-Šmïd"));
        assert!(alike("Suharto", "Suharto"));
    }

    #[test]
    fn another_name_is_another_person() {
        for typed in [
            "Tom Plantsworth",
            "M. Plantsworth",
            "Mario Plantsworth",
            "Maria Smith",
            "Mickey Mouse",
            "Maria",
            "Plantsworth",
            "Mrs",
            "T. Plantsworth",
        ] {
            assert!(!alike(typed, "Maria Plantsworth"), "{typed}");
        }
        assert!(!alike("Jo Lee", "Jo Li"));
        assert!(!alike("Ann Lee", "Amy Lee"));
    }
}
