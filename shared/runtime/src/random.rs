//! Random ids and secrets, from the operating system by way of aws-lc.

use aws_lc_rs::rand;

/// A v4 UUID: 122 random bits.
pub fn random_id() -> String {
    uuid::Builder::from_random_bytes(random_bytes()).into_uuid().to_string()
}

/// A new random id of whatever kind is asked for.
pub fn new_id<T>() -> T
where
    T: std::str::FromStr,
    T::Err: std::fmt::Debug,
{
    random_id().parse().expect("a UUID is short and plain enough for every id")
}

/// A secret of 128 random bits in 32 hexadecimal letters.
pub fn random_word() -> String {
    hex::encode(random_bytes::<16>())
}

/// One random byte: how long to wait before trying again.
pub fn random_byte() -> u8 {
    random_bytes::<1>()[0]
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the operating system always has random bytes once it runs");
    bytes
}

/// Six random decimal digits, each code equally likely.
pub fn random_digits() -> String {
    const CODES: u32 = 1_000_000;
    /// Numbers from here on would make the low codes a little more likely: they are drawn again.
    const FAIR: u32 = u32::MAX - u32::MAX % CODES;
    loop {
        let number = u32::from_be_bytes(random_bytes());
        if number < FAIR {
            return format!("{:06}", number % CODES);
        }
    }
}
