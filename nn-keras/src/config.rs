//! A layer's options, read by name and type, with a record of which ones were read.

use core::cell::Cell;

use crate::{Error, Json, Serialized, Value};

/// The options of a layer, an initializer or the like: Keras's `get_config()`.
///
/// Whoever reads an option says by that that it is understood. [`Config::unread`] then tells which options nobody
/// looked at, so that an importer can refuse a layer whose options it doesn't know instead of computing something else.
///
/// ```
/// use nn_keras::Config;
///
/// let config = Config::new("layer `conv2d` (Conv2D)")
///     .with("filters", 16)
///     .with("kernel_size", vec![3, 5])
///     .with("groups", 4);
/// assert_eq!(config.require("filters")?.size()?, 16);
/// assert_eq!(config.require("kernel_size")?.sizes()?, [3, 5]);
/// assert_eq!(config.unread().map(|(key, value)| format!("{key} = {value}")).collect::<Vec<_>>(), ["groups = 4"]);
///
/// let error = config.require("groups")?.boolean().unwrap_err();
/// assert_eq!(error.to_string(), "`groups` of layer `conv2d` (Conv2D) is 4: expected true or false");
/// # Ok::<(), nn_keras::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    owner: String,
    options: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    key: String,
    value: Json,
    read: Cell<bool>,
}

impl Config {
    /// No options yet. `owner` is what they belong to, for errors.
    #[must_use]
    pub fn new(owner: impl Into<String>) -> Self {
        Self { owner: owner.into(), options: Vec::new() }
    }

    /// The options of `owner` in `json`, which `key` of that owner holds.
    pub(crate) fn from_json(owner: String, key: &str, json: Json) -> Result<Self, Error> {
        match json {
            Json::Object(entries) => {
                let entry = |(key, value)| Entry { key, value, read: Cell::new(false) };
                Ok(Self { owner, options: entries.into_iter().map(entry).collect() })
            }
            json => Err(wrong_value(&owner, key, &json, "an object")),
        }
    }

    /// The same with one more option, or with another value of it.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.options.retain(|entry| entry.key != key);
        self.options.push(Entry { key: key.to_owned(), value: value.into(), read: Cell::new(false) });
        self
    }

    /// What the options belong to.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    pub(crate) fn set_owner(&mut self, owner: String) {
        self.owner = owner;
    }

    /// An option's value, or `None` if it is missing or `null`. It counts as read.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Value<'_>> {
        let entry = self.options.iter().find(|entry| entry.key == key)?;
        entry.read.set(true);
        (entry.value != Json::Null).then_some(Value { owner: &self.owner, key: &entry.key, json: plain(&entry.value) })
    }

    /// An option's value. It counts as read.
    ///
    /// # Errors
    ///
    /// If the option is missing or `null`.
    pub fn require(&self, key: &str) -> Result<Value<'_>, Error> {
        self.get(key).ok_or_else(|| Error::MissingKey { owner: self.owner.clone(), key: key.to_owned() })
    }

    /// An option's value, `null` too, without any record of it.
    #[must_use]
    pub fn peek(&self, key: &str) -> Option<&Json> {
        self.options.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// Whether an option is `true`, without any record of it; `default` if it is missing.
    ///
    /// # Errors
    ///
    /// If it is neither `true` nor `false`.
    pub fn peek_boolean(&self, key: &str, default: bool) -> Result<bool, Error> {
        match self.peek(key) {
            None => Ok(default),
            Some(Json::Bool(value)) => Ok(*value),
            Some(json) => Err(wrong_value(&self.owner, key, json, "true or false")),
        }
    }

    /// Takes an option out.
    pub(crate) fn take(&mut self, key: &str) -> Option<Json> {
        let at = self.options.iter().position(|entry| entry.key == key)?;
        Some(self.options.remove(at).value)
    }

    /// Counts options as read, whatever their values: those that don't matter to the caller.
    pub fn accept(&self, keys: &[&str]) {
        self.accept_where(|key| keys.contains(&key));
    }

    /// Counts as read the options that say how training begins: `seed`, and all initializers.
    pub fn accept_initial(&self) {
        self.accept_where(|key| key == "seed" || key.ends_with("_initializer"));
    }

    /// Counts all options as read.
    pub fn accept_all(&self) {
        self.accept_where(|_| true);
    }

    fn accept_where(&self, accepted: impl Fn(&str) -> bool) {
        for entry in self.options.iter().filter(|entry| accepted(&entry.key)) {
            entry.read.set(true);
        }
    }

    /// The options that nobody has read so far, without those that are `null`: an option that isn't set.
    pub fn unread(&self) -> impl Iterator<Item = (&str, &Json)> {
        let unread = self.options.iter().filter(|entry| !entry.read.get() && entry.value != Json::Null);
        unread.map(|entry| (entry.key.as_str(), &entry.value))
    }

    /// All options, in the file's order, without any record of it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.options.iter().map(|entry| (entry.key.as_str(), &entry.value))
    }
}

/// Two sets of options are equal if they have the same values under the same keys, in whatever order.
impl PartialEq for Config {
    fn eq(&self, other: &Self) -> bool {
        self.options.len() == other.options.len()
            && self.iter().all(|(key, value)| other.peek(key).is_some_and(|other| other == value))
    }
}

/// The numbers of an array of NumPy's; other values as they are.
fn plain(json: &Json) -> &Json {
    match (json.get("class_name"), json.get("config").and_then(|config| config.get("value"))) {
        (Some(Json::String(class)), Some(value)) if class == "__numpy__" => value,
        _ => json,
    }
}

pub(crate) fn wrong_value(owner: &str, key: &str, found: &Json, expected: impl Into<String>) -> Error {
    /// More of a value than this doesn't help.
    const LONGEST: usize = 60;
    let mut found = found.to_string();
    if let Some((end, _)) = found.char_indices().nth(LONGEST) {
        found.truncate(end);
        found.push_str("..");
    }
    Error::WrongValue { owner: owner.to_owned(), key: key.to_owned(), found, expected: expected.into() }
}

/// What Keras calls functions without a name.
pub(crate) const LAMBDA: &str = "__lambda__";

/// The part of `json` that names a class and its options: an initializer, an activation, a wrapped layer.
pub(crate) fn serialized(owner: &str, key: &str, json: &Json) -> Result<Serialized, Error> {
    match json {
        Json::String(name) => {
            Ok(Serialized { class: name.clone(), config: Config::new(format!("`{name}` of {owner}")) })
        }
        Json::Object(_) => {
            let object = Config::from_json(format!("`{key}` of {owner}"), key, json.clone())?;
            // A lambda has no name, but its code.
            let class = if object.peek("class_name").is_none() && object.peek("value").is_some() {
                LAMBDA.to_owned()
            } else {
                class_name(&object)?
            };
            let owner = format!("`{class}` of {owner}");
            match object.peek("config") {
                // A function: its name is all there is.
                Some(Json::String(_) | Json::Null) | None => Ok(Serialized { class, config: Config::new(owner) }),
                Some(json) => Ok(Serialized { class, config: Config::from_json(owner, "config", json.clone())? }),
            }
        }
        json => Err(wrong_value(owner, key, json, "a name, or an object with a `class_name`")),
    }
}

/// The class that an object of `module`, `class_name`, `config` and `registered_name` is of.
///
/// What is not Keras's own gets a name that none of Keras's has, with a `>` in it, as Keras's registered names do.
pub(crate) fn class_name(object: &Config) -> Result<String, Error> {
    let class = object.require("class_name")?.text()?;
    if let Some(Json::String(registered)) = object.peek("registered_name")
        && registered.contains('>')
    {
        return Ok(registered.clone());
    }
    let name = match (class, object.peek("config")) {
        ("function", Some(Json::String(name))) => name,
        _ => class,
    };
    // Keras 2 names no modules.
    match object.get("module").map(Value::text).transpose()? {
        Some(module) if module != "keras" && !module.starts_with("keras.") => Ok(format!("{module}>{name}")),
        _ => Ok(name.to_owned()),
    }
}
