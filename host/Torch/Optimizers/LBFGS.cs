// A quasi-Newton method over all parameters at once.
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Limited-memory BFGS (Liu and Nocedal 1989) without line search: p ← p + t·d, with d = −H·g and H built from the last history_size changes of
    /// parameters and gradients. A step evaluates the closure up to max_eval times. The history is not part of checkpoints.
    /// </summary>
    public class LBFGS : optim.Optimizer, optim.ILearningRateController
    {
        private readonly long _maxIterations;
        private readonly long _maxEvaluations;
        private readonly double _gradientTolerance;
        private readonly double _changeTolerance;
        private readonly long _historySize;
        private readonly List<(Tensor Change, Tensor Gradient, double Rho)> _history = [];
        private Tensor? _direction;
        private Tensor? _before;
        private double _scale = 1;
        private long _iterations;

        public LBFGS(IEnumerable<Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerance_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100)
            : base([new ParamGroup(parameters)], new OptimizerOptions { LearningRate = lr })
        {
            (_maxIterations, _maxEvaluations, _gradientTolerance, _changeTolerance, _historySize) = (max_iter, max_eval ?? max_iter * 5 / 4, tolerance_grad, tolerance_change, history_size);
        }

        public double LearningRate
        {
            get => ParamGroups.First().LearningRate;
            set => ParamGroups.First().LearningRate = value;
        }

        public double InitialLearningRate
        {
            get => ParamGroups.First().InitialLearningRate;
            set => ParamGroups.First().InitialLearningRate = value;
        }

        protected override OptimizerOptions WithDefaults(OptimizerOptions? options)
        {
            options ??= new OptimizerOptions();
            options.LearningRate ??= Defaults.LearningRate;
            return options;
        }

        protected override void Step(ParamGroup group, List<Parameter> parameters, List<Tensor> gradients) => throw new NotSupportedException("LBFGS changes all parameters at once.");

        public override void add_param_group(ParamGroup param_group)
        {
            if (ParamGroups.Any())
                throw new NotSupportedException("LBFGS knows one group of parameters only.");
            base.add_param_group(param_group);
        }

        /// <summary>The closure sets gradients to zero, computes the loss and its gradients, and returns the loss; the first loss is the result.</summary>
        public override Tensor? step(Func<Tensor>? closure = null)
        {
            ArgumentNullException.ThrowIfNull(closure);
            using var grad = no_grad();
            var first = Evaluate(closure);
            using var scope = NewDisposeScope();
            var loss = first.ToDouble();
            var gradient = Gradient();
            if (gradient.abs().max().ToDouble() <= _gradientTolerance)
                return first;
            long evaluations = 1;
            for (long i = 1; i <= _maxIterations; i++)
            {
                var begun = ++_iterations == 1;
                var direction = begun ? -gradient : Direction(gradient);
                Replace(ref _direction, direction);
                Replace(ref _before, gradient);
                var before = loss;
                _scale = begun ? Math.Min(1, 1 / gradient.abs().sum().ToDouble()) * LearningRate : LearningRate;
                var slope = gradient.dot(direction).ToDouble();
                if (slope > -_changeTolerance)
                    break;
                Move(direction, _scale);
                if (i < _maxIterations)
                {
                    loss = Evaluate(closure).ToDouble();
                    gradient = Gradient();
                    evaluations++;
                }
                if (evaluations >= _maxEvaluations || gradient.abs().max().ToDouble() <= _gradientTolerance
                    || direction.mul(_scale).abs().max().ToDouble() <= _changeTolerance || Math.Abs(loss - before) < _changeTolerance)
                    break;
            }
            return first;
        }

        private static Tensor Evaluate(Func<Tensor> closure)
        {
            using (enable_grad())
                return closure();
        }

        // Two loops over the history instead of a matrix (Nocedal 1980).
        private Tensor Direction(Tensor gradient)
        {
            var difference = gradient - _before!;
            var change = _direction! * _scale;
            var curvature = difference.dot(change).ToDouble();
            if (curvature > 1e-10)
            {
                if (_history.Count == _historySize)
                    Forget(0);
                _history.Add((change.DetachFromDisposeScope(), difference.DetachFromDisposeScope(), 1 / curvature));
            }
            var shares = new double[_history.Count];
            var direction = -gradient;
            for (var i = _history.Count - 1; i >= 0; i--)
            {
                shares[i] = _history[i].Change.dot(direction).ToDouble() * _history[i].Rho;
                direction.add_(_history[i].Gradient, -shares[i]);
            }
            if (_history.Count > 0)
                direction.mul_(1 / _history[^1].Rho / _history[^1].Gradient.dot(_history[^1].Gradient).ToDouble());
            for (var i = 0; i < _history.Count; i++)
                direction.add_(_history[i].Change, shares[i] - _history[i].Gradient.dot(direction).ToDouble() * _history[i].Rho);
            return direction;
        }

        private Tensor Gradient() => cat(parameters().Select(parameter => parameter.grad?.reshape(-1) ?? zeros_like(parameter).reshape(-1)).ToList());

        private void Move(Tensor direction, double scale)
        {
            long at = 0;
            foreach (var parameter in parameters())
            {
                parameter.add_(direction.narrow(0, at, parameter.numel()).view(parameter.shape), scale);
                at += parameter.numel();
            }
        }

        private static void Replace(ref Tensor? kept, Tensor value)
        {
            kept?.Dispose();
            kept = value.clone().DetachFromDisposeScope();
        }

        private void Forget(int index)
        {
            _history[index].Change.Dispose();
            _history[index].Gradient.Dispose();
            _history.RemoveAt(index);
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            while (disposing && _history.Count > 0)
                Forget(0);
            _direction?.Dispose();
            _before?.Dispose();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Modules.LBFGS LBFGS(IEnumerable<Modules.Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                new(parameters, lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);

            public static Modules.LBFGS LBFGS(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                new(parameters.Select(entry => entry.parameter), lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);
        }
    }
}
