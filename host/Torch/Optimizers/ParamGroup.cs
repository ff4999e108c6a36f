// Parameters that share settings.
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Parameters that share settings.</summary>
        public abstract class ParamGroup(IEnumerable<Parameter> parameters, double learningRate)
        {
            public IReadOnlyList<Parameter> Parameters { get; } = [.. parameters];

            /// <summary>The rate of the next step.</summary>
            public double LearningRate { get; set; } = learningRate;

            /// <summary>The rate that the group began with; what a scheduler multiplies.</summary>
            public double InitialLearningRate { get; set; } = learningRate;
        }
    }
}
