// Makes the first calls of the commonest operators while the model is still being built.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace PluginHost.Engine;

/// <summary>
/// The first call of an operator costs many times its second: pages of the library are read, OpenBLAS takes its memory, the binding's
/// generics are compiled. This makes one training step of a tiny transformer block on the thread that has loaded libtorch, while the run's
/// own thread assembles the stage. It draws no random numbers and leaves no tensor behind; an operator that it forgets costs time and nothing else.
/// </summary>
public static class FirstOperators
{
    /// <summary>Makes the calls. What fails here fails again where it is wanted, on a thread that can report it.</summary>
    public static void Make()
    {
        try
        {
            Step();
        }
        catch (TorchException)
        {
            // An operator that this libtorch has otherwise: the stage that needs it will say so.
        }
    }

    private static void Step()
    {
        const long rows = 2, length = 8, heads = 2, width = 16;
        using var scope = torch.NewDisposeScope();
        var ids = torch.zeros([rows, length], dtype: torch.int64);
        // No scope holds parameters.
        using var table = Parameter(torch.ones([width, width]));
        using var inner = Parameter(torch.ones([width, 3 * width]));
        using var bias = Parameter(torch.zeros([3 * width]));
        var hidden = functional.embedding(ids, table);
        hidden = hidden + functional.embedding(torch.arange(0, length, dtype: torch.int64), table);
        hidden = functional.layer_norm(hidden, [width], table[0], table[1]);
        var parts = torch.addmm(bias, hidden.view(-1, width), inner).view(rows, length, 3 * width).split(width, -1);
        var (query, key, value) = (Heads(parts[0]), Heads(parts[1]), Heads(parts[2]));
        var context = functional.scaled_dot_product_attention(query, key, value, is_casual: true).transpose(1, 2).reshape(rows, length, width);
        hidden = hidden + functional.gelu(context);
        var loss = functional.cross_entropy(torch.matmul(hidden, table.t()).view(-1, width), ids.view(-1), ignore_index: -100) / 1;
        loss.backward();
        using (torch.no_grad()) _ = loss.ToDouble();

        static torch.Tensor Heads(torch.Tensor hidden) => hidden.view(rows, length, heads, width / heads).transpose(1, 2);
    }
}
