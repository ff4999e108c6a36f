// The normal distribution of vectors.
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules
{
    /// <summary>The normal distribution of vectors (…, K), by its covariance, its precision or the covariance's Cholesky factor.</summary>
    public class MultivariateNormal : Distribution
    {
        private readonly Tensor _loc;
        private readonly Tensor _factor;

        public MultivariateNormal(Tensor loc, Tensor? covariance_matrix = null, Tensor? precision_matrix = null, Tensor? scale_tril = null, Generator? generator = null)
            : base(generator)
        {
            if (new[] { covariance_matrix, precision_matrix, scale_tril }.Count(matrix => matrix is not null) != 1)
                throw new ArgumentException("MultivariateNormal: give exactly one of covariance_matrix, precision_matrix and scale_tril.", nameof(covariance_matrix));
            if (loc.dim() < 1)
                throw new ArgumentException($"MultivariateNormal: expected a loc of at least one dimension, got {loc.Described()}.", nameof(loc));
            var matrix = (covariance_matrix ?? precision_matrix ?? scale_tril)!;
            var size = loc.size(-1);
            if (matrix.dim() < 2 || matrix.size(-1) != size || matrix.size(-2) != size)
                throw new ArgumentException($"MultivariateNormal: expected a matrix of {size} rows and columns, got {matrix.Described()}.", nameof(covariance_matrix));
            using var scope = NewDisposeScope();
            // The shapes of loc and of the matrices' batch, broadcast against each other.
            var batch = broadcast_tensors(loc.select(-1, 0), matrix.select(-1, 0).select(-1, 0))[0].shape;
            var factor = scale_tril ?? (covariance_matrix is not null ? linalg.cholesky(covariance_matrix) : OfPrecision(precision_matrix!));
            _loc = Keep(loc.expand([.. batch, size]));
            _factor = Keep(factor.expand([.. batch, size, size]));
            _init(new Size(batch), size);
        }

        public override Tensor mean => _loc;

        public override Tensor mode => _loc;

        public override Tensor variance => Scoped(() => _factor.square().sum(-1));

        public Tensor scale_tril => _factor;

        public Tensor covariance_matrix => Scoped(() => _factor.matmul(_factor.transpose(-2, -1)));

        public Tensor precision_matrix => Scoped(() => cholesky_inverse(_factor));

        public override Tensor rsample(params long[] sample_shape) => Scoped(() =>
            _loc + _factor.matmul(randn(ExtendedShape(sample_shape), _loc.dtype, _loc.device, generator: generator).unsqueeze(-1)).squeeze(-1));

        public override Tensor log_prob(Tensor value) => Scoped(() =>
        {
            var distance = linalg.solve_triangular(_factor, (value - _loc).unsqueeze(-1), upper: false).squeeze(-1).square().sum(-1);
            return -0.5 * (event_shape[0] * Math.Log(2 * Math.PI) + distance) - HalfLogDeterminant();
        });

        public override Tensor entropy() => Scoped(() => HalfLogDeterminant() + 0.5 * event_shape[0] * (1 + Math.Log(2 * Math.PI)));

        public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
            new MultivariateNormal(_loc.expand([.. batch_shape.Shape, .. event_shape.Shape]), scale_tril: _factor.expand([.. batch_shape.Shape, .. event_shape.Shape, .. event_shape.Shape]), generator: generator);

        private Tensor HalfLogDeterminant() => _factor.diagonal(0, -2, -1).log().sum(-1);

        // The factor of the inverse without inverting: turned around, the precision's factor is the inverse of an upper factor.
        private static Tensor OfPrecision(Tensor precision)
        {
            var factor = linalg.cholesky(precision.flip([-2, -1])).flip([-2, -1]).transpose(-2, -1);
            return linalg.solve_triangular(factor, eye(precision.size(-1), dtype: precision.dtype, device: precision.device), upper: false);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class distributions
        {
            public static Modules.MultivariateNormal MultivariateNormal(Tensor loc, Tensor? covariance_matrix = null, Tensor? precision_matrix = null, Tensor? scale_tril = null, Generator? generator = null) =>
                new(loc, covariance_matrix, precision_matrix, scale_tril, generator);
        }
    }
}
