// Contrastive learning: the loss against its formula, views, and a run on real digits.
using PluginHost.Contrastive;
using PluginHost.Optimization;
using PluginHost.Tests.Engine;
using PluginHost.VisionData;
using PluginHost.VisionModels;
using TorchSharp;
using Xunit;

namespace PluginHost.Tests.Plugins.Contrastive;

public sealed class ContrastiveTests
{
    private readonly Registrations _plugins = new(new ContrastivePlugin());

    [Fact]
    public void Nt_xent_is_equation_1()
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator(3);
        const int rows = 5, width = 4;
        const double temperature = 0.3;
        var (first, second) = (torch.randn([rows, width], generator: generator), torch.randn([rows, width], generator: generator));
        float[][] z = [.. Enumerable.Range(0, rows).Select(i => first[i].data<float>().ToArray()), .. Enumerable.Range(0, rows).Select(i => second[i].data<float>().ToArray())];
        double Similarity(int i, int k) => z[i].Zip(z[k], (a, b) => (double)a * b).Sum()
            / Math.Sqrt(z[i].Sum(a => (double)a * a)) / Math.Sqrt(z[k].Sum(a => (double)a * a)) / temperature;
        var expected = Enumerable.Range(0, 2 * rows).Average(i => -Similarity(i, (i + rows) % (2 * rows))
            + Math.Log(Enumerable.Range(0, 2 * rows).Where(k => k != i).Sum(k => Math.Exp(Similarity(i, k)))));

        var loss = _plugins.Make<Loss>(Kind.Loss, "nt-xent", new NtXentOptions { Temperature = temperature });
        var actual = loss.Compute(new TensorMap { [ContrastiveFields.FirstProjection] = first, [ContrastiveFields.SecondProjection] = second });
        Assert.Equal(expected, actual.ToDouble(), 1e-5);
    }

    [Fact]
    public void Views_are_images_and_the_whole_image_is_one_of_them()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        var images = torch.rand(6, 3, 12, 12);
        Batch Views(TwoViewsOptions options) =>
            _plugins.Make<Transform>(Kind.Transform, "two-views", options, new DataContext()).Apply(new Batch { [Fields.PixelValues] = images }, training: true);

        var random = Views(new TwoViewsOptions());
        var (first, second) = (random[ContrastiveFields.FirstView], random[ContrastiveFields.SecondView]);
        Assert.Equal(images.shape, first.shape);
        Assert.False(first.allclose(second));
        Assert.InRange(first.min().ToDouble(), 0, 1);
        Assert.InRange(first.max().ToDouble(), 0, 1);

        var plain = Views(new TwoViewsOptions { SmallestCrop = 1, Flip = false, Jitter = 0, Grey = 0 });
        Assert.True(plain[ContrastiveFields.FirstView].allclose(images, rtol: 1e-4, atol: 1e-5));
    }

    [Fact]
    public void Simclr_learns_to_tell_digits_apart_without_their_labels()
    {
        var digits = SharedData.PathOrSkip("data/mnist");
        StageResult? trained = null;
        using var bench = new EngineBench(new BuiltInCatalog(new ContrastivePlugin(), new VisionDataPlugin(), new VisionModelsPlugin()));
        var ended = bench.Execute("simclr", async recipe => trained = await recipe.Pretrain("simclr")
            .Data("idx", new IdxOptions { Images = Path.Join(digits, "t10k-images-idx3-ubyte.gz"), Labels = Path.Join(digits, "t10k-labels-idx1-ubyte.gz"), Validation = 0.02 })
            .Model("cnn", new CnnOptions { Channels = 1, Width = 8 })
            .Simclr(views: new TwoViewsOptions { SmallestCrop = 0.3, Flip = false })
            .AdamW(3e-3).Batch(64).Steps(60).EvaluateFirst().Run());
        Assert.True(ended.ExitCode == 0, ended.Message);
        // With nothing learned each of 127 other views is as likely: log 127 = 4.84.
        Assert.InRange(trained!.TrainLossFirst!.Value, 4.2, 5.2);
        Assert.True(trained.TrainLossLast < trained.TrainLossFirst - 0.4, $"{trained.TrainLossFirst} -> {trained.TrainLossLast}");
        Assert.True(trained.Metrics["loss"] < trained.Before["loss"], $"{trained.Before["loss"]} -> {trained.Metrics["loss"]}");
    }

    [Fact]
    public void Without_views_the_objective_says_what_to_add()
    {
        using var model = new CnnModel(new CnnOptions { Channels = 1, Width = 2, Stages = 1 });
        using var objective = _plugins.Make<Objective>(Kind.Objective, "simclr", null,
            new ObjectiveContext { Model = model, Reference = () => throw new InvalidOperationException("No reference is needed.") });
        var fault = Assert.Throws<RecipeException>(() => objective.forward(new Batch { [Fields.PixelValues] = torch.rand(2, 1, 8, 8) }));
        Assert.Contains(".Transform(\"two-views\")", fault.Message, StringComparison.Ordinal);
    }
}
