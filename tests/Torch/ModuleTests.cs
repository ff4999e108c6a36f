// Names, state, moving, and what the layers compute.
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PluginHost.Tests.Torch;

public sealed class ModuleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private sealed class Head : Module<Tensor, Tensor>
    {
        private readonly LayerNorm ln_1 = LayerNorm(4);

        [ComponentName(Name = "out")]
        private readonly Linear _projection = Linear(4, 2);

        private readonly Tensor mask = ones(2);

        private readonly Parameter scale = Parameter(ones(1));

        public Head()
            : base(nameof(Head)) => RegisterComponents();

        public override Tensor forward(Tensor input) => _projection.call(ln_1.call(input)) * mask * scale;
    }

    private sealed class Model : Module<Tensor, Tensor>
    {
        private readonly ModuleList<Head> h = [new Head(), new Head()];
        private readonly Sequential mlp = Sequential(("fc", Linear(2, 4, hasBias: false)), ("act", GELU()));

        public Model()
            : base(nameof(Model)) => RegisterComponents();

        public ModuleList<Head> Heads => h;

        public override Tensor forward(Tensor input)
        {
            foreach (var head in h)
                input = mlp.call(head.call(input));
            return input;
        }
    }

    [Fact]
    public void NamesFollowTheFields()
    {
        using var model = new Model();
        string[] expected = ["h.0.scale", "h.0.ln_1.weight", "h.0.ln_1.bias", "h.0.out.weight", "h.0.out.bias", "h.1.scale", "h.1.ln_1.weight", "h.1.ln_1.bias", "h.1.out.weight", "h.1.out.bias", "mlp.fc.weight"];
        Assert.Equal(expected.Order(), model.named_parameters().Select(entry => entry.name).Order());
        Assert.Equal(["h.0.mask", "h.1.mask"], model.named_buffers().Select(entry => entry.name));
        Assert.Equal(expected.Append("h.0.mask").Append("h.1.mask").Order(), model.state_dict().Keys.Order());
        Assert.Equal(["h", "mlp"], model.named_children().Select(entry => entry.name));
        Assert.Same(model.get_parameter("h.1.out.weight"), ((Linear)model.get_submodule("h.1.out")!).weight);
        Assert.Null(model.get_submodule("h.7"));
    }

    [Fact]
    public void StateGoesFromOneModelToAnother()
    {
        using var from = new Model();
        using var to = new Model();
        to.load_state_dict(from.state_dict());
        var x = randn(3, 4, generator: new Generator(1));
        Numbers.Close(from.call(x), to.call(x));
        Assert.False(from.get_parameter("mlp.fc.weight")!.is_alias_of(to.get_parameter("mlp.fc.weight")!));
    }

    [Fact]
    public void AStateThatDoesNotFitIsRefusedByName()
    {
        using var model = new Model();
        var state = new Dictionary<string, Tensor>(model.state_dict());
        state.Remove("h.0.mask");
        state["stranger"] = ones(1);
        state["mlp.fc.weight"] = ones(3, 3);
        var before = model.get_parameter("h.0.scale")!.item<float>();
        state["h.0.scale"] = full(1, before + 1);
        var error = Assert.Throws<ArgumentException>(() => model.load_state_dict(state));
        Assert.Contains("missing 'h.0.mask'", error.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected 'stranger'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'mlp.fc.weight' is float32 [4, 2] here and float32 [3, 3] in the source", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.get_parameter("h.0.scale")!.item<float>());
        state["mlp.fc.weight"] = ones(4, 2);
        var (missing, unexpected) = model.load_state_dict(state, strict: false);
        Assert.Equal(["h.0.mask"], missing);
        Assert.Equal(["stranger"], unexpected);
        Assert.Equal(before + 1, model.get_parameter("h.0.scale")!.item<float>());
    }

    [Fact]
    public void MovingKeepsTheTensorObjectsAndTheirGradients()
    {
        using var model = new Model();
        var parameter = model.get_parameter("mlp.fc.weight")!;
        model.call(ones(1, 4)).sum().backward();
        model.to(ScalarType.Float64);
        Assert.Same(parameter, model.get_parameter("mlp.fc.weight"));
        Assert.Equal(ScalarType.Float64, parameter.dtype);
        Assert.Equal(ScalarType.Float64, parameter.grad!.dtype);
        Assert.True(parameter.requires_grad);
        Assert.True(parameter.is_leaf);
        Assert.Equal(ScalarType.Float64, model.get_buffer("h.0.mask")!.dtype);
        Assert.Equal(ScalarType.Float64, model.call(ones(1, 4, dtype: ScalarType.Float64)).dtype);
        Assert.Throws<ArgumentException>(() => model.to(ScalarType.Int64));
    }

    [Fact]
    public void ASharedParameterIsCountedOnceAndSavedTwice()
    {
        using var first = Linear(3, 3, hasBias: false);
        using var second = Linear(3, 3, hasBias: false);
        second.weight = first.weight;
        using var both = Sequential(first, second);
        Assert.Single(both.parameters());
        Assert.Equal(["0.weight", "1.weight"], both.state_dict().Keys);
    }

    [Fact]
    public void ParametersOutliveTheScopeThatTheyWereMadeIn()
    {
        Model model;
        using (NewDisposeScope())
            model = new Model();
        Assert.All(model.parameters(), parameter => Assert.False(parameter.IsInvalid));
        Assert.All(model.buffers(), buffer => Assert.False(buffer.IsInvalid));
        model.Dispose();
        Assert.All(model.parameters(), parameter => Assert.True(parameter.IsInvalid));
    }

    [Fact]
    public void TrainAndEvalReachEveryChild()
    {
        using var dropout = Dropout(0.5);
        using var model = Sequential(("inner", Sequential(("drop", dropout))));
        var x = ones(1000);
        Assert.InRange((model.call(x) == 0).sum().item<long>(), 400, 600);
        model.eval();
        Assert.False(dropout.training);
        Assert.Equal(1000, model.call(x).sum().item<float>());
        model.train();
        Assert.True(dropout.training);
    }

    [Fact]
    public void HooksRunAroundForwardUntilTheyAreDisposed()
    {
        using var layer = Linear(2, 2);
        var seen = new List<string>();
        using (layer.register_forward_pre_hook((_, _) => seen.Add("before")))
        using (layer.register_forward_hook((_, _, _) => seen.Add("after")))
            layer.call(ones(1, 2));
        layer.call(ones(1, 2));
        Assert.Equal(["before", "after"], seen);
    }

    [Fact]
    public void AModuleCanBeReplacedByItsPath()
    {
        using var model = new Model();
        using var other = new Head();
        model.set_submodule("h.1", other);
        Assert.Same(other, model.Heads[1]);
        Assert.Same(other, model.get_submodule("h.1"));
        using var named = ModuleDict(("a", model.Heads[0]), ("b", model.Heads[1]));
        using var third = new Head();
        named.set_submodule("a", third);
        Assert.Same(third, named["a"]);
        Assert.Equal(["a", "b"], named.Keys);
    }

    [Fact]
    public void NamesThatCannotBeAreRefused()
    {
        using var model = new Model();
        Assert.Throws<ArgumentException>(() => model.register_buffer("a.b", ones(1)));
        Assert.Throws<ArgumentException>(() => model.register_buffer("mlp", ones(1)));
    }

    [Fact]
    public void LinearAndEmbeddingComputeTheirDefinition()
    {
        using var linear = Linear(2, 1);
        using (no_grad())
        {
            linear.weight.copy_(tensor(new[,] { { 2f, -1f } }));
            linear.bias!.fill_(0.5);
        }
        Numbers.Equal([2, 1], [2.5, -1.5], linear.call(tensor(new[,] { { 1f, 0f }, { 0f, 2f } })));
        using var embedding = Embedding(3, 2, padding_idx: 0);
        Numbers.Equal([2], [0, 0], embedding.call(tensor(0L)));
        Assert.Equal([2, 2, 2], embedding.call(tensor(new long[,] { { 1, 2 }, { 0, 1 } })).shape);
    }

    [Fact]
    public void NormsNormaliseOverTheirDimensions()
    {
        var x = Numbers.Random(2, 6, 4);
        using var layer = LayerNorm(4, eps: 0, dtype: ScalarType.Float64);
        Numbers.Close((x - x.mean([-1], true)) / x.@var(-1, false, true).sqrt(), layer.call(x), 1e-12);
        using var rms = RMSNorm([4], 1e-6, dtype: ScalarType.Float64);
        Numbers.Close(x / (x.square().mean([-1], true) + 1e-6).sqrt(), rms.call(x), 1e-12);
        using var batch = BatchNorm1d(4, dtype: ScalarType.Float64);
        var y = batch.call(x);
        Numbers.Close(zeros(4, dtype: ScalarType.Float64), y.mean(0), 1e-12);
        Numbers.Close(0.1 * x.mean(0), batch.running_mean!, 1e-12);
        Numbers.Close(0.9 + 0.1 * x.@var(0), batch.running_var!, 1e-12);
        Assert.Equal(1, batch.num_batches_tracked!.item<long>());
        batch.eval();
        Numbers.Close((x - batch.running_mean!) / (batch.running_var! + 1e-5).sqrt(), batch.call(x), 1e-12);
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], batch.state_dict().Keys);
        using var group = GroupNorm(2, 4, dtype: ScalarType.Float64);
        Assert.Equal(0, group.call(x)[0, TensorIndex.Slice(0, 2)].sum().ToDouble(), 1e-9);
    }

    [Fact]
    public void ConvolutionsSlideTheirKernels()
    {
        using var convolution = Conv2d(1, 1, 3, padding: 1, bias: false);
        using (no_grad())
            convolution.weight.fill_(1);
        Numbers.Equal([1, 1, 3, 3], [4, 6, 4, 6, 9, 6, 4, 6, 4], convolution.call(ones(1, 1, 3, 3)));
        using var same = Conv1d(1, 1, 2, Padding.Same, bias: false);
        using (no_grad())
            same.weight.fill_(1);
        Numbers.Equal([1, 1, 3], [3, 5, 3], same.call(tensor([1f, 2f, 3f], [1, 1, 3])));
        using var circular = Conv1d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Circular, bias: false);
        using (no_grad())
            circular.weight.fill_(1);
        Numbers.Equal([1, 1, 3], [6, 6, 6], circular.call(tensor([1f, 2f, 3f], [1, 1, 3])));
        using var transposed = ConvTranspose2d(1, 1, 2, stride: 2, bias: false);
        using (no_grad())
            transposed.weight.fill_(1);
        Numbers.Equal([1, 1, 4, 4], [.. Enumerable.Repeat(1.0, 16)], transposed.call(ones(1, 1, 2, 2)));
        Numbers.Equal([1, 1, 1, 1], [4], MaxPool2d(2).call(tensor([1f, 2f, 3f, 4f], [1, 1, 2, 2])));
        Numbers.Equal([1, 1, 1, 1], [2.5], AdaptiveAvgPool2d(1).call(tensor([1f, 2f, 3f, 4f], [1, 1, 2, 2])));
    }

    [Fact]
    public void InitialValuesHaveTheSpreadThatIsAskedFor()
    {
        var generator = new Generator(3);
        var w = empty(200, 100);
        Assert.Equal(0.02, init.normal_(w, 0, 0.02, generator).std().item<float>(), 1e-3);
        Assert.Equal(Math.Sqrt(2.0 / 100), init.kaiming_normal_(w, nonlinearity: init.NonlinearityType.ReLU, generator: generator).std().item<float>(), 5e-3);
        Assert.Equal(Math.Sqrt(2.0 / 300), init.xavier_normal_(w, generator: generator).std().item<float>(), 2e-3);
        Assert.True(init.trunc_normal_(w, 0, 1, -0.5, 0.5, generator).abs().max().item<float>() <= 0.5);
        Numbers.Close(eye(100), init.orthogonal_(w, generator: generator).t().mm(w), 1e-4);
        Assert.Equal((54L, 36L), init.CalculateFanInAndFanOut(empty(4, 6, 3, 3)));
    }
}
