//! HDF5, within limits: what `hdf5-reader` reads, and no more of it than an honest file needs.
//!
//! Every structure of HDF5 is found by its address, so that in a hostile file a million of them may be one and the same.
//! Three limits keep the cost in proportion to the file: on the bytes that are asked of it, on the objects opened, and
//! on the bytes that come out. Attributes are read raw, because `hdf5-reader` otherwise follows every string of every
//! attribute to the heap at once, where they may all be the same long one.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hdf5_reader::error::Error as ReaderError;
use hdf5_reader::storage::{BytesStorage, DynStorage, Storage, StorageBuffer};
use hdf5_reader::{Datatype, Hdf5File, OpenOptions, StringSize, VarLenKind};

use crate::elements::Elements;
use crate::{Error, Tensor};

/// No model nests deeper: Keras adds at most three groups for each model or wrapper inside another.
const MAX_DEPTH: usize = 64;

/// What remains of the objects and bytes that may come out of a file.
struct Budget {
    objects: Cell<u64>,
    bytes: Cell<u64>,
    limits: [u64; 2],
    storage: Arc<Metered>,
}

impl Budget {
    /// The least an object takes in a file is its header, with a message or two; data may be compressed.
    fn new(storage: Arc<Metered>) -> Self {
        let file = storage.len();
        let limits = [file / 32 + 16, file.saturating_mul(16) + (16 << 20)];
        Self { objects: Cell::new(limits[0]), bytes: Cell::new(limits[1]), limits, storage }
    }

    fn objects(&self, count: usize) -> Result<(), Error> {
        let error = || too_large("the number of objects in the HDF5 file", self.limits[0], "objects");
        Self::spend(&self.objects, count).ok_or_else(error)
    }

    fn bytes(&self, count: usize, path: &str) -> Result<(), Error> {
        let what = || format!("what the HDF5 file unpacks to, up to `{path}`,");
        Self::spend(&self.bytes, count).ok_or_else(|| too_large(what(), self.limits[1], "bytes"))
    }

    fn spend(left: &Cell<u64>, count: usize) -> Option<()> {
        left.set(left.get().checked_sub(count as u64)?);
        Some(())
    }
}

fn too_large(what: impl Into<String>, limit: u64, unit: &'static str) -> Error {
    Error::TooLarge { what: what.into(), limit, unit }
}

/// The file's bytes, of which only so many may be asked for in all.
struct Metered {
    bytes: BytesStorage,
    left: AtomicU64,
    /// Where the last bytes that were asked for stand.
    last: AtomicU64,
}

impl Metered {
    /// Where `bytes`, which were just read, stand in the file as they are; nothing if they were put together.
    fn place(&self, bytes: &[u8]) -> Option<u64> {
        let last = self.last.load(Ordering::Relaxed);
        let stored = self.bytes.read_range(last, bytes.len()).ok()?;
        (!bytes.is_empty() && stored.as_ref() == bytes).then_some(last)
    }
}

impl Storage for Metered {
    fn len(&self) -> u64 {
        self.bytes.len()
    }

    fn read_range(&self, offset: u64, len: usize) -> Result<StorageBuffer, ReaderError> {
        let spend = |left: u64| left.checked_sub(len as u64);
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_err() {
            return Err(ReaderError::ResourceLimit("its parts are read again and again".to_owned()));
        }
        self.last.store(offset, Ordering::Relaxed);
        self.bytes.read_range(offset, len)
    }
}

/// An HDF5 file.
pub(crate) struct File {
    root: hdf5_reader::group::Group,
    budget: Budget,
}

impl File {
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, Error> {
        let len = bytes.len() as u64;
        // Of Keras's files no byte is asked for twice, on the whole.
        let left = AtomicU64::new(len.saturating_mul(4) + (1 << 20));
        let storage = Arc::new(Metered { bytes: BytesStorage::new(bytes), left, last: AtomicU64::new(0) });
        let budget = Budget::new(Arc::clone(&storage));
        let options = OpenOptions {
            chunk_cache_bytes: 0,
            max_chunk_bytes: usize::try_from(budget.limits[1]).unwrap_or(usize::MAX),
            // Attributes of more than 64 KiB are stored elsewhere, and few headers have more than one that is large.
            max_object_header_bytes: 1 << 20,
            ..OpenOptions::default()
        };
        let storage: DynStorage = storage;
        let file = Hdf5File::from_storage_with_options(storage, options).map_err(|error| damaged("", &error))?;
        Ok(Self { root: file.root_group().map_err(|error| damaged("", &error))?, budget })
    }

    pub(crate) fn root(&self) -> Group<'_> {
        Group { inner: self.root.clone(), path: String::new(), depth: 0, budget: &self.budget }
    }
}

/// A group of an HDF5 file.
pub(crate) struct Group<'f> {
    inner: hdf5_reader::group::Group,
    path: String,
    depth: usize,
    budget: &'f Budget,
}

impl<'f> Group<'f> {
    /// The path from the root, without a slash in front.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The name as it stands in the file, where the path has what can't be printed in escapes.
    pub(crate) fn name(&self) -> &str {
        self.inner.name()
    }

    /// The groups and the data sets in this group.
    pub(crate) fn members(&self) -> Result<(Vec<Group<'f>>, Vec<Dataset<'f>>), Error> {
        if self.depth == MAX_DEPTH {
            return Err(too_large("the nesting of groups in the HDF5 file", MAX_DEPTH as u64, "levels"));
        }
        let (groups, datasets) = self.inner.members().map_err(|error| damaged(&self.path, &error))?;
        self.budget.objects(groups.len() + datasets.len())?;
        let groups = groups.into_iter().map(|group| Group {
            path: self.join(group.name()),
            inner: group,
            depth: self.depth + 1,
            budget: self.budget,
        });
        let datasets =
            datasets.into_iter().map(|set| Dataset { path: self.join(set.name()), set, budget: self.budget });
        Ok((groups.collect(), datasets.collect()))
    }

    /// A group in this one.
    pub(crate) fn group(&self, name: &str) -> Result<Option<Group<'f>>, Error> {
        self.budget.objects(1)?;
        let path = self.join(name);
        match self.inner.group(name) {
            Ok(inner) => Ok(Some(Group { inner, path, depth: self.depth + 1, budget: self.budget })),
            Err(ReaderError::GroupNotFound(_)) => Ok(None),
            Err(error) => Err(damaged(&path, &error)),
        }
    }

    /// A group in this one, or in groups in it.
    pub(crate) fn group_at(&self, path: &str) -> Result<Option<Group<'f>>, Error> {
        let Some((first, rest)) = path.split_once('/') else { return self.group(path) };
        let Some(group) = self.group(first)? else { return Ok(None) };
        if group.depth < MAX_DEPTH { group.group_at(rest) } else { Ok(None) }
    }

    /// A data set in this group, or in groups in it.
    pub(crate) fn dataset(&self, path: &str) -> Result<Option<Dataset<'f>>, Error> {
        if let Some((first, rest)) = path.split_once('/') {
            let Some(group) = self.group(first)? else { return Ok(None) };
            return if group.depth < MAX_DEPTH { group.dataset(rest) } else { Ok(None) };
        }
        self.budget.objects(1)?;
        let full = self.join(path);
        match self.inner.dataset(path) {
            Ok(set) => Ok(Some(Dataset { set, path: full, budget: self.budget })),
            Err(ReaderError::DatasetNotFound(_)) => Ok(None),
            Err(error) => Err(damaged(&full, &error)),
        }
    }

    /// The strings of an attribute. An empty attribute has none, whatever its type.
    pub(crate) fn strings(&self, name: &str) -> Result<Option<Vec<String>>, Error> {
        let attributes = self.inner.raw_attributes().map_err(|error| damaged(&self.path, &error))?;
        let resolve = |reference: &[u8]| self.inner.resolve_vlen_reference_bytes(reference, 1);
        let reference_size = 8 + usize::from(self.inner.offset_size());
        strings(attributes, name, &self.path, reference_size, self.budget, resolve)
    }

    fn join(&self, name: &str) -> String {
        let name = name.escape_debug();
        if self.path.is_empty() { name.to_string() } else { format!("{}/{name}", self.path) }
    }
}

/// A data set of an HDF5 file.
pub(crate) struct Dataset<'f> {
    set: hdf5_reader::Dataset,
    path: String,
    budget: &'f Budget,
}

impl Dataset<'_> {
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The tensor in this data set, under the name of the data set.
    pub(crate) fn read(&self) -> Result<Tensor, Error> {
        let error = |error: ReaderError| damaged(&self.path, &error);
        let elements = self.elements()?;
        self.budget.bytes(self.set.raw_byte_len().map_err(error)?, &self.path)?;
        let bytes = self.set.read_native_bytes().map_err(error)?;
        // What this machine reads as it stands, every machine can that reads its bytes in that order.
        let is_plain = matches!(elements, Elements::Single | Elements::Double) && cfg!(target_endian = "little");
        let offset = if is_plain { self.budget.storage.place(&bytes) } else { None };
        let offset = offset.and_then(|offset| usize::try_from(offset).ok());
        let data = elements.read(&bytes).ok_or_else(|| self.element_type("integers of more than 63 bits"))?;
        let shape: Option<Vec<usize>> = self.set.shape().iter().map(|&size| size.try_into().ok()).collect();
        let shape =
            shape.filter(|shape| shape.iter().try_fold(1, |n: usize, &size| n.checked_mul(size)) == Some(data.len()));
        let shape =
            shape.ok_or_else(|| Error::Hdf5 { path: self.path.clone(), problem: "its shape overflows".to_owned() })?;
        Ok(Tensor { name: self.name().to_owned(), path: self.path.clone(), shape, data, offset })
    }

    fn elements(&self) -> Result<Elements, Error> {
        let error = |error: ReaderError| damaged(&self.path, &error);
        // Keras stores bfloat16 as two bytes of an unknown kind, with an attribute that says what they are.
        if let Datatype::Opaque { size: 2, .. } = self.set.dtype() {
            let attributes = self.set.raw_attributes().map_err(error)?;
            let resolve = |reference: &[u8]| self.set.resolve_vlen_reference_bytes(reference, 1);
            let size = self.set.vlen_reference_size();
            let dtype = strings(attributes, "dtype", &self.path, size, self.budget, resolve)?;
            if dtype.is_some_and(|dtype| dtype == ["bfloat16"]) {
                return Ok(Elements::OpaqueBFloat);
            }
        }
        let raw = self.set.raw_datatype().map_err(error)?;
        Elements::of(self.set.dtype(), &raw).ok_or_else(|| self.element_type(describe(self.set.dtype())))
    }

    fn element_type(&self, found: &str) -> Error {
        Error::ElementType { path: self.path.clone(), found: found.to_owned() }
    }
}

fn strings(
    attributes: Vec<hdf5_reader::RawAttribute>,
    name: &str,
    path: &str,
    reference_size: usize,
    budget: &Budget,
    resolve: impl Fn(&[u8]) -> Result<Vec<u8>, ReaderError>,
) -> Result<Option<Vec<String>>, Error> {
    let Some(attribute) = attributes.into_iter().find(|attribute| attribute.name() == name) else {
        return Ok(None);
    };
    let path = format!("{path}@{name}");
    let message = attribute.message();
    let count = message.dataspace.num_elements().map_err(|error| damaged(&path, &error.into()))?;
    if count == 0 {
        return Ok(Some(Vec::new()));
    }
    let (size, heap) = match message.datatype {
        Datatype::String { size: StringSize::Fixed(size), .. } => (size as usize, false),
        Datatype::String { size: StringSize::Variable, .. } | Datatype::VarLen { kind: VarLenKind::String, .. } => {
            (reference_size, true)
        }
        ref other => {
            let problem = format!("it is {}, not a string", describe(other));
            return Err(Error::Hdf5 { path, problem });
        }
    };
    let invalid = |problem: &str| Error::Hdf5 { path: path.clone(), problem: problem.to_owned() };
    let count = usize::try_from(count).ok().filter(|count| count.checked_mul(size) == Some(message.raw_data.len()));
    if size == 0 || count.is_none() {
        return Err(invalid("its size is not that of its strings"));
    }
    let mut values = Vec::new();
    for stored in message.raw_data.chunks_exact(size) {
        let mut bytes = if heap {
            let length = stored.first_chunk().map_or(0, |length| u32::from_le_bytes(*length) as usize);
            budget.bytes(length, &path)?;
            resolve(stored).map_err(|error| damaged(&path, &error))?
        } else {
            stored.to_vec()
        };
        // Whatever the padding is called, NumPy pads with zeros.
        bytes.truncate(bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1));
        values.push(String::from_utf8(bytes).map_err(|_| invalid("it is not UTF-8"))?);
    }
    Ok(Some(values))
}

fn damaged(path: &str, error: &ReaderError) -> Error {
    // The reader puts the name of the object in front, which we have in `path`.
    let error = match error {
        ReaderError::Context { source, .. } => source,
        error => error,
    };
    // It quotes names, which may be of any characters.
    let mut problem = String::new();
    for c in error.to_string().chars() {
        match c {
            '\'' | '"' => problem.push(c),
            _ => problem.extend(c.escape_debug()),
        }
    }
    Error::Hdf5 { path: path.to_owned(), problem }
}

fn describe(datatype: &Datatype) -> &'static str {
    match datatype {
        Datatype::FixedPoint { .. } => "integers of another size",
        Datatype::FloatingPoint { .. } => "floats of another kind",
        Datatype::String { .. } | Datatype::VarLen { kind: VarLenKind::String, .. } => "strings",
        Datatype::Compound { .. } => "records",
        Datatype::Array { .. } | Datatype::VarLen { .. } => "lists",
        Datatype::Enum { .. } => "values of an enumeration",
        Datatype::Opaque { .. } => "bytes of an unknown kind",
        Datatype::Reference { .. } => "references",
        Datatype::Bitfield { .. } => "bit fields",
    }
}
