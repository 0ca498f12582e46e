//! The numbers behind the functions, for each type.

use fearless_simd::SimdFloatElement;

mod sealed {
    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// The constants of the vector functions for one number type.
///
/// The polynomials are minimax fits made for this crate (Remez's exchange algorithm in 60 digits, then rounded); the
/// rational function of tanh is a least-squares fit with Lawson's weights, which comes close to one. Each says on
/// which interval, and how far it is from the function once it is rounded. The lowest coefficient comes first.
#[doc(hidden)]
pub trait Coefficients: SimdFloatElement + sealed::Sealed + 'static {
    /// How many bits of a number are its stored fraction.
    const FRACTION_BITS: u32;
    /// The mask of these bits.
    const FRACTION: Self::Bits;
    /// The exponent's bias.
    const BIAS: Self::Bits;
    /// Twice the bias.
    const TWICE_BIAS: Self::Bits;
    /// The bits of √½.
    const SQRT_HALF: Self::Bits;
    /// The bits of 1 less those of √½.
    const ONE_ABOVE_SQRT_HALF: Self::Bits;
    /// The least normal number.
    const LEAST_NORMAL: Self;
    /// A power of two that makes a subnormal number normal.
    const UP: Self;
    /// The exponent of [`UP`](Self::UP).
    const UP_EXPONENT: Self;

    /// 2^`FRACTION_BITS`: its unit in the last place is 1.
    const INTEGER: Self;
    /// `INTEGER` plus the bias.
    const INTEGER_BIAS: Self;
    /// 1.5 · 2^`FRACTION_BITS`: adding it rounds to an integer, which then is in the lowest bits.
    const ROUND: Self;

    /// 1 / ln 2.
    const LOG2_E: Self;
    /// The first bits of ln 2, so few that the product with any exponent is exact.
    const LN_2_HIGH: Self;
    /// ln 2 less [`LN_2_HIGH`](Self::LN_2_HIGH).
    const LN_2_LOW: Self;

    /// Here and above, eˣ is infinite.
    const EXP_HIGH: Self;
    /// Here and below, eˣ is 0.
    const EXP_LOW: Self;
    /// Here and below, eˣ − 1 is −1.
    const EXPM1_LOW: Self;
    /// (eʳ − 1 − r) / r² for |r| ≤ ½ ln 2, the error relative to eʳ.
    const EXP: &'static [Self];

    /// (2 artanh s − 2s) / s³ in z = s², for |s| ≤ (√2 − 1) / (√2 + 1), the error relative to 2 artanh s.
    const LN: &'static [Self];

    /// 2 / ln 2.
    const TWICE_LOG2_E: Self;
    /// (2ʳ − 1) / r for |r| ≤ ½, the error relative to 2ʳ.
    const EXP2: &'static [Self];

    /// Here and above, tanh is 1.
    const TANH_ONE: Self;
    /// The numerator and ..
    const TANH_P: &'static [Self];
    /// .. the denominator of (tanh(x) / x − 1) / x² in z = x², for |x| ≤ 1, the error relative to tanh x.
    const TANH_Q: &'static [Self];

    /// Here and above, erf is 1.
    const ERF_ONE: Self;
    /// erf(x) / x − 1 in z = x², for |x| ≤ 1, the error relative to erf(x) / x.
    const ERF: &'static [Self];
    /// ln(1 − erf(x)) in t = x − 1, for 1 ≤ x ≤ `ERF_ONE`, the error that of erf.
    const ERF_TAIL: &'static [Self];
}

impl Coefficients for f32 {
    const FRACTION_BITS: u32 = 23;
    const FRACTION: u32 = 0x007f_ffff;
    const BIAS: u32 = 127;
    const TWICE_BIAS: u32 = 254;
    const SQRT_HALF: u32 = core::f32::consts::FRAC_1_SQRT_2.to_bits();
    const ONE_ABOVE_SQRT_HALF: u32 = 1f32.to_bits() - Self::SQRT_HALF;
    const LEAST_NORMAL: Self = Self::MIN_POSITIVE;
    const UP: Self = 16_777_216.0; // 2^24
    const UP_EXPONENT: Self = 24.0;

    const INTEGER: Self = 8_388_608.0; // 2^23
    const INTEGER_BIAS: Self = 8_388_608.0 + 127.0;
    const ROUND: Self = 12_582_912.0;

    const LOG2_E: Self = core::f32::consts::LOG2_E;
    const LN_2_HIGH: Self = 0.693_145_75; // 16 bits
    const LN_2_LOW: Self = 1.428_606_8e-6;

    const EXP_HIGH: Self = 89.0;
    const EXP_LOW: Self = -104.0;
    const EXPM1_LOW: Self = -18.0;
    // 2^-31.2
    const EXP: &'static [Self] = &[0.5, 1.666_664_8e-1, 4.166_648e-2, 8.337_875e-3, 1.393_339_7e-3, 1.733_494_1e-4];

    // 2^-30.0
    const LN: &'static [Self] = &[6.666_677_6e-1, 3.997_755_3e-1, 2.987_352_3e-1];

    const TWICE_LOG2_E: Self = 2.0 * core::f32::consts::LOG2_E;
    // 2^-27.5
    const EXP2: &'static [Self] =
        &[6.931_472_4e-1, 2.402_265_5e-1, 5.550_272_8e-2, 9.617_065e-3, 1.341_792e-3, 1.582_222e-4];

    const TANH_ONE: Self = 10.0;
    // 2^-26.0
    const TANH_P: &'static [Self] = &[-3.333_333e-1, -1.468_656_8e-2];
    const TANH_Q: &'static [Self] = &[1.0, 4.440_595_2e-1, 1.571_969_9e-2];

    const ERF_ONE: Self = 4.0;
    // 2^-27.8
    const ERF: &'static [Self] = &[
        1.283_791_7e-1,
        -3.761_262_7e-1,
        1.128_358_54e-1,
        -2.685_381_1e-2,
        5.188_327_3e-3,
        -8.010_192e-4,
        7.853_858e-5,
    ];
    // 2^-26.7
    const ERF_TAIL: &'static [Self] =
        &[-1.849_605_6, -2.638_966_8, -8.431_176e-1, -4.150_349_3e-2, 9.895_455e-3, -1.829_379e-3, 1.863_781e-4];
}

impl Coefficients for f64 {
    const FRACTION_BITS: u32 = 52;
    const FRACTION: u64 = 0x000f_ffff_ffff_ffff;
    const BIAS: u64 = 1023;
    const TWICE_BIAS: u64 = 2046;
    const SQRT_HALF: u64 = core::f64::consts::FRAC_1_SQRT_2.to_bits();
    const ONE_ABOVE_SQRT_HALF: u64 = 1f64.to_bits() - Self::SQRT_HALF;
    const LEAST_NORMAL: Self = Self::MIN_POSITIVE;
    const UP: Self = 18_014_398_509_481_984.0; // 2^54
    const UP_EXPONENT: Self = 54.0;

    const INTEGER: Self = 4_503_599_627_370_496.0; // 2^52
    const INTEGER_BIAS: Self = 4_503_599_627_370_496.0 + 1023.0;
    const ROUND: Self = 6_755_399_441_055_744.0;

    const LOG2_E: Self = core::f64::consts::LOG2_E;
    const LN_2_HIGH: Self = 0.693_147_180_560_117_7; // 41 bits
    const LN_2_LOW: Self = -1.723_944_452_561_483_5e-13;

    const EXP_HIGH: Self = 710.0;
    const EXP_LOW: Self = -746.0;
    const EXPM1_LOW: Self = -38.0;
    // 2^-63.5
    const EXP: &'static [Self] = &[
        0.5,
        0.166_666_666_666_666_88,
        0.041_666_666_666_666_824,
        0.008_333_333_333_313_922,
        0.001_388_888_888_877_922,
        0.000_198_412_699_032_349_25,
        2.480_158_755_313_812_6e-5,
        2.755_722_886_997_873e-6,
        2.755_707_631_437_925_6e-7,
        2.511_385_344_081_502_2e-8,
        2.097_406_241_158_181e-9,
    ];

    // 2^-58.9
    const LN: &'static [Self] = &[
        0.666_666_666_666_673_5,
        0.399_999_999_994_087_5,
        0.285_714_287_439_104_76,
        0.222_221_984_001_411_05,
        0.181_835_740_554_447_43,
        0.153_137_804_313_246_8,
        0.147_989_212_499_606_14,
    ];

    const TWICE_LOG2_E: Self = 2.0 * core::f64::consts::LOG2_E;
    // 2^-53.8
    const EXP2: &'static [Self] = &[
        0.693_147_180_559_945_7,
        0.240_226_506_959_101,
        0.055_504_108_664_787_28,
        0.009_618_129_107_605_428,
        0.001_333_355_815_435_428_8,
        0.000_154_035_304_450_861_9,
        1.525_272_600_354_476_2e-5,
        1.321_543_934_658_669_6e-6,
        1.018_142_926_273_985e-7,
        7.073_494_800_843_71e-9,
        3.935_613_796_583_829e-10,
    ];

    const TANH_ONE: Self = 20.0;
    // 2^-55.2
    const TANH_P: &'static [Self] = &[
        -0.333_333_333_333_333_26,
        -0.021_405_955_381_935_956,
        -0.000_243_105_618_361_841_68,
        -1.719_273_936_147_947_3e-8,
    ];
    const TANH_Q: &'static [Self] =
        &[1.0, 0.464_217_866_145_803_9, 0.024_511_701_408_682_123, 0.000_254_114_659_717_938_5];

    const ERF_ONE: Self = 6.0;
    // 2^-56.3
    const ERF: &'static [Self] = &[
        0.128_379_167_095_512_6,
        -0.376_126_389_031_837_5,
        0.112_837_916_709_548_57,
        -0.026_866_170_645_072_893,
        0.005_223_977_624_780_838,
        -0.000_854_832_697_874_062_2,
        0.000_120_553_310_368_449,
        -1.492_559_350_564_505_3e-5,
        1.646_097_279_815_068e-6,
        -1.635_002_503_408_676_7e-7,
        1.465_787_865_032_563_3e-8,
        -1.136_566_164_436_725e-9,
        5.945_254_923_277_589e-11,
    ];
    // 2^-57.6
    const ERF_TAIL: &'static [Self] = &[
        -1.849_605_509_933_248_2,
        -2.638_967_514_234_788_6,
        -0.843_107_256_358_659,
        -0.041_561_098_042_182_436,
        0.010_033_825_378_463_698,
        -0.001_977_902_594_090_549_5,
        0.000_237_322_591_010_593_07,
        2.627_756_122_001_452_5e-5,
        -2.715_847_369_275_837e-5,
        9.607_955_068_520_461e-6,
        -2.058_737_764_661_150_8e-6,
        1.420_322_134_414_752_3e-7,
        9.805_997_506_258_579e-8,
        -5.226_868_968_983_005e-8,
        1.498_716_588_342_902_7e-8,
        -2.881_585_145_253_316_6e-9,
        3.709_638_432_125_274_7e-10,
        -2.906_705_342_681_238_2e-11,
        1.049_618_765_106_144e-12,
    ];
}
