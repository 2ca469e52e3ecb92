//! Words compared as readers see them: without marks of tone, case and spacing.

/// Folded text.
pub fn fold(text: &str) -> String {
    thidua_domain::text::fold(text)
}

/// True when a text says these words, whatever their marks, case and spacing.
pub fn says(text: &str, words: &str) -> bool {
    fold(text).contains(&fold(words))
}
