// How a collective joins the tensors of the ranks; the numbers are c10d's.
namespace TorchSharp;

public static partial class torch
{
    public static partial class distributed
    {
        /// <summary>How the tensors of all ranks become one, element by element.</summary>
        public enum ReduceOp
        {
            SUM = 0,

            /// <summary>The sum divided by the number of ranks.</summary>
            AVG = 1,
            PRODUCT = 2,
            MIN = 3,
            MAX = 4,
        }
    }
}
