//! `embedding`: a vector for each index.

use quote::quote;

use super::arguments::{MOST_NUMBERS, Positional, Reader};
use super::tensors::{Weights, options};
use super::{Input, Kind, Layout, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{Class, Rank, Take};
use crate::model::{GenericArgument, Parameters};
use crate::ops::Gather;
use crate::shape::Shape;

pub(super) const KIND: Kind = Kind {
    name: "embedding",
    layout: Layout::Steps,
    keras: &[Class::new(
        &["Embedding"],
        &[
            ("input_dim", Take::Size),
            ("output_dim", Take::Size),
            // The layers after it would leave out the steps of index 0.
            ("mask_zero", Take::MustBeFalse),
            ("input_length", Take::Nothing),
            ("sparse", Take::Nothing),
            ("lora_rank", Take::Nothing),
            ("lora_alpha", Take::Nothing),
        ],
    )
    .with(|_| vec!["embeddings"])
    .of_rank(Rank::OneMore)],
    foreign: &[],
    usage: "embedding(vocabulary, size, [embeddings_initializer = ..], [embeddings = [[..]]])",
    example: "embedding(1000, 16)",
    about: "a vector for each index, which is a `u32` below the vocabulary's size; NaN for any other. The first layer only",
    lower,
};

const VOCABULARY: Positional =
    Positional { name: "input_dim", what: "the size of its vocabulary", foreign: &[("PyTorch", "num_embeddings")] };
const SIZE: Positional =
    Positional { name: "output_dim", what: "the size of its vectors", foreign: &[("PyTorch", "embedding_dim")] };

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let vocabulary = reader.size(&VOCABULARY, "index");
    let size = reader.size(&SIZE, "number for each index");
    if let Some(mask) = reader.option("mask_zero")
        && reader.flag_value(&mask)
    {
        reader.error(mask.extent, catalogue::masks(KIND.name));
    }
    let embeddings = Weights::read(reader, "embeddings", options!("embeddings"), "random_uniform");
    if let Some((number, text)) = input.producer().filter(|_| input.is_known) {
        reader.error(reader.extent(), catalogue::indices_from_layer(KIND.name, number, text));
        return None;
    }
    let (vocabulary, size) = (vocabulary?, size?);
    let mut checks = Vec::new();
    for (count, noun) in [(&vocabulary, "index"), (&size, "number for each index")] {
        if count.known().is_none() {
            checks.push((quote!(#count > 0), catalogue::zero(KIND.name, noun).to_string()));
        }
    }
    let table = Shape::new(vec![vocabulary.clone(), size.clone()]);
    let output = Shape::new(input.shape.axes().iter().cloned().chain([size.clone()]).collect());
    for tensor in [&table, &output] {
        if tensor.elements().known().is_some_and(|numbers| numbers > MOST_NUMBERS) {
            reader.error(reader.extent(), catalogue::tensor_too_large(tensor, MOST_NUMBERS));
            return None;
        }
    }
    let fans = (vocabulary.clone(), size.clone());
    let tensor = embeddings.tensor(reader, "embeddings", table.axes(), &["index", "number of its vector"], fans);
    let arguments = vec![GenericArgument::Size(vocabulary), GenericArgument::Size(size.clone())];
    Some(Lowered {
        parameters: Some(Parameters { struct_name: "Embedding", arguments, tensors: vec![tensor] }),
        checks,
        takes_indices: true,
        ..Lowered::op(output, Gather { dim: size })
    })
}
