//! Unpredictable numbers, for retry delays, idempotency keys and multipart boundaries.
//!
//! In: nothing. Out: random bits. `RandomState` has keys from the operating system's random number generator. Hashing a
//! counter, the process ID and the time with these keys gives bits that differ between calls, threads and processes.

/// Returns 64 random bits.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn bits() -> u64 {
    use std::hash::{BuildHasher, Hasher, RandomState};
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::SystemTime;

    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u64(COUNT.fetch_add(1, Ordering::Relaxed));
    // A forked process has the same keys and counter; its ID and the time differ.
    hasher.write_u32(std::process::id());
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    hasher.write_u128(now.map_or(0, |now| now.as_nanos()));
    hasher.finish()
}

/// Returns 64 random bits.
#[cfg(target_arch = "wasm32")]
pub(crate) fn bits() -> u64 {
    // The standard library has no `RandomState` keys there. Each half is a whole number, so no bits are lost in the
    // conversion.
    let half = || (js_sys::Math::random() * 4_294_967_296.0) as u64;
    half() << 32 | half()
}

/// Returns a random UUID, version 4 of RFC 9562.
pub(crate) fn uuid() -> String {
    let high = bits() & 0xffff_ffff_ffff_0fff | 0x4000;
    let low = bits() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    let (first, second, third) = (high >> 32, high >> 16 & 0xffff, high & 0xffff);
    let (fourth, fifth) = (low >> 48, low & 0xffff_ffff_ffff);
    format!("{first:08x}-{second:04x}-{third:04x}-{fourth:04x}-{fifth:012x}")
}
