// The χ² distribution.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>The sum of df squared standard normal variables; a gamma distribution of concentration df / 2 and rate 1/2.</summary>
    public class Chi2 : Gamma
    {
        public Chi2(Tensor df, Generator? generator = null)
            : base(df * 0.5, tensor(0.5), generator)
        {
        }

        public Tensor df => concentration * 2;

        public override Distribution expand(Size batch_shape, Distribution? instance = null) => new Chi2(df.expand(batch_shape.Shape), generator);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.Chi2 Chi2(Tensor df, Generator? generator = null) => new(df, generator);
        }
    }
}
