//! Sizes and shapes, known while the macro runs or only when rustc evaluates constants. A leaf.

use std::fmt;
use std::rc::Rc;

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// A count of things: known to the macro, or a constant expression of type `usize` that only rustc can evaluate.
#[derive(Clone, Debug)]
pub(crate) enum Size {
    Known(usize),
    Constant(Rc<Constant>),
}

/// A constant expression: its tokens stand by themselves in `[T; _]`, its text stands in messages and in rustdoc.
#[derive(Debug)]
pub(crate) struct Constant {
    /// In generated code, where the user's expressions have names of ours.
    tokens: TokenStream,
    /// As the user wrote it, for the network's public fields.
    written: TokenStream,
    text: String,
    /// How tightly the text's operators bind, which decides where it needs parentheses.
    binding: Binding,
}

/// From loose to tight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Anything,
    Sum,
    Product,
    Atom,
}

/// What the macro can tell of two sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Different,
    /// rustc must compare them.
    Unknown,
}

impl nn_format::Size for Size {
    fn known(&self) -> Option<usize> {
        Size::known(self)
    }
}

impl Size {
    /// The constant expression `written`, which reads `text`, and is `tokens` in generated code.
    pub(crate) fn constant(tokens: TokenStream, written: TokenStream, text: String) -> Self {
        let name = |word: &str| word.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':');
        let binding = if name(&text) {
            Binding::Atom
        } else if text.split(" * ").all(name) {
            Binding::Product
        } else {
            Binding::Anything
        };
        Self::Constant(Rc::new(Constant { tokens, written, text, binding }))
    }

    pub(crate) fn known(&self) -> Option<usize> {
        match self {
            Self::Known(size) => Some(*size),
            Self::Constant(_) => None,
        }
    }

    pub(crate) fn compare(&self, other: &Self) -> Comparison {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) if a == b => Comparison::Equal,
            (Self::Known(_), Self::Known(_)) => Comparison::Different,
            (Self::Constant(a), Self::Constant(b)) if a.text == b.text => Comparison::Equal,
            _ => Comparison::Unknown,
        }
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Known(1), size) | (size, Self::Known(1)) => size.clone(),
            (Self::Known(0), _) | (_, Self::Known(0)) => Self::Known(0),
            _ => self.combine(other, usize::saturating_mul, '*'),
        }
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Known(0), size) | (size, Self::Known(0)) => size.clone(),
            _ => self.combine(other, usize::saturating_add, '+'),
        }
    }

    /// `self - other`, but never less than 0, so that whoever checks which is larger has the only error.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        match (self, other) {
            (_, Self::Known(0)) => self.clone(),
            (Self::Known(a), Self::Known(b)) => Self::Known(a.saturating_sub(*b)),
            _ => {
                let (a, b) = (self.written(), other.written());
                Self::Constant(Rc::new(Constant {
                    tokens: quote!(::core::primitive::usize::saturating_sub(#self, #other)),
                    written: quote!(::core::primitive::usize::saturating_sub(#a, #b)),
                    text: format!("{self} - {}", other.operand(Binding::Atom)),
                    binding: Binding::Sum,
                }))
            }
        }
    }

    /// `self / other`, rounded down. 0 if `other` is, so that whoever checks that has the only error.
    pub(crate) fn over(&self, other: &Self) -> Self {
        if other.known() == Some(1) {
            return self.clone();
        }
        let quotient = self.combine(other, |a, b| a.checked_div(b).unwrap_or(0), '/');
        let Self::Constant(constant) = &quotient else { return quotient };
        if other.known().is_some() {
            return quotient;
        }
        let guarded =
            |divisor: &TokenStream, quotient: &TokenStream| quote!({ if #divisor == 0 { 0 } else { #quotient } });
        Self::Constant(Rc::new(Constant {
            tokens: guarded(&other.to_token_stream(), &constant.tokens),
            written: guarded(&other.written(), &constant.written),
            text: constant.text.clone(),
            binding: constant.binding,
        }))
    }

    /// The larger of the two.
    pub(crate) fn max(&self, other: &Self) -> Self {
        match (self, other, self.compare(other)) {
            (_, _, Comparison::Equal) | (_, Self::Known(0), _) => self.clone(),
            (Self::Known(0), _, _) => other.clone(),
            (Self::Known(a), Self::Known(b), _) => Self::Known(*a.max(b)),
            _ => {
                let tokens = quote!({ if #self > #other { #self } else { #other } });
                Self::constant(tokens.clone(), tokens, format!("max({self}, {other})"))
            }
        }
    }

    fn combine(&self, other: &Self, known: fn(usize, usize) -> usize, operator: char) -> Self {
        if let (Self::Known(a), Self::Known(b)) = (self, other) {
            return Self::Known(known(*a, *b));
        }
        let sign = proc_macro2::Punct::new(operator, proc_macro2::Spacing::Alone);
        let tokens = quote!((#self #sign #other));
        let (left, right) = (self.written(), other.written());
        let written = quote!((#left #sign #right));
        let binding = if operator == '+' { Binding::Sum } else { Binding::Product };
        // A quotient's right side is apart whatever it is: `a / (b * c)`.
        let right = if operator == '/' { Binding::Atom } else { binding };
        let text = format!("{} {operator} {}", self.operand(binding), other.operand(right));
        Self::Constant(Rc::new(Constant { tokens, written, text, binding }))
    }

    /// This size as text beside an operator that binds so tightly.
    fn operand(&self, outer: Binding) -> String {
        match self {
            Self::Constant(constant) if constant.binding < outer => format!("({})", constant.text),
            size => size.to_string(),
        }
    }

    /// This size in the user's words, as an operand.
    fn written(&self) -> TokenStream {
        match self {
            // A path, or what stands in brackets already.
            Self::Constant(constant)
                if constant.binding == Binding::Atom || constant.written.clone().into_iter().nth(1).is_none() =>
            {
                constant.written.clone()
            }
            Self::Constant(constant) => {
                let written = &constant.written;
                quote!((#written))
            }
            Self::Known(_) => self.to_token_stream(),
        }
    }

    /// The same as a const generic argument. In braces, without which rustc takes an unknown name for a type.
    pub(crate) fn written_argument(&self) -> TokenStream {
        match self {
            Self::Constant(constant) => {
                let written = &constant.written;
                // What starts like a statement, `if` or a block, would end as one.
                match written.clone().into_iter().next() {
                    Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => quote!({ (#written) }),
                    Some(TokenTree::Ident(word)) if syn::parse_str::<syn::Ident>(&word.to_string()).is_err() => {
                        quote!({ (#written) })
                    }
                    _ => quote!({ #written }),
                }
            }
            Self::Known(_) => self.to_token_stream(),
        }
    }

    /// This size where a `usize` of its own is expected: a const generic argument.
    pub(crate) fn argument(&self) -> TokenStream {
        match self {
            Self::Constant(constant) => {
                let mut trees = constant.tokens.clone().into_iter();
                match (trees.next(), trees.next()) {
                    // A single name must not stand in braces: rustc calls them unused.
                    (Some(name @ TokenTree::Ident(_)), None) => name.into(),
                    _ => quote!({ #self }),
                }
            }
            Self::Known(_) => self.to_token_stream(),
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(size) => size.fmt(f),
            Self::Constant(constant) => f.write_str(&constant.text),
        }
    }
}

impl ToTokens for Size {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Known(size) => Literal::usize_unsuffixed(*size).to_tokens(tokens),
            Self::Constant(constant) => constant.tokens.to_tokens(tokens),
        }
    }
}

/// The sizes of a tensor's axes, the outermost first. A network's shapes don't include the batch.
#[derive(Clone, Debug)]
pub(crate) struct Shape(Vec<Size>);

impl Shape {
    pub(crate) fn new(axes: Vec<Size>) -> Self {
        Self(axes)
    }

    pub(crate) fn vector(size: Size) -> Self {
        Self(vec![size])
    }

    pub(crate) fn axes(&self) -> &[Size] {
        &self.0
    }

    /// The size of a vector; nothing where the tensor has more axes than one.
    pub(crate) fn as_vector(&self) -> Option<&Size> {
        match self.axes() {
            [size] => Some(size),
            _ => None,
        }
    }

    pub(crate) fn last(&self) -> Size {
        self.0.last().cloned().unwrap_or(Size::Known(1))
    }

    /// How many numbers the tensor holds.
    pub(crate) fn elements(&self) -> Size {
        self.0.iter().fold(Size::Known(1), |product, axis| product.times(axis))
    }

    pub(crate) fn compare(&self, other: &Self) -> Comparison {
        if self.0.len() != other.0.len() {
            return Comparison::Different;
        }
        let axes = self.0.iter().zip(&other.0).map(|(a, b)| a.compare(b));
        axes.fold(Comparison::Equal, |all, axis| match (all, axis) {
            (Comparison::Different, _) | (_, Comparison::Different) => Comparison::Different,
            (Comparison::Unknown, _) | (_, Comparison::Unknown) => Comparison::Unknown,
            _ => Comparison::Equal,
        })
    }

    /// How a user writes this shape after `input =`.
    pub(crate) fn written(&self) -> String {
        match self.axes() {
            [size] => size.to_string(),
            axes => format!("({})", join(axes)),
        }
    }

    /// The nested array type that holds such a tensor: `[[f32; 8]; 4]`.
    pub(crate) fn array(&self, scalar: &TokenStream) -> TokenStream {
        self.0.iter().rev().fold(scalar.clone(), |inner, axis| quote!([#inner; #axis]))
    }

    /// The same in the user's words.
    pub(crate) fn written_array(&self, scalar: &TokenStream) -> TokenStream {
        self.0.iter().rev().fold(scalar.clone(), |inner, axis| {
            let axis = axis.written_argument();
            quote!([#inner; #axis])
        })
    }
}

/// As Keras and NumPy print it: `[24, 24, 8]`.
impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", join(&self.0))
    }
}

fn join(axes: &[Size]) -> String {
    axes.iter().map(Size::to_string).collect::<Vec<_>>().join(", ")
}
