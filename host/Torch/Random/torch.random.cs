// torch.random: the generators' state.
namespace TorchSharp;

public static partial class torch
{
    /// <summary>The state of random number generators.</summary>
    public static class random
    {
        /// <summary>The CPU's generator, which operators use that are given none.</summary>
        public static Generator default_generator => Generator.Default;

        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static Tensor get_rng_state() => default_generator.get_state();

        public static void set_rng_state(Tensor new_state) => default_generator.set_state(new_state);

        public static long initial_seed() => default_generator.initial_seed();
    }
}
