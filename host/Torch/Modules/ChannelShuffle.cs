// Takes channels of all groups in turn (Zhang et al. 2017).
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Takes channels of all groups in turn (Zhang et al. 2017).</summary>
    public class ChannelShuffle(long groups) : ParameterLessModule<Tensor, Tensor>(nameof(ChannelShuffle))
    {
        public long groups { get; set; } = groups;

        public override Tensor forward(Tensor input) => input.channel_shuffle(groups);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ChannelShuffle ChannelShuffle(long groups) => new(groups);
        }
    }
}
