// What schedulers change besides the learning rate.
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Something with a momentum.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        /// <summary>Something with the two decay rates of Adam and its relatives.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
