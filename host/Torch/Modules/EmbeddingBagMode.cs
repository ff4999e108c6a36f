// How a bag's vectors become one.
namespace TorchSharp;

/// <summary>What EmbeddingBag does with a bag's vectors; the numbers are libtorch's.</summary>
public enum EmbeddingBagMode
{
    Sum = 0,
    Mean = 1,
    Max = 2,
}
