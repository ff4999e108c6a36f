// torch.nn.init: first values of parameters, set in place without a graph.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>First values of parameters. Each function changes its tensor in place and returns it.</summary>
        public static partial class init
        {
            public enum FanInOut
            {
                FanIn,
                FanOut,
            }

            public enum NonlinearityType
            {
                Linear,
                Conv1D,
                Conv2D,
                Conv3D,
                ConvTranspose1D,
                ConvTranspose2D,
                ConvTranspose3D,
                Sigmoid,
                Tanh,
                ReLU,
                LeakyReLU,
                SELU,
            }

            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2.0),
                NonlinearityType.LeakyReLU => Math.Sqrt(2.0 / (1 + param * param)),
                NonlinearityType.SELU => 0.75,
                _ => 1.0,
            };

            /// <summary>Inputs and outputs that one element of the weight connects, by the weight's shape (out, in, kernel…).</summary>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException($"init: fan in and fan out need at least 2 dimensions, got {tensor.Described()}.", nameof(tensor));
                var field = shape.Skip(2).Aggregate(1L, (product, extent) => product * extent);
                return (shape[1] * field, shape[0] * field);
            }

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) => Fill(tensor, () => tensor.uniform_(low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) => Fill(tensor, () => tensor.normal_(mean, std, generator));

            /// <summary>Normal values between two bounds, drawn again where they fall outside (by the inverse of the distribution).</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null) => Fill(tensor, () =>
            {
                using var scope = NewDisposeScope();
                var from = Cumulative((a - mean) / std);
                var to = Cumulative((b - mean) / std);
                tensor.uniform_(2 * from - 1, 2 * to - 1, generator).erfinv_().mul_(std * Math.Sqrt(2.0)).add_(mean).clamp_(a, b);
            });

            public static Tensor constant_(Tensor tensor, Scalar val) => Fill(tensor, () => tensor.fill_(val));

            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);

            public static Tensor zeros_(Tensor tensor) => Fill(tensor, () => tensor.zero_());

            public static Tensor eye_(Tensor tensor) => Fill(tensor, () =>
            {
                using var made = eye(tensor.size(0), tensor.size(1), tensor.dtype, tensor.device);
                tensor.copy_(made);
            });

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0, Generator? generator = null)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound, generator);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0, Generator? generator = null)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)), generator);
            }

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU, Generator? generator = null)
            {
                var bound = Math.Sqrt(3.0) * calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode));
                return uniform_(tensor, -bound, bound, generator);
            }

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU, Generator? generator = null) =>
                normal_(tensor, 0, calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)), generator);

            /// <summary>Orthonormal rows or columns, whichever are fewer.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0, Generator? generator = null) => Fill(tensor, () =>
            {
                using var scope = NewDisposeScope();
                var rows = tensor.size(0);
                var columns = tensor.numel() / rows;
                var flat = randn([rows, columns], tensor.dtype, tensor.device, generator: generator);
                if (rows < columns)
                    flat = flat.t();
                var (q, r) = linalg.qr(flat);
                q = q * r.diagonal().sign();
                if (rows < columns)
                    q = q.t();
                tensor.copy_(q.reshape(tensor.shape) * gain);
            });

            private static double Fan(Tensor tensor, FanInOut mode)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return Math.Max(1, mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static Tensor Fill(Tensor tensor, Action change)
            {
                using var grad = no_grad();
                change();
                return tensor;
            }

            // The normal distribution function by its series (Marsaglia 2004), exact to double precision within the bounds of use.
            private static double Cumulative(double x)
            {
                if (x < -8)
                    return 0;
                if (x > 8)
                    return 1;
                double sum = x, term = x;
                for (var i = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum) && i < 400; i += 2)
                {
                    term *= x * x / i;
                    sum += term;
                }
                return 0.5 + sum * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);
            }
        }
    }
}
