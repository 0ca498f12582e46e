//! The weights of Keras 2: a group for each layer, whose tensors have names.

use std::collections::{HashMap, HashSet};

use crate::hdf5::Group;
use crate::{Classes, Error, Layer, Tensor, cudnn};

/// The tensors of each layer.
#[derive(Clone, Debug)]
pub(crate) struct Legacy {
    /// The layers that have any, in the order of the file.
    layers: Vec<(String, Vec<Tensor>)>,
    /// Whether they were saved with the backend Theano, whose convolutions begin with a window's end.
    is_theano: bool,
}

impl Legacy {
    /// The weights in `group`, or `None` if it isn't such a group: it has no attribute `layer_names`.
    pub(crate) fn read(group: &Group<'_>) -> Result<Option<Self>, Error> {
        let Some(names) = list(group, "layer_names")? else { return Ok(None) };
        let mut layers = Vec::new();
        for name in names {
            // A name with a slash in it is that of a group in a group.
            let layer = group.group_at(&name)?.ok_or_else(|| Error::Hdf5 {
                path: group.path().to_owned(),
                problem: format!("there is no group of layer `{}`", name.escape_debug()),
            })?;
            let mut tensors = Vec::new();
            for path in list(&layer, "weight_names")?.unwrap_or_default() {
                let set = layer.dataset(&path)?.ok_or_else(|| Error::Hdf5 {
                    path: layer.path().to_owned(),
                    problem: format!("there are no weights `{}`", path.escape_debug()),
                })?;
                tensors.push(set.read()?);
            }
            if !tensors.is_empty() {
                layers.push((name, tensors));
            }
        }
        let is_theano = group.strings("backend")?.is_some_and(|backend| backend == ["theano"]);
        Ok(Some(Self { layers, is_theano }))
    }

    pub(crate) fn tensors(&mut self) -> impl Iterator<Item = &mut Tensor> {
        self.layers.iter_mut().flat_map(|layer| &mut layer.1)
    }

    /// Gives each layer its weights: by its name, if the file has all its names, and otherwise, as Keras does, by the
    /// order of those that have any.
    pub(crate) fn fill(self, layers: &mut [Layer], classes: &dyn Classes) -> Result<(), Error> {
        let names: HashSet<_> = layers.iter().map(|layer| layer.name.as_str()).collect();
        if self.layers.iter().all(|(name, _)| names.contains(name.as_str())) {
            let mut tensors: HashMap<_, _> = self.layers.into_iter().collect();
            for layer in layers {
                let tensors = tensors.remove(&layer.name).unwrap_or_default();
                Pool::new(tensors, self.is_theano).fill_all(layer, classes)?;
            }
            return Ok(());
        }
        let mut tensors = self.layers.into_iter();
        for layer in layers {
            let own = if has_variables(layer, classes)? { tensors.next() } else { None };
            Pool::new(own.map(|own| own.1).unwrap_or_default(), self.is_theano).fill_all(layer, classes)?;
        }
        tensors.next().map_or(Ok(()), |(_, tensors)| Pool::new(tensors, self.is_theano).nothing_left())
    }
}

/// Whether the layer, or one that it wraps, has variables that are known of.
fn has_variables(layer: &Layer, classes: &dyn Classes) -> Result<bool, Error> {
    let variables = classes.variables(&layer.class, &layer.config)?;
    let mut any = variables.is_some_and(|variables| !variables.names.is_empty());
    for inner in &layer.layers {
        any |= has_variables(inner, classes)?;
    }
    Ok(any)
}

/// The tensors of one group, found by their names.
///
/// In one group lie those that are trained and then those that aren't, whichever layer inside they belong to. Within
/// one name (`kernel`) the order is that of the layers; where a part of them is frozen it is not, and then the name of
/// the layer in a tensor's path tells.
struct Pool {
    tensors: Vec<Option<Tensor>>,
    /// The places of those whose variable is so called, the first one last.
    by_variable: HashMap<String, Vec<usize>>,
    /// The same with one of the names in front of the variable's.
    by_layer: HashMap<(String, String), Vec<usize>>,
    is_theano: bool,
}

impl Pool {
    fn new(tensors: Vec<Tensor>, is_theano: bool) -> Self {
        let (mut by_variable, mut by_layer) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        for (place, tensor) in tensors.iter().enumerate().rev() {
            let (layers, last) = tensor.path.rsplit_once('/').unwrap_or(("", &tensor.path));
            // Keras 2 numbers the outputs of operations, of which a variable is the first: `kernel:0`.
            let variable = last.split_once(':').map_or(last, |(name, _)| name);
            by_variable.entry(variable.to_owned()).or_default().push(place);
            for layer in layers.split('/') {
                by_layer.entry((layer.to_owned(), variable.to_owned())).or_default().push(place);
            }
        }
        Self { tensors: tensors.into_iter().map(Some).collect(), by_variable, by_layer, is_theano }
    }

    /// A variable under one of these names: of the layer, if there is one, and else of any.
    fn take(&mut self, layer: Option<&str>, names: &[&str]) -> Option<Tensor> {
        let of_layer = layer.into_iter().flat_map(|layer| names.iter().map(move |name| (Some(layer), *name)));
        for (layer, name) in of_layer.chain(names.iter().map(|name| (None, *name))) {
            let places = match layer {
                Some(layer) => self.by_layer.get_mut(&(layer.to_owned(), name.to_owned())),
                None => self.by_variable.get_mut(name),
            };
            let Some(places) = places else { continue };
            while let Some(place) = places.pop() {
                if let Some(tensor) = self.tensors[place].take() {
                    return Some(tensor);
                }
            }
        }
        None
    }

    /// Gives `layer` its weights, and those it wraps theirs, so that none are left.
    fn fill_all(mut self, layer: &mut Layer, classes: &dyn Classes) -> Result<(), Error> {
        self.fill(layer, None, classes)?;
        self.nothing_left()
    }

    fn fill(&mut self, layer: &mut Layer, within: Option<&str>, classes: &dyn Classes) -> Result<(), Error> {
        match classes.variables(&layer.class, &layer.config)? {
            Some(variables) => {
                for name in variables.names {
                    let former = variables.former.iter().filter(|former| former.0 == name).map(|former| former.1);
                    let names: Vec<&str> = core::iter::once(name).chain(former).collect();
                    let found = self.take(within, &names);
                    let missing = || Error::MissingWeights { layer: layer.describe(), weights: name.to_owned() };
                    let mut tensor = found.ok_or_else(missing)?;
                    name.clone_into(&mut tensor.name);
                    if self.is_theano && variables.over_space.contains(&name) {
                        tensor.reverse_space();
                    }
                    layer.weights.push(tensor);
                }
                if let Some(gates) = variables.gates {
                    cudnn::convert(&mut layer.weights, gates);
                }
            }
            None if layer.layers.is_empty() && within.is_none() => {
                layer.weights = self.tensors.drain(..).flatten().collect();
            }
            None => {}
        }
        let wrapped = classes.wrapped(&layer.class);
        for (place, inner) in layer.layers.iter_mut().enumerate() {
            // Keras 2 gives the layers in `Bidirectional` names that it doesn't write into the architecture.
            let name = match wrapped.get(place) {
                Some(wrapped) if !wrapped.prefix.is_empty() => format!("{}{}", wrapped.prefix, stem(&inner.name)),
                _ => inner.name.clone(),
            };
            self.fill(inner, Some(&name), classes)?;
        }
        Ok(())
    }

    fn nothing_left(&self) -> Result<(), Error> {
        match self.tensors.iter().flatten().next() {
            Some(tensor) => Err(Error::ExtraWeights { path: tensor.path.clone() }),
            None => Ok(()),
        }
    }
}

fn stem(name: &str) -> &str {
    name.strip_prefix("forward_").or(name.strip_prefix("backward_")).unwrap_or(name)
}

/// A list of names, which Keras cuts into several attributes if it is long: `layer_names0`, `layer_names1`, ...
fn list(group: &Group<'_>, name: &str) -> Result<Option<Vec<String>>, Error> {
    if let Some(names) = group.strings(name)? {
        return Ok(Some(names));
    }
    let mut all = None;
    for part in 0.. {
        let Some(mut names) = group.strings(&format!("{name}{part}"))? else { break };
        all.get_or_insert_with(Vec::new).append(&mut names);
    }
    Ok(all)
}
