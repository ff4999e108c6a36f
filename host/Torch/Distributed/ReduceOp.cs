// How a collective puts the ranks' tensors together.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributed
    {
        /// <summary>How a collective puts the ranks' tensors together, element by element.</summary>
        public enum ReduceOp
        {
            /// <summary>Their sum.</summary>
            SUM = 0,

            /// <summary>Their mean; NCCL only.</summary>
            AVG = 1,

            /// <summary>Their product.</summary>
            PRODUCT = 2,

            /// <summary>The least.</summary>
            MIN = 3,

            /// <summary>The greatest.</summary>
            MAX = 4,
        }
    }
}
