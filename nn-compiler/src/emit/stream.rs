//! `impl Streaming`: the network step by step.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::scratch::{lazily, scratch, workspace};
use super::{element, forward, type_name};
use crate::diag::catalogue;
use crate::model::{Form, Model};
use crate::passes::step::Forbidden;
use crate::plan::Plan;
use crate::shape::Size;

/// A network step by step.
pub(crate) struct Stream {
    pub(crate) plan: Plan,
    /// How many numbers are remembered.
    pub(crate) state: Size,
}

impl Stream {
    /// The types of a step's input and output.
    fn types(&self, element: &TokenStream, scalar: &TokenStream) -> [TokenStream; 2] {
        let graph = &self.plan.graph;
        let (input, output) = (&graph[graph.inputs[0]].shape, &graph[graph.outputs[0]].shape);
        [input.array(element), output.array(scalar)]
    }
}

/// The trait.
pub(super) fn implementation(model: &Model, stream: &Stream) -> TokenStream {
    let name = type_name(model);
    let plan = &stream.plan;
    let workspace = workspace(model, plan, &Size::Known(1), "__STEP_WORKSPACE");
    let bytes = Size::Known(model.dtype.bytes());
    let scratch_bytes = plan.scratch_bytes.plus(&workspace.numbers.times(&bytes));
    let scratch = scratch(&plan.program.slots, &Size::Known(1), &workspace.numbers);
    let workspace = workspace.item;
    let body = forward::body(model, plan);
    let (state, flops) = (stream.state.argument(), &plan.flops);
    let scalar = mixed!(__T);
    let element = element(model, &scalar);
    let [input, output] = stream.types(&element, &scalar);
    mixed! {
        #workspace

        #[automatically_derived]
        impl __nn::Streaming for #name {
            type State = __nn::State<__T, #state>;
            type StepInput = #input;
            type StepOutput = #output;
            type StepScratch = #scratch;

            const STEP_FLOPS: ::core::primitive::usize = #flops;
            const STEP_SCRATCH_BYTES: ::core::primitive::usize = #scratch_bytes;

            #[inline(always)]
            #[allow(unused_variables, reason = "not every network remembers, or has something in between")]
            fn run_step<__S: __nn::Simd>(
                &self,
                simd: __S,
                state: (::core::primitive::u64, &mut [__T]),
                scratch: &mut [__T],
                input: &[#element],
                output: &mut [__T],
            ) {
                let (rows, (position, numbers)) = (__nn::One, state);
                #body
            }
        }
    }
}

/// The functions of the network's own type, with these types.
fn functions(
    form: &Form,
    state: &TokenStream,
    [input, output]: [&TokenStream; 2],
    lazily: Option<&TokenStream>,
) -> TokenStream {
    // The type of a network without a name can't be named by its users either.
    let receiver = matches!(form, Form::Expression).then(|| mixed!(&self));
    mixed! {
        /// What is remembered before the first step.
        #[must_use]
        pub fn state(#receiver) -> #state {
            <Self as __nn::Streaming>::state()
        }

        /// One step of a sequence: what the network gives for all steps that `state` has gone through, and this one.
        #[must_use]
        #lazily
        pub fn step(&self, state: &mut #state, input: &#input) -> #output {
            __nn::Streaming::step(self, state, input)
        }
    }
}

/// The same of a network.
pub(super) fn inherent(model: &Model, stream: &Stream) -> TokenStream {
    let scalar = super::scalar(model.dtype);
    let [input, output] = stream.types(&element(model, &scalar), &scalar);
    let state = mixed!(<Self as __nn::Streaming>::State);
    functions(&model.form, &state, [&input, &output], lazily(model, &stream.plan).as_ref())
}

/// What stands for the functions where a layer forbids them: whoever calls one is told which layer it is. A bound that
/// never holds says so; that it is for all lifetimes lets rustc ask only at a call. All of it stands at the
/// layer, where rustc shows the bound.
pub(super) fn forbidden(model: &Model, forbidden: &Forbidden) -> (TokenStream, TokenStream) {
    let name = type_name(model).to_string();
    let (index, layer) = match forbidden {
        Forbidden::Input => (0, None),
        Forbidden::Layer(index, why) => (*index, Some((index + 1, model.layers[*index].text.as_str(), *why))),
    };
    let at = Span::mixed_site().located_at(model.layers[index].extent.first);
    let (message, label) = catalogue::no_steps(&name, layer, model.input());
    let bound = quote_spanned! { at=>
        #[diagnostic::on_unimplemented(message = #message, label = #label)]
        pub trait __Steps {}
    };
    let functions = quote_spanned! { at=>
        #[doc(hidden)]
        #[allow(private_bounds)]
        pub fn state()
        where
            for<'__a> [&'__a (); 0]: __Steps,
        {
        }

        #[doc(hidden)]
        #[allow(private_bounds)]
        pub fn step<__I: ?::core::marker::Sized, __O>(&self, _: &mut (), _: &__I) -> __O
        where
            for<'__a> [&'__a (); 0]: __Steps,
        {
            ::core::panic!()
        }
    };
    (bound, functions)
}
