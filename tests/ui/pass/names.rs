//! Names that come near to generated ones, and names that are unusual.
#![allow(non_snake_case, non_camel_case_types, uncommon_codepoints)]

use nn_runtime::sequential;

sequential! {
    struct Methods {
        forward: dense(3, input = 2),
        zeros: dense(3),
        init: dense(3),
        parameters: dense(3),
        simd: dense(3),
        scratch: dense(3),
        input: dense(3),
        output: dense(3),
        kernel: dense(3),
        __nn: dense(3),
        __T: dense(3),
        r#type: dense(3),
        größe: dense(3),
        層: dense(3),
        dense: dense(3),
        dense_2: dense(3),
        dense(3),
        dense(3),
        dense(2),
    }
}

sequential! {
    #[classes(r#type, Ünder, name, fmt)]
    struct r#struct { r#in: dense(4, input = 1) }
}

fn main() {
    let methods = Methods::zeros();
    let _ = (methods.forward.bias, methods.dense_1.bias, methods.dense_3.bias, methods.dense_4.bias, methods.r#type.bias);
    let names: Vec<&str> = methods.parameters().map(|parameter| parameter.name).collect();
    assert!(names.contains(&"type.kernel") && names.contains(&"層.bias"));
    assert_eq!(r#structClass::r#type.name(), "type");
    assert_eq!(r#struct::init(1).r#in.bias, [0.0; 4]);
}
