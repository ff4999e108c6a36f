// LoRA on an embedding.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.LowRank;

/// <summary>
/// LoRA on an embedding: E[i] + scale · B A[:, i], with A [r, vocabulary] zero and B [dimension, r] normal at first. A head that is tied to
/// the embedding does not see the update, as in PEFT.
/// </summary>
internal sealed class LoraEmbedding(NamedModule target, Embedding embedding, double scale, Parameter a, Parameter b)
    : LoraModule(target.Path, target.Module, scale, a, b)
{
    public override (string A, string B) StoredNames => ("lora_embedding_A", "lora_embedding_B");

    public override Parameter Weight => embedding.weight;

    public override Tensor forward(Tensor input)
    {
        var output = BaseLayer.call(input);
        if (!Active) return output;
        var update = nn.functional.linear(nn.functional.embedding(input, A.t()), B);
        return output.add(Weight.dtype == A.dtype ? update : update.to(output.dtype), alpha: Scale);
    }

    public override Tensor Delta() => B.mm(A).t().mul(Scale);
}
