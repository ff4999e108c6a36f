// IDX files: the real ones, and those that are none.
using PluginHost.VisionData;
using Xunit;

namespace PluginHost.Tests.Plugins.VisionData;

public sealed class IdxTests
{
    private readonly Registrations _plugins = new(new VisionDataPlugin());

    [Fact]
    public void Mnist_reads_as_it_is()
    {
        var folder = SharedData.PathOrSkip("data/mnist");
        var splits = Read(Path.Join(folder, "t10k-images-idx3-ubyte.gz"), Path.Join(folder, "t10k-labels-idx1-ubyte.gz"));
        Assert.Equal((9_000, 1_000), (splits.Train.Count, splits.Validation!.Count));
        // The test set's first digits are 7 2 1 0 4.
        Assert.Equal([7L, 2, 1, 0, 4], Enumerable.Range(0, 5).Select(i => splits.Train.Read(i).Get<long>(Fields.Labels)));
        var image = splits.Train.Read(0).Get<ImageData>(Fields.PixelValues);
        Assert.Equal((1, 28, 28, 784), (image.Channels, image.Height, image.Width, image.Pixels.Length));
        Assert.Contains(image.Pixels, pixel => pixel > 200);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "is no IDX file of bytes in 3 dimensions")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 9 }, "has 1 values, and its header says 2 x 2 x 2")]
    public void What_is_no_such_file_is_refused(byte[] content, string expected)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, content);
            Assert.Contains(expected, Assert.Throws<RecipeException>(() => Read(file, null)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private DatasetSplits Read(string images, string? labels) =>
        _plugins.Make<DatasetSplits>(Kind.Dataset, "idx", new IdxOptions { Images = images, Labels = labels }, new DataContext());
}
