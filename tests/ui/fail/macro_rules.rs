use nn_runtime::sequential;

macro_rules! classifier {
    ($name:ident, $units:expr, $activation:ident) => {
        sequential! {
            struct $name {
                hidden: dense($units, input = 2, $activation),
                output: dense(2, sofmax),
            }
        }
    };
}

classifier!(Good, 3, relu);
classifier!(Bad, 0, rleu);

fn main() {
    println!("{:?} {:?}", Good::init(1).forward(&[1.8, 75.0]), Bad::init(1).forward(&[1.8, 75.0]));
}
