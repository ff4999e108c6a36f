// Tensors that earlier tests forgot, out of the way of tests that count.
namespace PluginHost.Tests.Torch;

internal static class Leftovers
{
    /// <summary>
    /// Lets the finalizers of forgotten tensors run now. A test that counts live tensors calls it first: a collection in its middle would
    /// otherwise release what other tests left, and the count would fall by no doing of its own.
    /// </summary>
    public static void Collect()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
