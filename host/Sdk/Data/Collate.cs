// How rows become a batch when no transform says otherwise.
using TorchSharp;

namespace PluginHost;

/// <summary>How rows become a batch when no transform says otherwise.</summary>
public static class Collate
{
    /// <summary>
    /// Stacks rows. Ids of unequal length are padded on the right, with 0 in general and with -100 for names that end in
    /// <see cref="Fields.Labels"/>; where names that end in <see cref="Fields.InputIds"/> were padded, an <see cref="Fields.AttentionMask"/>
    /// with the same beginning is added (<c>chosen_input_ids</c>, <c>chosen_attention_mask</c>). Strings are left out.
    /// </summary>
    /// <param name="rows">At least one; all with the same names.</param>
    /// <param name="padId">What <see cref="Fields.InputIds"/> and decoder ids are padded with.</param>
    public static Batch Pad(IReadOnlyList<Example> rows, long padId = 0)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var batch = new Batch();
        foreach (var name in rows[0].Names)
        {
            var tensor = rows[0][name] switch
            {
                long => torch.tensor(rows.Select(row => row.Get<long>(name)).ToArray()),
                double => torch.tensor(rows.Select(row => (float)row.Get<double>(name)).ToArray()),
                long[] => PadIds(rows, name, name.EndsWith(Fields.Labels, StringComparison.Ordinal) ? -100 : name.EndsWith(Fields.InputIds, StringComparison.Ordinal) ? padId : 0, batch),
                float[] => Stack(rows, name),
                ImageData => StackImages(rows, name),
                _ => null,
            };
            if (tensor is not null) batch[name] = tensor;
        }

        return batch;
    }

    private static torch.Tensor PadIds(IReadOnlyList<Example> rows, string name, long padding, Batch batch)
    {
        var width = rows.Max(row => row.Get<long[]>(name).Length);
        var ids = new long[rows.Count * width];
        Array.Fill(ids, padding);
        var padded = false;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i].Get<long[]>(name);
            row.CopyTo(ids, i * width);
            padded |= row.Length < width;
        }

        var maskName = name.EndsWith(Fields.InputIds, StringComparison.Ordinal) ? name[..^Fields.InputIds.Length] + Fields.AttentionMask : null;
        if (padded && maskName is not null && !rows[0].Has(maskName))
        {
            var mask = new long[ids.Length];
            for (var i = 0; i < rows.Count; i++) mask.AsSpan(i * width, rows[i].Get<long[]>(name).Length).Fill(1);
            batch[maskName] = torch.tensor(mask, [rows.Count, width]);
        }

        return torch.tensor(ids, [rows.Count, width]);
    }

    private static torch.Tensor Stack(IReadOnlyList<Example> rows, string name)
    {
        var width = rows[0].Get<float[]>(name).Length;
        var values = new float[rows.Count * width];
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i].Get<float[]>(name);
            if (row.Length != width)
                throw new PluginHostException($"Row {i} of a batch has {row.Length} numbers in \"{name}\" where row 0 has {width}; a transform has to make them equal.");
            row.CopyTo(values, i * width);
        }

        return torch.tensor(values, [rows.Count, width]);
    }

    private static torch.Tensor StackImages(IReadOnlyList<Example> rows, string name)
    {
        var first = rows[0].Get<ImageData>(name);
        var size = first.Channels * first.Height * first.Width;
        var values = new float[rows.Count * size];
        for (var i = 0; i < rows.Count; i++)
        {
            var image = rows[i].Get<ImageData>(name);
            if ((image.Channels, image.Height, image.Width) != (first.Channels, first.Height, first.Width))
                throw new PluginHostException($"Row {i} of a batch has a {image.Channels}x{image.Height}x{image.Width} image in \"{name}\" where row 0 has "
                    + $"{first.Channels}x{first.Height}x{first.Width}; a transform has to make them equal.");
            for (var p = 0; p < size; p++) values[i * size + p] = image.Pixels[p] / 255f;
        }

        return torch.tensor(values, [rows.Count, first.Channels, first.Height, first.Width]);
    }
}
