// The transform "two-views": random views of a batch of images, all at once on its device.
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PluginHost.Contrastive;

/// <summary>
/// Two views of each image: a random square crop scaled back to full size, turned over half of the time, with another brightness and
/// contrast, sometimes grey (Chen et al. 2020, appendix A; saturation, hue and blur of the paper are not part of it). It makes views in
/// evaluation as well, since without two of them there is nothing to compare.
/// </summary>
internal sealed class TwoViews(TwoViewsOptions options) : Transform
{
    public override Batch Apply(Batch batch, bool training)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var images = batch[Fields.PixelValues];
        return batch.With(ContrastiveFields.FirstView, View(images)).With(ContrastiveFields.SecondView, View(images));
    }

    private Tensor View(Tensor images)
    {
        var rows = images.size(0);
        Tensor Uniform(double from, double to) => rand([rows], device: images.device) * (to - from) + from;

        // A crop of the share a of the area has sides √a; its middle lies where it stays inside, in coordinates from -1 to 1.
        var side = Uniform(options.SmallestCrop, 1).sqrt();
        var mirror = options.Flip ? Uniform(0, 1).gt(0.5).to(ScalarType.Float32) * 2 - 1 : ones([rows], device: images.device);
        var zero = zeros([rows], device: images.device);
        var map = stack([side * mirror, zero, Uniform(-1, 1) * (1 - side), zero, side, Uniform(-1, 1) * (1 - side)], 1).view(rows, 2, 3);
        var view = functional.grid_sample(images, functional.affine_grid(map, images.shape, align_corners: false), padding_mode: GridSamplePaddingMode.Border, align_corners: false);

        var mean = view.mean([1, 2, 3], keepdim: true);
        view = (view - mean) * Uniform(1 - options.Jitter, 1 + options.Jitter).view(-1, 1, 1, 1) + mean;
        view = (view * Uniform(1 - options.Jitter, 1 + options.Jitter).view(-1, 1, 1, 1)).clamp(0, 1);
        if (images.size(1) != 3 || options.Grey == 0) return view;
        var grey = (view * tensor(new[] { 0.299f, 0.587f, 0.114f }, device: images.device).view(1, 3, 1, 1)).sum(1, keepdim: true).expand_as(view);
        return where(Uniform(0, 1).lt(options.Grey).view(-1, 1, 1, 1), grey, view);
    }
}
