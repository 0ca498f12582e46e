//! Tells the program where the library is: what `litert` links with is otherwise found only while it is built.

fn main() {
    println!("cargo:rerun-if-env-changed=LITERT_LIB_DIR");
    if let Ok(directory) = std::env::var("LITERT_LIB_DIR") {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{directory}");
    }
}
