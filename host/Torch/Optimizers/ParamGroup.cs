// Parameters that share their options: learning rate, weight decay.
using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>What every optimizer's options have.</summary>
    public class OptimizerOptions
    {
        public double? LearningRate { get; set; }

        public double InitialLearningRate { get; set; }

        /// <summary>Copies options of the same type.</summary>
        public void LoadStateDict(OptimizerOptions source)
        {
            ArgumentNullException.ThrowIfNull(source);
            if (source.GetType() != GetType())
                throw new ArgumentException($"The options are {source.GetType().FullName}, not {GetType().FullName}.", nameof(source));
            foreach (var property in GetType().GetProperties())
                if (property is { CanRead: true, CanWrite: true })
                    property.SetValue(this, property.GetValue(source));
        }
    }

    /// <summary>A group with its options not yet known.</summary>
    public class ParamGroup : torch.optim.ILearningRateController
    {
        public ParamGroup(IEnumerable<Parameter> parameters, OptimizerOptions? options = null)
        {
            List = [.. parameters];
            Options = options;
        }

        /// <summary>A group to be filled before an optimizer is made with it.</summary>
        public ParamGroup()
            : this([])
        {
        }

        internal IReadOnlyList<Parameter> List { get; private set; }

        public IEnumerable<Parameter> Parameters
        {
            get => List;
            set => List = [.. value];
        }

        public OptimizerOptions? Options { get; set; }

        /// <summary>The rate that the next step uses.</summary>
        public double LearningRate
        {
            get => Options?.LearningRate ?? 0;
            set => (Options ??= new OptimizerOptions()).LearningRate = value;
        }

        /// <summary>The rate that schedulers start from.</summary>
        public double InitialLearningRate
        {
            get => Options?.InitialLearningRate ?? 0;
            set => (Options ??= new OptimizerOptions()).InitialLearningRate = value;
        }
    }

    /// <summary>A group with options of an optimizer's own type.</summary>
    public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
    {
        public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
            : base(parameters, options)
        {
        }

        /// <summary>A group to be filled before an optimizer is made with it.</summary>
        public ParamGroup()
        {
        }

        public new TOptions? Options
        {
            get => (TOptions?)base.Options;
            set => base.Options = value;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Something whose learning rate a scheduler sets.</summary>
            public interface ILearningRateController
            {
                double LearningRate { get; set; }

                double InitialLearningRate { get; set; }
            }
        }
    }
}
