use nn_runtime::sequential;

sequential! {
    #[keras("../../keras/cases/none_time.keras")]
    struct AnyLength;
}

sequential! {
    #[keras("../../keras/cases/none_time.keras", input = "long")]
    struct NoShape;
}

sequential! {
    #[keras("../../keras/cases/none_time.keras", input = (7, 2))]
    struct OtherFeatures;
}

fn main() {}
