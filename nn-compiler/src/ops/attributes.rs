//! The attributes of an op as text.

use std::fmt;

use super::{Epilogue, Window};

/// Names and values, in order.
pub(crate) struct Attributes(Vec<(&'static str, String)>);

impl Attributes {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    /// With one more.
    pub(crate) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.0.push((name, value.to_string()));
        self
    }

    /// With one more, if it is there.
    pub(crate) fn with_some(self, name: &'static str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With the dimensions of space along which a window goes.
    pub(super) fn with_windows(self, windows: &[Window; 3]) -> Self {
        let each = |of: fn(&Window) -> String| windows.iter().map(of).collect::<Vec<_>>().join("x");
        self.with("kernel", each(|window| window.kernel.to_string()))
            .with("strides", each(|window| window.stride.to_string()))
            .with("dilation", each(|window| window.dilation.to_string()))
            .with("before", each(|window| window.before.to_string()))
    }

    /// With what is done in the same pass.
    pub(super) fn with_epilogue(self, epilogue: &Epilogue) -> Self {
        let activation = Some(&epilogue.activation.text).filter(|text| !text.is_empty());
        self.with_some("activation", activation)
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attributes: Vec<String> = self.0.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        f.write_str(&attributes.join(", "))
    }
}
