// A small GPT on real text, from TorchSharp's names alone.
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace PluginHost.Tests.Torch;

[Collection(GlobalSettings.Name)]
public sealed class GptTests
{
    public GptTests() => Leftovers.Collect();

    private const int Width = 32;
    private const int Heads = 2;
    private const int Length = 32;

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly LayerNorm ln_1 = LayerNorm(Width);
        private readonly Linear c_attn = Linear(Width, 3 * Width);
        private readonly Linear c_proj = Linear(Width, Width);
        private readonly LayerNorm ln_2 = LayerNorm(Width);
        private readonly Sequential mlp = Sequential(("c_fc", Linear(Width, 4 * Width)), ("act", GELU(TorchSharp.Modules.GELU.Approximate.tanh)), ("c_proj", Linear(4 * Width, Width)));

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            var (batch, length) = (x.size(0), x.size(1));
            var parts = c_attn.call(ln_1.call(x)).view(batch, length, 3, Heads, Width / Heads).permute(2, 0, 3, 1, 4);
            var mixed = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true);
            x = x + c_proj.call(mixed.transpose(1, 2).reshape(batch, length, Width));
            return x + mlp.call(ln_2.call(x));
        }
    }

    private sealed class Gpt : Module<Tensor, Tensor>
    {
        private readonly Embedding wte = Embedding(256, Width);
        private readonly Embedding wpe = Embedding(Length, Width);
        private readonly ModuleList<Block> h = new([new Block(), new Block()]);
        private readonly LayerNorm ln_f = LayerNorm(Width);

        public Gpt()
            : base(nameof(Gpt)) => RegisterComponents();

        public override Tensor forward(Tensor ids)
        {
            var x = wte.call(ids) + wpe.call(arange(ids.size(1)));
            foreach (var block in h)
                x = block.call(x);
            return F.linear(ln_f.call(x), wte.weight);
        }
    }

    [Fact]
    public void LearnsTheChecksOwnText()
    {
        var first = Train(out var losses, out var live);
        Assert.True(losses[^1] < losses[0] - 0.5, $"the loss went from {losses[0]} to {losses[^1]}");
        Assert.All(live.Skip(3), count => Assert.Equal(live[3], count));
        // The same seed on one thread trains the same model, bit for bit.
        Assert.Equal(first, Train(out _, out _));
    }

    private static float[] Train(out List<float> losses, out List<long> live)
    {
        var text = File.ReadAllBytes(Path.Combine(SharedData.Checkout, "tests", "Torch", "GptTests.cs"));
        var threads = get_num_threads();
        set_num_threads(1);
        manual_seed(1);
        var random = new Random(1);
        using var model = new Gpt();
        using var optimizer = optim.AdamW(model.parameters(), 3e-3, weight_decay: 0.1);
        losses = [];
        live = [];
        for (var step = 0; step < 20; step++)
        {
            using (NewDisposeScope())
            {
                var ids = stack(Enumerable.Range(0, 8).Select(_ => random.Next(text.Length - Length - 1)).Select(start => tensor(text[start..(start + Length + 1)]).to(ScalarType.Int64)));
                var logits = model.call(ids[.., ..^1]);
                var loss = F.cross_entropy(logits.view(-1, 256), ids[.., 1..].reshape(-1));
                optimizer.zero_grad();
                loss.backward();
                nn.utils.clip_grad_norm_(model.parameters(), 1.0);
                optimizer.step();
                losses.Add(loss.item<float>());
            }
            live.Add(Memory.LiveTensors);
        }
        set_num_threads(threads);
        using var weight = model.get_parameter("h.1.mlp.c_proj.weight")!.detach();
        return weight.ToArray<float>();
    }
}
