//! Layers that are found by their names, wherever they stand: in models within models, and in any order.

use std::collections::HashMap;

use super::{Node, Stored};
use crate::names::rust_name;
use crate::{Classes, Error, Layer, Weights};

/// The way to a group, from group to group; nothing if two layers have its name.
type Path<'a> = Option<Vec<&'a str>>;

impl Weights {
    /// Whether the file names each of these layers, and no two of its own alike. Later versions of Keras 3 write names; they
    /// are compared as [`rust_name`] writes them.
    #[must_use]
    pub fn names(&self, mut layers: impl Iterator<Item = impl AsRef<str>>) -> bool {
        let paths = self.paths();
        layers.all(|layer| matches!(paths.get(layer.as_ref()), Some(Some(_))))
    }

    /// Whether models are in the model: only names tell their layers from those around them, for who doesn't know of them.
    #[must_use]
    pub fn has_models(&self) -> bool {
        matches!(&self.0, Stored::ByClass(root) if root.groups.values().any(|group| group.groups.contains_key("layers")))
    }

    /// Gives each layer the weights of the layer that has its name in the file, and those it wraps theirs.
    ///
    /// # Errors
    ///
    /// If there is no layer of such a name, and otherwise as [`Self::fill`].
    pub fn fill_by_name(self, layers: &mut [Layer], classes: &dyn Classes) -> Result<(), Error> {
        let paths: HashMap<String, Vec<String>> = self
            .paths()
            .into_iter()
            .filter_map(|(name, path)| Some((name, path?.into_iter().map(str::to_owned).collect())))
            .collect();
        let Stored::ByClass(mut root) = self.0 else { return self.fill(layers, classes) };
        for layer in layers {
            let missing =
                || Error::MissingWeights { layer: layer.describe(), weights: format!("layer `{}`", layer.name) };
            let mut node = paths.get(&layer.name).and_then(|path| root.take(path)).ok_or_else(missing)?;
            node.fill(layer, classes)?;
        }
        root.nothing_left()
    }

    /// The ways to all groups that are named.
    fn paths(&self) -> HashMap<String, Path<'_>> {
        let mut paths = HashMap::new();
        if let Stored::ByClass(root) = &self.0 {
            root.paths(&mut Vec::new(), &mut paths);
        }
        paths
    }
}

impl Node {
    fn paths<'a>(&'a self, path: &mut Vec<&'a str>, into: &mut HashMap<String, Path<'a>>) {
        for (group, node) in &self.groups {
            path.push(group);
            if let Some(name) = &node.name {
                into.entry(rust_name(name)).and_modify(|other| *other = None).or_insert_with(|| Some(path.clone()));
            }
            node.paths(path, into);
            path.pop();
        }
    }

    /// Takes the group at the end of this way out of those it is in.
    fn take(&mut self, path: &[String]) -> Option<Self> {
        let (last, outer) = path.split_last()?;
        let parent = outer.iter().try_fold(self, |node, group| node.groups.get_mut(group))?;
        parent.groups.remove(last)
    }
}
