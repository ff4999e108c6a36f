// Writing text: the loop around a model's forward that picks one id after another.
using TorchSharp;

namespace PluginHost.Layers;

/// <summary>
/// The loop behind <see cref="IGenerativeModel.Generate"/>: greedy or sampled, with or without a cache of keys and values, rows ending at
/// an id. Positions follow the mask where rows are padded on the left, as in Hugging Face's <c>generate</c>.
/// </summary>
public static class Generation
{
    /// <summary>Continues rows with a decoder-only model.</summary>
    /// <param name="model">The model, with a head that gives <see cref="Fields.Logits"/>.</param>
    /// <param name="inputIds">int64 [B, T].</param>
    /// <param name="attentionMask">int64 [B, T], 0 for padding on the left; null for none.</param>
    /// <param name="options">How ids are chosen and when to stop.</param>
    /// <returns>int64 [B, T + new].</returns>
    /// <remarks>
    /// Where the text outgrows <see cref="Model.MaximumPositions"/>, the model goes on with the last positions that it can take, without a cache.
    /// </remarks>
    public static torch.Tensor Continue(Model model, torch.Tensor inputIds, torch.Tensor? attentionMask, GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(inputIds);
        if (inputIds.dim() != 2 || inputIds.size(1) == 0)
            throw new PluginHostException($"Generation continues rows of at least one id; it was given input ids of the shape [{string.Join(", ", inputIds.shape)}].");
        using var scope = torch.NewDisposeScope();
        // A mask without a zero says nothing, and without one a row costs no mask at all.
        var padding = attentionMask is not null && attentionMask.eq(0).any().ToBoolean() ? attentionMask : null;
        return Loop(model, inputIds, options, (ids, first, cache) =>
        {
            var batch = new Batch { [Fields.InputIds] = ids };
            if (padding is null) return batch;
            var length = first + ids.size(1);
            var grown = length - padding.size(1);
            var mask = grown > 0 ? torch.cat([padding, padding.new_ones([padding.size(0), grown])], 1) : padding;
            // The text has outgrown the model: its beginning is gone, and the mask's with it.
            if (cache is null && first > 0) mask = mask.narrow(1, first, ids.size(1));
            batch[Fields.AttentionMask] = mask;
            batch[Fields.PositionIds] = Positions(mask).narrow(1, mask.size(1) - ids.size(1), ids.size(1));
            return batch;
        }).MoveToOuterDisposeScope();
    }

    /// <summary>Writes with an encoder-decoder model. The encoder runs once.</summary>
    /// <param name="model">
    /// The model. It takes <see cref="Fields.EncoderLastHiddenState"/> in a batch in place of running its encoder, and gives it among its outputs.
    /// </param>
    /// <param name="inputIds">The encoder's ids, int64 [B, S].</param>
    /// <param name="attentionMask">The encoder's mask, int64 [B, S]; null for none.</param>
    /// <param name="options">How ids are chosen and when to stop.</param>
    /// <param name="decoderStartId">The first id where the options name none.</param>
    /// <returns>int64 [B, 1 + new], beginning with the start id.</returns>
    public static torch.Tensor Answer(Model model, torch.Tensor inputIds, torch.Tensor? attentionMask, GenerationOptions options, long decoderStartId)
    {
        ArgumentNullException.ThrowIfNull(inputIds);
        ArgumentNullException.ThrowIfNull(options);
        using var scope = torch.NewDisposeScope();
        var start = inputIds.new_full([inputIds.size(0), 1], options.DecoderStartId ?? decoderStartId);
        torch.Tensor? encoded = null;
        return Loop(model, start, options,
            (ids, _, _) =>
            {
                var batch = new Batch { [Fields.InputIds] = inputIds, [Fields.DecoderInputIds] = ids };
                if (attentionMask is not null) batch[Fields.AttentionMask] = attentionMask;
                if (encoded is not null) batch[Fields.EncoderLastHiddenState] = encoded;
                return batch;
            },
            outputs => encoded ??= scope.Include(outputs[Fields.EncoderLastHiddenState])).MoveToOuterDisposeScope();
    }

    private static torch.Tensor Loop(Model model, torch.Tensor start, GenerationOptions options,
        Func<torch.Tensor, long, KeyValueCache?, Batch> prepare, Action<Outputs>? seen = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        using var frozen = torch.no_grad();
        using var generator = options is { Temperature: > 0, Seed: { } seed } ? new torch.Generator(seed, start.device) : null;
        var (rows, length) = (start.size(0), start.size(1));
        var sequence = start.new_full([rows, length + options.MaxNewTokens], options.PadId);
        sequence.narrow(1, 0, length).copy_(start);
        var finished = torch.zeros([rows], torch.@bool, start.device);
        var cache = options.UseCache && model.Attention is { } layout ? new KeyValueCache(layout.Layers) : null;
        var room = model.MaximumPositions ?? long.MaxValue;
        var training = model.training;
        model.eval();
        try
        {
            for (var i = 0; i < options.MaxNewTokens; i++, length++)
            {
                if (length > room) cache = null;
                var first = cache is { Length: > 0 } ? length - 1 : Math.Max(0, length - room);
                var held = cache?.Tensors().ToHashSet() ?? [];
                using (var step = torch.NewDisposeScope())
                {
                    var batch = prepare(sequence.narrow(1, first, length - first), first, cache);
                    batch.Cache = cache;
                    var outputs = model.call(batch);
                    seen?.Invoke(outputs);
                    var logits = outputs.Find(Fields.Logits) ?? throw new PluginHostException(
                        $"{model.Architecture} gives no logits, so it cannot write: it needs a head such as \"language-modeling\".");
                    var next = Sampling.Next(logits.select(1, -1), options, generator);
                    if (options.EosId is { } eos)
                    {
                        next = next.masked_fill(finished, options.PadId);
                        finished.logical_or_(next.eq(eos));
                    }

                    sequence.select(1, length).copy_(next);
                    if (first == 0 && i == 0)
                        room -= Math.Max(logits.size(1) - length, outputs.Inputs.Cache?.VirtualPositions ?? 0);
                    // An adapter may have put a filled cache in the place of the empty one.
                    if (cache is not null) cache = outputs.Inputs.Cache;
                    foreach (var tensor in cache?.Tensors() ?? [])
                        if (!held.Remove(tensor))
                            step.MoveToOuter(tensor);
                }

                // What is left was replaced by something longer.
                foreach (var tensor in held) tensor.Dispose();
                if (options.EosId is not null && finished.all().ToBoolean())
                {
                    length++;
                    break;
                }
            }
        }
        finally
        {
            model.train(training);
        }

        return sequence.narrow(1, 0, length).contiguous();
    }

    // Padded positions get 1, as in Hugging Face's prepare_inputs_for_generation; nobody looks at them.
    private static torch.Tensor Positions(torch.Tensor mask) => mask.cumsum(1).sub_(1).masked_fill_(mask.eq(0), 1);
}
