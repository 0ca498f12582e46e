//! What every network has: `impl Network`, the same as functions of its own type, and the enum of its classes.

use proc_macro2::{Ident, Literal, Span, TokenStream};

use super::scratch::{lazily, scratch, workspace};
use super::{classes, element, field, forward, onnx, scalar, tensors, type_name};
use crate::compile::MOST_ON_STACK;
use crate::diag::catalogue;
use crate::graph::{Graph, LayerId};
use crate::model::{Form, GenericArgument, Initial, Initializer, Layer, Model, Parameters, Tensor};
use crate::ops::option;
use crate::plan::{Plan, Step};
use crate::shape::{Shape, Size};
use crate::weights::{Source, Weights};

/// `impl Network`.
pub(super) fn implementation(model: &Model, graph: &Graph, plan: &Plan) -> TokenStream {
    let name = type_name(model);
    let element = element(model, &mixed!(__T));
    let (input, output) = (model.input().array(&element), model.output().array(&mixed!(__T)));
    let slots = &plan.program.slots;
    let block = Size::constant(mixed!(__BLOCK), mixed!(__BLOCK), "__BLOCK".to_owned());
    let workspace = workspace(model, plan, &Size::Known(1), "__WORKSPACE");
    let block_workspace = self::workspace(model, plan, &block, "__BLOCK_WORKSPACE");
    let (in_lanes, transposed) = in_lanes(model, plan);
    let scratch = scratch(slots, &Size::Known(1), &workspace.numbers);
    let block_scratch = self::scratch(&[&transposed, slots.as_slice()].concat(), &block, &block_workspace.numbers);
    let numbers = plan.program.numbers();
    let workspace_bytes = workspace.numbers.times(&Size::Known(model.dtype.bytes()));
    let scratch_bytes = plan.scratch_bytes.plus(&workspace_bytes);
    let workspace_bytes = (workspace_bytes.known() != Some(0))
        .then(|| mixed!(const WORKSPACE_BYTES: ::core::primitive::usize = #workspace_bytes;));
    let (workspace, block_workspace) = (workspace.item, block_workspace.item);
    let Plan { flops, operations, row_bytes, .. } = plan;
    let (parameters, weight_bytes) = (model.parameters(), model.weight_bytes());
    let steps = plan.steps(model).map(|step| self::step(&step));
    let title = name.to_string();
    let axes = model.input().axes();
    let layers = (0..model.layers.len()).map(|layer| description(model, layer));
    let classes = model.classes.iter().map(ToString::to_string);
    let (body, graph) = (forward::body(model, plan), onnx::graph(model, graph));
    let shared = tensors(model).map(|(layer, tensor)| {
        let (name, shape, field) = (tensor_name(layer, tensor), constant_axes(&tensor.shape), field(layer, tensor));
        mixed!(__nn::Parameter { name: #name, shape: #shape, values: __nn::Tensor::flat(&#field) })
    });
    let exclusive = tensors(model).map(|(layer, tensor)| {
        let (name, shape, field) = (tensor_name(layer, tensor), constant_axes(&tensor.shape), field(layer, tensor));
        mixed!(__nn::ParameterMut { name: #name, shape: #shape, values: __nn::Tensor::flat_mut(&mut #field) })
    });
    let initialize = tensors(model).enumerate().map(|(index, (layer, tensor))| initialize(index, layer, tensor));
    mixed! {
        #in_lanes
        const __BLOCK: ::core::primitive::usize =
            if __IN_LANES { __nn::lane_count(::core::mem::size_of::<__T>()) } else { __nn::block_rows(#numbers) };
        #workspace
        #block_workspace

        #[doc(hidden)]
        impl __nn::Plain for #name {}

        #[automatically_derived]
        impl __nn::Network for #name {
            type Scalar = __T;
            type Input = #input;
            type Output = #output;
            type Scratch = #scratch;
            type Block = #block_scratch;

            const NAME: &'static ::core::primitive::str = #title;
            const INPUT_SHAPE: &'static [::core::primitive::usize] = &[#(#axes),*];
            const LAYERS: &'static [__nn::Layer] = &[#(#layers),*];
            const CLASSES: &'static [&'static ::core::primitive::str] = &[#(#classes),*];
            const PARAMETERS: ::core::primitive::usize = #parameters;
            const FLOPS: ::core::primitive::usize = #flops;
            const WEIGHT_BYTES: ::core::primitive::usize = #weight_bytes;
            const SCRATCH_BYTES: ::core::primitive::usize = #scratch_bytes;
            #workspace_bytes
            const ISA: __nn::IsaChoice = __nn::IsaChoice::choose(#operations, #row_bytes);
            const STEPS: &'static [__nn::Step] = &[#(#steps),*];
            const BLOCK: ::core::primitive::usize = __BLOCK;
            const IN_LANES: ::core::primitive::bool = __IN_LANES;

            #[inline(always)]
            fn run<__S: __nn::Simd, __R: __nn::Rows>(
                &self,
                simd: __S,
                rows: __R,
                scratch: &mut [__T],
                input: &[#element],
                output: &mut [__T],
            ) {
                #body
            }

            fn zeros() -> Self {
                Self::zeros()
            }

            fn initialize(&mut self, seed: ::core::primitive::u64) {
                #(#initialize)*
            }

            fn parameters(&self) -> impl ::core::iter::Iterator<Item = __nn::Parameter<'_, __T>> {
                ::core::iter::IntoIterator::into_iter([#(#shared),*])
            }

            fn parameters_mut(&mut self) -> impl ::core::iter::Iterator<Item = __nn::ParameterMut<'_, __T>> {
                ::core::iter::IntoIterator::into_iter([#(#exclusive),*])
            }

            #graph
        }
    }
}

/// The sizes of a tensor's axes, for ever. rustc makes no constant of a quotient by itself.
fn constant_axes(shape: &Shape) -> TokenStream {
    let axes = shape.axes();
    if axes.iter().all(|axis| axis.known().is_some()) { mixed!(&[#(#axes),*]) } else { mixed!(const { &[#(#axes),*] }) }
}

/// Whether the samples of a batch lie in lanes, and the slots that a block has then for its inputs and outputs.
fn in_lanes(model: &Model, plan: &Plan) -> (TokenStream, Vec<Size>) {
    let Some(products) = plan.products(model) else {
        return (
            mixed!(
                const __IN_LANES: ::core::primitive::bool = false;
            ),
            Vec::new(),
        );
    };
    let (inputs, units): (Vec<_>, Vec<_>) = products.into_iter().map(|[inputs, units]| (inputs, units)).unzip();
    let numbers = [model.input().elements(), model.output().elements()];
    let (parameters, both) = (model.parameters(), numbers[0].plus(&numbers[1]));
    let [input, output] = numbers;
    let constants = mixed! {
        const __IN_LANES: ::core::primitive::bool = __nn::is_in_lanes(#parameters, #both)
            #(&& __nn::DenseStrategy::is_small(#inputs, #units, ::core::mem::size_of::<__T>()))*;
        const __TRANSPOSED: [::core::primitive::usize; 2] = if __IN_LANES { [#input, #output] } else { [0, 0] };
    };
    let transposed = [mixed!(__TRANSPOSED[0]), mixed!(__TRANSPOSED[1])];
    let size = |tokens: TokenStream| Size::constant(tokens.clone(), tokens.clone(), tokens.to_string());
    (constants, transposed.map(size).to_vec())
}

/// A call as the schedule shows it.
fn step(step: &Step<'_>) -> TokenStream {
    let Step { layer, schedule, rows } = step;
    let (fused, work) = (schedule.fused, schedule.work.tokens());
    let normalized = option(schedule.normalized.map(|layer| mixed!(#layer)));
    mixed! {
        __nn::Step { layer: #layer, normalized: #normalized, fused: #fused, work: #work, rows: #rows }
    }
}

/// The layer as the summary and the diagram show it.
fn description(model: &Model, index: LayerId) -> TokenStream {
    let layer = &model.layers[index];
    let (name, kind, activation) = (layer.name(), layer.kind, &layer.activation);
    let (axes, parameters) = (layer.output.axes(), layer.parameter_count());
    let branches = layer.branches.iter().map(|branch| branch.layers.len());
    let merge = model.merge(index);
    let layout = Ident::new(&format!("{:?}", layer.layout), Span::mixed_site());
    mixed! {
        __nn::Layer {
            name: #name, kind: #kind, layout: __nn::Layout::#layout, activation: #activation, output_shape: &[#(#axes),*], parameters: #parameters,
            branches: &[#(#branches),*], merge: #merge,
        }
    }
}

fn tensor_name(layer: &Layer, tensor: &Tensor) -> String {
    format!("{}.{}", layer.name(), tensor.name)
}

/// Fills one tensor.
fn initialize(index: usize, layer: &Layer, tensor: &Tensor) -> TokenStream {
    let field = field(layer, tensor);
    match &tensor.initial {
        Initial::Given { value, .. } if tensor.in_gates => {
            let array = tensor.shape.array(&mixed!(__T));
            mixed! {
                let given: #array = #value;
                __nn::Tensor::flat_mut(&mut #field).copy_from_slice(__nn::Tensor::flat(&given));
            }
        }
        Initial::Given { value, .. } => mixed!(#field = #value;),
        Initial::Drawn { initializer, fan_in, fan_out, ones } => {
            let index = Literal::u64_unsuffixed(index as u64);
            let columns = tensor.shape.last();
            let initializer = self::initializer(initializer);
            let ones = ones
                .as_ref()
                .map(|(from, count)| mixed!(__nn::Tensor::flat_mut(&mut #field)[#from..#from + #count].fill(1.0);));
            mixed! {
                #initializer.fill(__nn::Tensor::flat_mut(&mut #field), #columns, (#fan_in, #fan_out), seed, #index);
                #ones
            }
        }
    }
}

fn initializer(Initializer { variant, arguments }: &Initializer) -> TokenStream {
    let variant = Ident::new(variant, Span::mixed_site());
    let fields = arguments.iter().map(|(name, value)| {
        let name = Ident::new(name, Span::mixed_site());
        mixed!(#name: #value)
    });
    let fields = (!arguments.is_empty()).then(|| mixed!({ #(#fields),* }));
    mixed!(__nn::Initializer::<__T>::#variant #fields)
}

/// The struct literal whose tensors are made by `tensor`, in order.
fn literal(model: &Model, mut tensor: impl FnMut() -> TokenStream) -> TokenStream {
    let fields = model.layers.iter().filter_map(|layer| {
        let (name, parameters) = (&layer.name, layer.parameters.as_ref()?);
        let value = constructor(parameters, &mut tensor);
        Some(mixed!(#name: #value))
    });
    let name = type_name(model);
    mixed!(#name { #(#fields),* })
}

/// `Dense::new(kernel, bias)`: the tensors, and the types that stand for tensors that are not there.
fn constructor(parameters: &Parameters, tensor: &mut impl FnMut() -> TokenStream) -> TokenStream {
    let struct_name = Ident::new(parameters.struct_name, Span::mixed_site());
    let mut arguments: Vec<TokenStream> = parameters.tensors.iter().map(|_| tensor()).collect();
    for argument in &parameters.arguments {
        if let GenericArgument::Absent { name, at } = argument {
            let name = Ident::new(name, Span::mixed_site());
            arguments.insert(*at, mixed!(__nn::#name));
        }
    }
    mixed!(__nn::#struct_name::new(#(#arguments),*))
}

/// The functions of the network's own type.
pub(super) fn inherent(model: &Model, plan: &Plan, weights: Option<&Weights>, steps: &TokenStream) -> TokenStream {
    let zeros = model.layers.iter().filter_map(|layer| {
        let (name, parameters) = (&layer.name, layer.parameters.as_ref()?);
        let struct_name = Ident::new(parameters.struct_name, Span::mixed_site());
        Some(mixed!(#name: __nn::#struct_name::zeros()))
    });
    let zeros = mixed!(Self { #(#zeros),* });
    let scalar = scalar(model.dtype);
    let (input, output) = (model.input().array(&element(model, &scalar)), model.output().array(&scalar));
    let pretrained = weights.map(|weights| pretrained(model, weights));
    let lazily = lazily(model, plan);
    let classify = classes::classify(model, &input, lazily.as_ref());
    functions(model, &zeros, [&input, &output], lazily.as_ref(), &mixed!(#pretrained #classify #steps))
}

/// What rustc says where a network is made that is too big for the stack: it would compile, and end in an overflow. A `static`
/// of `zeros` is never there, so that `zeros` may be called.
fn too_big(model: &Model) -> Option<TokenStream> {
    let bytes = model.weight_bytes().known()?;
    let note = catalogue::init_too_big(bytes);
    (matches!(model.form, Form::Named { .. }) && bytes > MOST_ON_STACK).then(|| mixed!(#[deprecated(note = #note)]))
}

/// The same, with these bodies and types, and `others` after them.
pub(super) fn functions(
    model: &Model,
    zeros: &TokenStream,
    [input, output]: [&TokenStream; 2],
    lazily: Option<&TokenStream>,
    others: &TokenStream,
) -> TokenStream {
    let name = type_name(model);
    let (heap, parallel, exported) = (methods_on_the_heap(), parallel(input, output), exported());
    let too_big = too_big(model);
    mixed! {
        #[automatically_derived]
        impl #name {
            /// A network whose parameters are all zero.
            #[must_use]
            pub const fn zeros() -> Self {
                #zeros
            }

            /// A network with initial weights. The same seed gives the same weights, on every machine.
            #[must_use]
            #too_big
            pub fn init(seed: ::core::primitive::u64) -> Self {
                <Self as __nn::Network>::init(seed)
            }

            /// The forward pass of one sample.
            #[must_use]
            #lazily
            pub fn forward(&self, input: &#input) -> #output {
                __nn::Network::forward(self, input)
            }

            /// The forward pass of each sample of a batch.
            ///
            /// # Panics
            ///
            /// If there are not as many outputs as inputs.
            #lazily
            pub fn forward_batch(&self, inputs: &[#input], outputs: &mut [#output]) {
                __nn::Network::forward_batch(self, inputs, outputs);
            }

            /// The parameters, in the order of the layers.
            pub fn parameters(&self) -> impl ::core::iter::Iterator<Item = __nn::Parameter<'_, __T>> {
                __nn::Network::parameters(self)
            }

            /// The parameters, to change.
            pub fn parameters_mut(&mut self) -> impl ::core::iter::Iterator<Item = __nn::ParameterMut<'_, __T>> {
                __nn::Network::parameters_mut(self)
            }

            /// Takes the parameters of a safetensors file, whose tensors are named `<layer>.<variable>`.
            ///
            /// # Errors
            ///
            /// If the file does not fit this network in every tensor. Nothing is changed then.
            pub fn load_safetensors(
                &mut self,
                bytes: &[::core::primitive::u8],
            ) -> ::core::result::Result<(), __nn::WeightsError> {
                __nn::Network::load_safetensors(self, bytes)
            }

            /// The layers as a table.
            pub fn summary() -> impl ::core::fmt::Display {
                <Self as __nn::Network>::summary()
            }

            /// How the forward pass is computed, step by step, and why.
            pub fn schedule() -> impl ::core::fmt::Display {
                <Self as __nn::Network>::schedule()
            }

            /// A picture of the network, as SVG.
            pub fn diagram() -> impl ::core::fmt::Display {
                <Self as __nn::Network>::diagram()
            }

            #parallel
            #heap
            #exported
            #others
        }
    }
}

/// What the feature `rayon` of the runtime adds.
fn parallel(input: &TokenStream, output: &TokenStream) -> TokenStream {
    mixed! {
        __nn::with_rayon! {
            /// The forward pass of each sample of a batch, on all threads of rayon's pool.
            ///
            /// # Panics
            ///
            /// If there are not as many outputs as inputs.
            pub fn par_forward_batch(&self, inputs: &[#input], outputs: &mut [#output]) {
                __nn::Network::par_forward_batch(self, inputs, outputs);
            }
        }
    }
}

/// What the feature `alloc` of the runtime adds: the runtime knows whether it is on, this crate does not.
fn methods_on_the_heap() -> TokenStream {
    mixed! {
        __nn::with_alloc! {
            /// The parameters as a safetensors file.
            #[must_use]
            pub fn to_safetensors(&self) -> __nn::Vec<::core::primitive::u8> {
                __nn::Network::to_safetensors(self)
            }

            /// A network of zeros on the heap; it is never on the stack, however large it is.
            #[must_use]
            pub fn boxed_zeros() -> __nn::Box<Self> {
                <Self as __nn::Network>::boxed_zeros()
            }

            /// [`init`](Self::init) on the heap; the network is never on the stack, however large it is.
            #[must_use]
            pub fn boxed_init(seed: ::core::primitive::u64) -> __nn::Box<Self> {
                <Self as __nn::Network>::boxed_init(seed)
            }
        }
    }
}

/// What the feature `onnx` of the runtime adds.
fn exported() -> TokenStream {
    mixed! {
        __nn::with_onnx! {
            /// The network as an ONNX file, with an input called `input` and an output called `output`.
            #[must_use]
            pub fn to_onnx(&self) -> __nn::Vec<::core::primitive::u8> {
                __nn::Network::to_onnx(self)
            }
        }
    }
}

/// `pretrained`: the file's bytes become the network while the program is compiled.
fn pretrained(model: &Model, weights: &Weights) -> TokenStream {
    let (name, file) = (type_name(model), &weights.file);
    let mut sources = weights.tensors.iter();
    let value = literal(model, || match sources.next() {
        Some(Source::File(offset)) => {
            let offset = Literal::usize_unsuffixed(*offset);
            mixed!(__nn::tensor(FILE, #offset))
        }
        Some(Source::Converted(bytes)) => {
            let bytes = Literal::byte_string(bytes);
            mixed!(__nn::tensor(#bytes, 0))
        }
        None => TokenStream::new(),
    });
    // Where the tensors don't fit, a check says so, and this says nothing.
    let conditions = &weights.conditions;
    let value =
        if conditions.is_empty() { value } else { mixed!(if #(#conditions)&&* { #value } else { #name::zeros() }) };
    mixed! {
        /// The network with its trained weights, which are part of the program: nothing is loaded.
        #[must_use]
        pub fn pretrained() -> &'static Self {
            // Naming the file makes cargo build again when it changes.
            const FILE: &[::core::primitive::u8] = ::core::include_bytes!(#file);
            static PRETRAINED: #name = #value;
            &PRETRAINED
        }
    }
}
