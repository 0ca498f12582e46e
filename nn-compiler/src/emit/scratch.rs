//! The scratch of a pass: the slots of its arena, and the workspace of kernels. That is as much as the one takes which needs the
//! most, since one runs after the other.

use proc_macro2::{Ident, Span, TokenStream};

use crate::model::Model;
use crate::plan::Plan;
use crate::shape::Size;

/// The workspace of a pass.
pub(super) struct Workspace {
    /// The constant that says how many numbers it has.
    pub(super) item: TokenStream,
    /// That constant; 0 if no kernel can need any.
    pub(super) numbers: Size,
    /// How many they are where the compiler runs, if the sizes are known.
    pub(super) known: Option<usize>,
}

/// The workspace of a pass of so many `samples`, under such a name.
pub(super) fn workspace(model: &Model, plan: &Plan, samples: &Size, name: &str) -> Workspace {
    let all = plan.workspaces(model, samples);
    let known = all.iter().try_fold(0, |most, workspace| Some(workspace.known?.max(most)));
    if all.is_empty() {
        return Workspace { item: TokenStream::new(), numbers: Size::Known(0), known };
    }
    let constant = Ident::new(name, Span::mixed_site());
    let each = all.iter().map(|workspace| &workspace.tokens);
    let item = mixed! {
        const #constant: ::core::primitive::usize = __nn::largest([#(#each),*]);
    };
    let numbers = Size::constant(mixed!(#constant), mixed!(#constant), name.to_owned());
    Workspace { item, numbers, known }
}

/// The type of scratch with slots of so many numbers for each of the `samples`, and this workspace for all.
pub(super) fn scratch(slots: &[Size], samples: &Size, workspace: &Size) -> TokenStream {
    let arena = match slots {
        [] => Size::Known(0),
        _ => {
            let arena = mixed!(__nn::arena::<__T>(&[#(#slots),*], #samples));
            Size::constant(arena.clone(), arena.clone(), arena.to_string())
        }
    };
    let numbers = arena.plus(workspace).argument();
    mixed!(__nn::Scratch<__T, #numbers>)
}

/// What a function has that takes the scratch of one sample from the stack or from the heap, if there may be too much for the
/// stack: `#[inline]`, with which rustc compiles it only where it is called. Without a heap it does not compile.
pub(super) fn lazily(model: &Model, plan: &Plan) -> Option<TokenStream> {
    // What the target has more for alignment, or for wider vectors, is less than the half.
    let most = nn_format::STACK_LIMIT / 2;
    let workspace = workspace(model, plan, &Size::Known(1), "__WORKSPACE").known;
    let bytes = plan.scratch_bytes.known().zip(workspace).map(|(slots, numbers)| slots + numbers * model.dtype.bytes());
    bytes.is_none_or(|bytes| bytes > most).then(|| mixed!(#[inline]))
}
