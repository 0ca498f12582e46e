//! A network that is there in some builds only.

use nn_runtime::sequential;

sequential! {
    #[cfg(any())]
    #[classes(A, B)]
    pub struct Absent { dense(2, input = 3) }
}

sequential! {
    #[cfg(all())]
    #[derive(Clone, Debug, Default, PartialEq)]
    #[classes(A, B)]
    pub struct Present { dense(2, input = 3) }
}

fn main() {
    assert_eq!(Present::default(), Present::zeros());
    assert_eq!(Present::zeros().classify(&[0.0; 3]), (PresentClass::A, 0.0));
}
