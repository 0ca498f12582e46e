//! Quoting with the macro's own hygiene.

/// `quote!` with the macro's own hygiene (`Span::mixed_site`): its locals are nobody else's.
macro_rules! mixed {
    ($($tokens:tt)*) => { ::quote::quote_spanned!(::proc_macro2::Span::mixed_site()=> $($tokens)*) };
}
