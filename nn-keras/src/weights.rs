//! Weights on their own, and their way into layers.

mod by_name;

use std::collections::HashMap;

use crate::archive::Archive;
use crate::format::Format;
use crate::hdf5::{File, Group};
use crate::legacy::Legacy;
use crate::names::snake_case;
use crate::{Classes, Error, Layer, Tensor, Variables};

/// The weights of a file without an architecture: `model.weights.h5`.
///
/// Such a file doesn't say which layers there are. Whoever knows them, with the options that turn variables on and off,
/// has them filled:
///
/// ```
/// use nn_keras::{Config, Layer, Weights};
///
/// let weights = Weights::read(include_bytes!("../tests/data/tiny.weights.h5"))?;
/// let mut layers = [
///     Layer::new("hidden", "Dense", Config::new("layer `hidden` (Dense)")),
///     Layer::new("output", "Dense", Config::new("layer `output` (Dense)").with("use_bias", false)),
/// ];
/// # let classes = nn_compiler::keras::Classes;
/// weights.fill(&mut layers, &classes)?;
/// assert_eq!(layers[0].weight("bias").unwrap().shape, [3]);
/// assert_eq!(layers[1].weight("kernel").unwrap().shape, [3, 2]);
/// # Ok::<(), nn_keras::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Weights(Stored);

#[derive(Clone, Debug)]
enum Stored {
    /// Keras 3, and late versions of Keras 2: by the layers' places among those of their class.
    ByClass(Node),
    /// Keras 2: by the layers' names.
    ByName(Legacy),
}

/// A group of the file.
#[derive(Clone, Debug, Default)]
struct Node {
    path: String,
    /// The name of the layer whose group it is, which later versions of Keras 3 write.
    name: Option<String>,
    /// The tensors in its group `vars`, in order.
    variables: Vec<Tensor>,
    groups: HashMap<String, Node>,
}

impl Weights {
    /// Reads the weights of a file, whatever else it holds.
    ///
    /// # Errors
    ///
    /// If the file is none of Keras's, is damaged, or has no weights. The bytes may come from anywhere: no file leads
    /// to a panic, or to a cost out of proportion to its size.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        match Format::of(bytes)? {
            Format::Zip => Self::from_archive(Archive::read(bytes)?),
            Format::Hdf5 => Self::from_hdf5(&File::open(bytes.to_vec())?),
        }
    }

    pub(crate) fn from_archive(archive: Archive<'_>) -> Result<Self, Error> {
        let mut weights = Self::from_hdf5(&File::open(archive.weights.into_owned())?)?;
        let move_to = |tensor: &mut Tensor| {
            // Of a packed member nothing stands in the archive as it is.
            tensor.offset = tensor.offset.zip(archive.weights_at).map(|(offset, start)| offset + start);
        };
        match &mut weights.0 {
            Stored::ByClass(node) => node.each(&move_to),
            Stored::ByName(legacy) => legacy.tensors().for_each(move_to),
        }
        Ok(weights)
    }

    pub(crate) fn from_hdf5(file: &File) -> Result<Self, Error> {
        let root = file.root();
        // The second is what Keras 2.13 calls it.
        for name in ["layers", "_layer_checkpoint_dependencies"] {
            if let Some(group) = root.group(name)? {
                return Ok(Self(Stored::ByClass(Node::read(&group)?)));
            }
        }
        // On Windows, Keras 2.12 to 2.15 has the paths of that system for the names of groups.
        if root.members()?.0.iter().any(|group| group.name().starts_with("layers\\")) {
            let mut node = Node::read(&root)?;
            return Ok(Self(Stored::ByClass(node.child("layers"))));
        }
        // Keras 2: in a whole model, and on their own.
        for group in [root.group("model_weights")?, Some(file.root())].into_iter().flatten() {
            if let Some(legacy) = Legacy::read(&group)? {
                return Ok(Self(Stored::ByName(legacy)));
            }
        }
        // The model itself, whose layers have no variables.
        match root.group("vars")? {
            Some(_) => Ok(Self(Stored::ByClass(Node::default()))),
            None => Err(Error::Hdf5 { path: String::new(), problem: "it has no weights of Keras's".to_owned() }),
        }
    }

    /// Gives each layer its weights, and those it wraps theirs.
    ///
    /// Of a layer its class, its place and the options count that decide which variables it has: `use_bias`, `scale`,
    /// `center` and so on. A file of Keras 2 knows its layers by order, and by name where one model is in another.
    /// A layer of an unknown class gets whatever there is, under the names `0`, `1`, ...
    ///
    /// # Errors
    ///
    /// If a layer's weights are missing, if it has another number of variables than its options ask for, or if some
    /// weights of the file belong to none of the layers.
    pub fn fill(self, layers: &mut [Layer], classes: &dyn Classes) -> Result<(), Error> {
        match self.0 {
            Stored::ByClass(mut node) => {
                node.fill_layers(layers, classes)?;
                node.nothing_left()
            }
            Stored::ByName(legacy) => legacy.fill(layers, classes),
        }
    }

    /// The same where the names of the layers come from the same file: if a group names another layer than the one
    /// whose place it has, this crate has not counted as Keras does.
    pub(crate) fn fill_named(self, layers: &mut [Layer], classes: &dyn Classes) -> Result<(), Error> {
        if let Stored::ByClass(node) = &self.0 {
            node.check_names(layers)?;
        }
        self.fill(layers, classes)
    }
}

impl Node {
    fn read(group: &Group<'_>) -> Result<Self, Error> {
        let (groups, _) = group.members()?;
        let mut node = Self { path: group.path().to_owned(), ..Self::default() };
        for group in groups {
            if group.name() == "vars" {
                node.name = group.strings("name")?.and_then(|names| names.into_iter().next());
                node.variables = Self::variables(&group)?;
            } else {
                node.insert(group.name(), Self::read(&group)?);
            }
        }
        Ok(node)
    }

    /// Adds a group under its name, or where that leads if it is a path of Windows'.
    fn insert(&mut self, name: &str, mut group: Self) {
        /// No model is in so many others.
        const DEEPEST: usize = 32;
        if name.split('\\').count() > DEEPEST {
            self.groups.insert(name.to_owned(), group);
            return;
        }
        let place = name.split('\\').fold(self, |node, name| node.groups.entry(name.to_owned()).or_default());
        // What is in it may have come before it.
        group.groups.extend(core::mem::take(&mut place.groups));
        *place = group;
    }

    fn each(&mut self, change: &impl Fn(&mut Tensor)) {
        self.variables.iter_mut().for_each(change);
        self.groups.values_mut().for_each(|group| group.each(change));
    }

    /// The data sets `0`, `1`, ... of a group, which lie in alphabetical order.
    fn variables(group: &Group<'_>) -> Result<Vec<Tensor>, Error> {
        let (_, sets) = group.members()?;
        let mut tensors = Vec::new();
        for set in sets {
            let place = set.name().parse::<usize>().ok();
            let place = place.ok_or_else(|| Error::Hdf5 {
                path: group.path().to_owned(),
                problem: format!("the name of the data set `{}` is no number", set.name()),
            })?;
            tensors.push((place, set.read()?));
        }
        tensors.sort_by_key(|tensor| tensor.0);
        if let Some(at) = tensors.iter().enumerate().position(|(at, tensor)| tensor.0 != at) {
            let problem = format!("it has no data set `{at}`, but one of a higher number");
            return Err(Error::Hdf5 { path: group.path().to_owned(), problem });
        }
        Ok(tensors.into_iter().map(|tensor| tensor.1).collect())
    }

    /// Gives the layers of one model the weights that lie in this group, by their classes and their places.
    fn fill_layers(&mut self, layers: &mut [Layer], classes: &dyn Classes) -> Result<(), Error> {
        for (name, layer) in group_names(layers).into_iter().zip(layers) {
            self.child(&name).fill(layer, classes)?;
        }
        Ok(())
    }

    fn check_names(&self, layers: &[Layer]) -> Result<(), Error> {
        for (group, layer) in group_names(layers).into_iter().zip(layers) {
            let Some(node) = self.groups.get(&group) else { continue };
            match &node.name {
                Some(name) if *name != layer.name => {
                    let (layer, path) = (layer.describe(), format!("{}/vars", node.path));
                    return Err(Error::OtherLayer { layer, found: name.clone(), path });
                }
                _ => {}
            }
            if let Some(inner) = node.groups.get("layers") {
                inner.check_names(&layer.layers)?;
            }
        }
        Ok(())
    }

    /// Gives one layer the weights of this group, its own.
    fn fill(&mut self, layer: &mut Layer, classes: &dyn Classes) -> Result<(), Error> {
        let variables = classes.variables(&layer.class, &layer.config)?;
        let is_known = variables.is_some() || layer.is_model();
        match variables {
            Some(Variables { in_cell: true, names, .. }) => {
                let mut cell = self.child("cell");
                layer.weights = cell.named(layer, &names)?;
                cell.nothing_left()?;
            }
            Some(Variables { names, .. }) => layer.weights = self.named(layer, &names)?,
            None => layer.weights = core::mem::take(&mut self.variables),
        }
        let wrapped = classes.wrapped(&layer.class);
        for (wrapped, inner) in wrapped.iter().zip(&mut layer.layers) {
            self.child(wrapped.group).fill(inner, classes)?;
        }
        if layer.is_model() {
            let mut layers = self.child("layers");
            layers.fill_layers(&mut layer.layers, classes)?;
            layers.nothing_left()?;
        } else if !is_known && wrapped.is_empty() {
            // What belongs to parts of a layer of an unknown class is the layer's too.
            self.collect("", &mut layer.weights);
        }
        self.nothing_left()
    }

    fn child(&mut self, name: &str) -> Self {
        self.groups.remove(name).unwrap_or_else(|| Self { path: self.join(name), ..Self::default() })
    }

    fn join(&self, name: &str) -> String {
        let parent = if self.path.is_empty() { "layers" } else { &self.path };
        format!("{parent}/{name}")
    }

    /// The variables of this group under their names.
    fn named(&mut self, layer: &Layer, names: &[&'static str]) -> Result<Vec<Tensor>, Error> {
        let mut tensors = core::mem::take(&mut self.variables);
        let path = format!("{}/vars", self.path);
        if tensors.is_empty() && !names.is_empty() {
            return Err(Error::MissingWeights { layer: layer.describe(), weights: path });
        }
        if tensors.len() != names.len() {
            let (layer, found) = (layer.describe(), tensors.len());
            return Err(Error::VariableCount { layer, expected: names.to_vec(), found, path });
        }
        for (tensor, name) in tensors.iter_mut().zip(names) {
            (*name).clone_into(&mut tensor.name);
        }
        Ok(tensors)
    }

    /// Moves all tensors in groups of this one into `into`, under their paths from here.
    fn collect(&mut self, prefix: &str, into: &mut Vec<Tensor>) {
        let mut groups: Vec<_> = self.groups.drain().collect();
        groups.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, mut node) in groups {
            let prefix = format!("{prefix}{name}/");
            for tensor in &mut node.variables {
                tensor.name.insert_str(0, &prefix);
            }
            into.append(&mut node.variables);
            node.collect(&prefix, into);
        }
    }

    /// An error if some weights are left.
    fn nothing_left(&self) -> Result<(), Error> {
        if let Some(tensor) = self.variables.first() {
            return Err(Error::ExtraWeights { path: tensor.path.clone() });
        }
        // The state of random numbers is nothing to us.
        let mut groups: Vec<_> = self.groups.iter().filter(|group| group.0 != "seed_generator").collect();
        groups.sort_by_key(|group| group.0);
        groups.into_iter().try_for_each(|(_, group)| group.nothing_left())
    }
}

/// The name of each layer's group: its class, and its place among those of its class.
fn group_names(layers: &[Layer]) -> Vec<String> {
    let mut counts = HashMap::new();
    let mut name = |layer: &Layer| {
        let class = snake_case(&layer.class);
        let count = counts.entry(class.clone()).or_insert(0_usize);
        *count += 1;
        if *count == 1 { class } else { format!("{class}_{}", *count - 1) }
    };
    layers.iter().map(&mut name).collect()
}
